using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Roles.Charters;

/// <summary>A role's charter: the one in force now or on another day, its versions, and what something counted as on that day.</summary>
public sealed class ShowCharter : IFeature
{
    public sealed record RoleView(string Key, string Name);

    public sealed record FunctionView(string Name, string Standard, bool Mandatory);

    public sealed record BehaviorView(string Kind, string Name, IReadOnlyList<string> Examples, IReadOnlyList<string> NonExamples);

    public sealed record View(RoleView Role, int Version, string Status, string HighestPriority, Instant? EffectiveFrom, IEnumerable<FunctionView> Functions, IEnumerable<BehaviorView> Behaviors, string Seen)
    {
        public static View Of(JobRole role, Charter charter, Charter? inForce, Instant now) => new(new(role.Key, role.Name), charter.Version, StatusOf(charter, inForce, now), charter.HighestPriority, charter.EffectiveFrom,
            charter.Functions.Select(f => new FunctionView(f.Name, f.Standard, true)), charter.Behaviors.Select(b => new BehaviorView(b.Kind.Key(), b.Name, b.Examples, b.NonExamples)), SeenDraft.State(charter));
    }

    public sealed record Standing(RoleView Role, View? InForce, View? Draft);

    public sealed record VersionView(int Version, string Status, string HighestPriority, Instant? EffectiveFrom);

    public sealed record History(RoleView Role, Instant At, View? InForce, View? Draft, IEnumerable<VersionView> Versions);

    /// <summary>By which version something counts as what; by none where there was none yet.</summary>
    public sealed record Judgment(string What, Instant At, Half CountsAs, int? Version, Instant? EffectiveFrom);

    public static string StatusOf(Charter charter, Charter? inForce, Instant now) =>
        charter.PublishedAt is null ? "draft" : charter.Id == inForce?.Id ? "in_force" : charter.EffectiveFrom > now ? "coming" : "past";

    public sealed record PageView(Me Me, JobRole Role, IReadOnlyList<Charter> Versions, Charter? InForce, Charter? Shown, Instant Now, string? What = null, string? On = null, Half? Judged = null, Charter? JudgedBy = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/charters", All).For(Who.Agent);
        app.MapGet("/api/v1/charters/{role}", One).For(Who.Agent);
        app.MapGet("/api/v1/charters/{role}/judgment", Judge).For(Who.Agent);
        app.MapGet("/roles/charters/{role}", Page).For(Who.Agent);
    }

    static async Task<Answer<PageOf<Standing>>> All(RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var roles = await ListCharters.Load(db, time.Now(), cancel);
        return Answer.Ok(Paging.All(roles.Select(r => new Standing(new(r.Role.Key, r.Role.Name), r.InForce is null ? null : View.Of(r.Role, r.InForce, r.InForce, time.Now()), r.Draft is null ? null : View.Of(r.Role, r.Draft, null, time.Now())))));
    }

    static async Task<Answer<History>> One(string role, string? at, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.JobRole(role, cancel);
        var then = Day.Read("at", at, atItsEnd: true) ?? time.Now();
        var (inForce, draft) = (await db.CharterOf(found.Id, then, cancel), await db.DraftOf(found.Id, cancel));
        var versions = await db.Charters.AsNoTracking().Where(c => c.JobRoleId == found.Id).OrderBy(c => c.Version).ToListAsync(cancel);
        return Answer.Ok(new History(new(found.Key, found.Name), then, inForce is null ? null : View.Of(found, inForce, inForce, then), draft is null ? null : View.Of(found, draft, null, then),
            versions.Select(c => new VersionView(c.Version, StatusOf(c, inForce, then), c.HighestPriority, c.EffectiveFrom))));
    }

    static async Task<Answer<Judgment>> Judge(string role, string? what, string? at, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("what", what, Function.LongestName).Done();
        var found = await db.JobRole(role, cancel);
        var then = Day.Read("at", at, atItsEnd: true) ?? time.Now();
        var charter = await db.CharterOf(found.Id, then, cancel);
        return Answer.Ok(new Judgment(what!, then, charter?.Judge(what!) ?? Half.Unnamed, charter?.Version, charter?.EffectiveFrom));
    }

    static async Task<IResult> Page(string role, int? version, string? what, string? on, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        Pages.Show<CharterPage>(new { Page = await Load(db, role, version, what, on, me, time.Now(), cancel) });

    public static async Task<PageView> Load(RapportDb db, string role, int? version, string? what, string? on, Me me, Instant now, CancellationToken cancel)
    {
        var found = await db.JobRole(role, cancel);
        var versions = await db.Charters.AsNoTracking().Where(c => c.JobRoleId == found.Id).OrderByDescending(c => c.Version).ToListAsync(cancel);
        var inForce = await db.CharterOf(found.Id, now, cancel);
        var shown = versions.Find(c => c.Version == version) ?? (version is null ? inForce ?? versions.FirstOrDefault() : throw new NotFound("version of this charter"));
        var day = Time.TryDay(on, out var date) ? Day.EndOf(date, me.Zone) : now;
        var judgedBy = string.IsNullOrWhiteSpace(what) ? null : await db.CharterOf(found.Id, day, cancel);
        return new(me, found, versions, inForce, shown, now, what, on, string.IsNullOrWhiteSpace(what) ? null : judgedBy?.Judge(what) ?? Half.Unnamed, judgedBy);
    }
}
