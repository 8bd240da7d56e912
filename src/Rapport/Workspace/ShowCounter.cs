using Rapport.Access;
using Rapport.Bonds.Lanes;
using Rapport.Desk;
using Rapport.Essence.Cues;
using Rapport.Foundation;
using Rapport.Handovers;
using Rapport.Memory;

namespace Rapport.Workspace;

/// <summary>Somebody stands at the counter: what must be done, who they are, what could fit, and who else may come.</summary>
public sealed class ShowCounter : IFeature
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/counter/{number:long}", Handle).For(Who.Agent);

    static async Task<IResult> Handle(long number, Me me, RapportDb db, Openings openings, Lines lines, FactsSaid said, TimeProvider time, CancellationToken cancel)
    {
        var open = await OpenConversationView.Load(db, number, me, time.Now(), cancel);
        return Pages.Show<CounterTalkPage>(new
        {
            Open = open,
            Cues = await CuesView.Load(db, openings, open.Conversation, open.Customer.Name, me, time.Now(), cancel, open.Steps),
            Passing = await PassingView.Load(db, lines, open.Conversation, open.Customer.Name, me, time.Now(), cancel),
            Lane = await LaneView.Load(db, open.Conversation, me, time.Now(), cancel),
            Known = await KnownView.Load(db, said, open.Conversation, open.Customer.Name, me, time.Now(), cancel),
            Items = await db.OnCounter(open.Conversation.Id, time.Now(), cancel),
        });
    }
}
