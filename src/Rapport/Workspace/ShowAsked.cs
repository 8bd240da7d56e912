using Rapport.Access;
using Rapport.Bonds.Lanes;
using Rapport.Desk;
using Rapport.Essence.Observing;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Workspace;

/// <summary>The corner of every page: what of one's own was not sent, and what colleagues and customers ask of one, side by side.</summary>
public sealed class ShowAsked : IFeature
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/asked", Handle).For(Who.Agent);

    static async Task<IResult> Handle(long? beside, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var asked = await ShowPassing.Offers(db, me, time.Now(), cancel);
        return Fragment.Of<AskedList>(http, new { Unsent = (await db.UnsentBy(me.Id, cancel)).FindAll(u => u.Number != beside), Asked = asked with { Dropped = [.. asked.Dropped.Where(d => d.Number != beside)] }, Lanes = await LanesOfMe.Load(db, me.Id, time.Now(), cancel), LookOn = await ShowObserving.JustNow(db, me.Id, time.Now(), cancel) });
    }
}
