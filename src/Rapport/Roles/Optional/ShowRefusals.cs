using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>Who tried to make a rule of what may be given, and why it was refused: for everybody who works here.</summary>
public sealed class ShowRefusals : IFeature
{
    const int Shown = 100;

    public sealed record PersonView(PersonId Id, string Name, Role Role);

    public sealed record Line(long Id, Instant At, PersonView By, string Door, string Tried, string Why);

    public sealed record View(Me Me, IReadOnlyList<Line> Lines, long? Older, Instant Now, long? After = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/refusals", All).For(Who.Agent);
        app.MapGet("/roles/refusals", async (long? after, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<RefusalsPage>(new { Page = await Show(after, me, db, time, cancel) })).For(Who.Agent);
        app.MapGet("/roles/lines/refusals", async (long? after, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<RefusalLines>(http, new { Page = await Show(after, me, db, time, cancel) })).For(Who.Agent);
    }

    static async Task<Answer<PageOf<Line>>> All(long? after, int? limit, RapportDb db, CancellationToken cancel)
    {
        var page = Paging.Limit(limit);
        return Paging.Page(await Load(db, after, page + 1, cancel), page, l => l.Id, l => l);
    }

    static async Task<View> Show(long? after, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var lines = await Load(db, after, Shown + 1, cancel);
        return new(me, [.. lines.Take(Shown)], lines.Count > Shown ? lines[Shown - 1].Id : null, time.Now(), after);
    }

    /// <summary>Newest first.</summary>
    static async Task<List<Line>> Load(RapportDb db, long? after, int limit, CancellationToken cancel)
    {
        var rows = await (from r in db.RefusedRules.AsNoTracking() where after == null || r.Id < after join p in db.People on r.ById equals p.Id orderby r.Id descending select new { r, p.Id, p.Name, p.Role }).Take(limit).ToListAsync(cancel);
        return [.. rows.Select(x => new Line(x.r.Id, x.r.At, new(x.Id, x.Name, x.Role), x.r.Door, x.r.Tried, x.r.Why))];
    }
}
