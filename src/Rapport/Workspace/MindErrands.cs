using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Workspace;

public sealed record ErrandRetried(Guid Errand, string Handler) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["errands"];
}

public sealed record ErrandDropped(Guid Errand, string Handler, string Body) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["errands"];
}

/// <summary>Errands that keep failing: what, why, and a way to try again or let it be.</summary>
public sealed class MindErrands : IFeature
{
    const int Shown = 200;

    public sealed record View(Me Me, IReadOnlyList<Errand> Errands, Instant Now);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/settings/errands", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<ErrandsPage>(new { Page = await Load(db, me, time, cancel) })).For(Who.Admin);
        app.MapGet("/settings/errands/list", async (Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<ErrandList>(http, new { Page = await Load(db, me, time, cancel) })).For(Who.Admin);
        app.MapPost("/settings/errands/{errand:guid}/retry", Retry).For(Who.Admin);
        app.MapPost("/settings/errands/{errand:guid}/removal", Drop).For(Who.Admin);
    }

    static async Task<View> Load(RapportDb db, Me me, TimeProvider time, CancellationToken cancel) =>
        new(me, await db.Errands.AsNoTracking().Where(e => e.ParkedAt != null || (e.Attempts >= ErrandWorker.Worrying && e.LastError != null)).OrderBy(e => e.DueAt).Take(Shown).ToListAsync(cancel), time.Now());

    static async Task<IResult> Retry(Guid errand, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.Errands.SingleOrDefaultAsync(e => e.Id == errand, cancel) ?? throw new NotFound("errand: it may be done by now");
        (found.DueAt, found.ParkedAt, found.ClaimedUntil) = (time.Now(), null, null);
        db.Record(new ErrandRetried(found.Id, found.Handler));
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/errands");
    }

    static async Task<IResult> Drop(Guid errand, RapportDb db, CancellationToken cancel)
    {
        var found = await db.Errands.SingleOrDefaultAsync(e => e.Id == errand, cancel) ?? throw new NotFound("errand: it may be done by now");
        db.Remove(found);
        db.Record(new ErrandDropped(found.Id, found.Handler, found.Body));
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/errands");
    }
}
