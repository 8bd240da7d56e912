using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Essence.Team;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence;

/// <summary>The register of designs: what was changed on purpose, from when on, and by whom. For a stretch without one it says so.</summary>
public sealed class DesignRegister : IFeature
{
    public sealed record Request(string? Kind, string? What, string? StartsAt, string? Answers);

    public sealed record OwnerView(PersonId Id, string Name);

    public sealed record View(DesignId Id, DesignKind Kind, string What, Instant StartsAt, OwnerView Owner, Instant? EndedAt, Cause? Answers = null);

    /// <summary>What was in force in a stretch of time; where nothing was, it says so.</summary>
    public sealed record Stretch(IReadOnlyList<View> Items, string? Says, string? Next);

    public sealed record PageView(Me Me, IReadOnlyList<View> Designs);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/designs", All).For(Who.Agent);
        app.MapGet("/roles/designs", async (Me me, RapportDb db, CancellationToken cancel) => Pages.Show<DesignRegisterPage>(new { Page = new PageView(me, await Load(db, null, null, cancel)) })).For(Who.Agent);
        app.MapGet("/roles/lines/designs", async (Me me, RapportDb db, HttpContext http, CancellationToken cancel) => Fragment.Of<DesignLines>(http, new { Page = new PageView(me, await Load(db, null, null, cancel)) })).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/designs", "/roles/designs" })
        {
            app.MapPost(route, Begin).For(Who.Lead).KeepsOptional();
            app.MapPost(route + "/{design}/end", End).For(Who.Lead);
        }
    }

    /// <summary>Those that were in force at some moment between two days.</summary>
    static async Task<Answer<Stretch>> All(string? from, string? until, RapportDb db, CancellationToken cancel)
    {
        var (since, end) = (Day.Read("from", from), Day.Read("until", until, atItsEnd: true));
        new Check().That(since is null || end is null || since <= end, "until", $"“until” ({until}) lies before “from” ({from}). Give the earlier day as “from”.").Done();
        var items = await Load(db, since, end, cancel);
        return Answer.Ok(new Stretch(items, items.Count == 0 ? "no design change" : null, null));
    }

    static async Task<Created<View>> Begin(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var kinds = Enum.GetValues<DesignKind>().Where(k => k is not DesignKind.Weave).Select(k => k.ToString().ToLowerInvariant()).ToArray();
        new Check().Text("what", request.What, Design.LongestWhat).That(request.Kind is not null, "kind", $"“kind” is missing. Allowed are: {string.Join(", ", kinds)}.").OneOf("kind", request.Kind, kinds).OneOf("answers", request.Answers, [.. Causes.All.Select(c => c.Key())]).Done();
        Cause? answers = request.Answers is null ? null : Causes.All.First(c => c.Key() == request.Answers);
        var design = Design.Begin(Enum.Parse<DesignKind>(request.Kind!, ignoreCase: true), request.What!, Day.Read("starts_at", request.StartsAt) ?? time.Now(), me.Id, time.Now(), answers);
        db.Add(design);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/designs/{design.Id.Value}", new View(design.Id, design.Kind, design.What, design.StartsAt, new(me.Id, me.Name), null, design.Answers));
    }

    static async Task<NoContent> End(DesignId design, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.Designs.SingleOrDefaultAsync(d => d.Id == design, cancel) ?? throw new NotFound("design");
        Refusal.If(await db.Weaves.AnyAsync(w => w.DesignId == design, cancel), "This design is a weave that is in place. Take the weave out, and the design ends with it.");
        found.End(me.Id, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    public static async Task<List<View>> Load(RapportDb db, Instant? since, Instant? until, CancellationToken cancel) =>
        await (
            from d in db.Designs.AsNoTracking()
            join p in db.People on d.OwnerId equals p.Id
            where (until == null || d.StartsAt <= until) && (since == null || d.EndedAt == null || d.EndedAt >= since)
            // What was ended before it began was in force at no time.
            where (since == null && until == null) || d.EndedAt == null || d.EndedAt > d.StartsAt
            orderby d.StartsAt descending
            select new View(d.Id, d.Kind, d.What, d.StartsAt, new(p.Id, p.Name), d.EndedAt, d.Answers)).ToListAsync(cancel);
}
