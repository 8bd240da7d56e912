using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Bonds.Lanes;

/// <summary>For a lead: who has how much to do by way of their lane, so that nobody has too much. By name, in no other order, and nothing of who is known by whom.</summary>
public sealed class ShowLanes : IFeature
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/team/lanes", async (Me me, RapportDb db, CancellationToken cancel) => Pages.Show<LanesPage>(new { Me = me, Loads = await KeepLane.Loads(db, cancel) })).For(Who.Lead);
}
