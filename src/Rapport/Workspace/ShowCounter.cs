using Rapport.Access;
using Rapport.Desk;
using Rapport.Essence.Cues;
using Rapport.Foundation;

namespace Rapport.Workspace;

/// <summary>Somebody stands at the counter: what must be done, and beside it what could fit.</summary>
public sealed class ShowCounter : IFeature
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/counter/{number:long}", Handle).For(Who.Agent);

    static async Task<IResult> Handle(long number, Me me, RapportDb db, Openings openings, TimeProvider time, CancellationToken cancel)
    {
        var open = await OpenConversationView.Load(db, number, me, time.Now(), cancel);
        return Pages.Show<CounterDeskPage>(new
        {
            Open = open,
            Cues = await CuesView.Load(db, openings, open.Conversation, open.Customer.Name, me, time.Now(), cancel, open.Steps),
            Items = await db.OnCounter(open.Conversation.Id, time.Now(), cancel),
        });
    }
}
