using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>A visitor says who they are, or where an answer reaches them. Nobody has to.</summary>
public sealed class IntroduceOneself : IFeature
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPut("/chat/v1/visit", Handle).For(Who.Customer);

    static async Task<Answer> Handle(Visit.Who who, Visitor me, RapportDb db, ChatView view, TimeProvider time, CancellationToken cancel)
    {
        who.Check(new Check()).Done();
        var visit = await db.VisitToChange(me, cancel);
        if (!who.IsEmpty)
        {
            await db.CustomerOf(visit, who, time.Now(), cancel);
            db.Touch(visit.Topic);
            await db.SaveChangesAsync(cancel);
        }
        return Answer.Ok(await view.Of(visit, cancel));
    }
}
