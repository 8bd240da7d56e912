using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Charters;

/// <summary>All roles, each with what it is for.</summary>
public sealed class ListCharters : IFeature
{
    public sealed record RoleLine(JobRole Role, Charter? InForce, Charter? Draft);

    public sealed record View(Me Me, IReadOnlyList<RoleLine> Roles, string? Typed = null, string? TypedRole = null, IReadOnlyDictionary<string, string[]>? Errors = null, string? Problem = null, string? Seen = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/roles/charters", Show).For(Who.Agent);
        app.MapGet("/roles/lines/charters", async (Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<CharterLines>(http, new { Page = new View(me, await Load(db, time.Now(), cancel)) })).For(Who.Agent);
    }

    static async Task<IResult> Show(Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<ChartersPage>(new { Page = new View(me, await Load(db, time.Now(), cancel)) });

    public static async Task<List<RoleLine>> Load(RapportDb db, Instant now, CancellationToken cancel)
    {
        var roles = await db.JobRoles.AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancel);
        var charters = (await db.Charters.AsNoTracking().ToListAsync(cancel)).ToLookup(c => c.JobRoleId);
        return [.. roles.Select(r => new RoleLine(r, charters[r.Id].Where(c => c.PublishedAt is not null && c.EffectiveFrom <= now).MaxBy(c => c.EffectiveFrom), charters[r.Id].FirstOrDefault(c => c.PublishedAt is null)))];
    }
}
