using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Workspace;

/// <summary>Somebody at the counter: what is to be done for them, and beside it who else may come.</summary>
public sealed class ShowGuest : IFeature
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/counter/{number:long}", Show).For(Who.Agent);

    static async Task<IResult> Show(long number, Me me, RapportDb db, Lines lines, TimeProvider time, CancellationToken cancel)
    {
        var open = await OpenConversationView.Load(db, number, me, time.Now(), cancel);
        return Pages.Show<CounterTalkPage>(new { Open = open, Passing = await PassingView.Load(db, lines, open.Conversation, open.Customer.Name, me, time.Now(), cancel) });
    }
}
