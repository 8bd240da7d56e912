using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>The audit page: who did what, newest first.</summary>
public sealed class ShowLog : IFeature
{
    const int Shown = 100;

    public sealed record Line(long Id, Instant At, string Kind, string Actor, string Data);

    public sealed record View(Me Me, IReadOnlyList<Line> Lines, long? Older, string? Kind, IReadOnlyList<string> Kinds);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/settings/log", Handle).For(Who.Admin);

    static async Task<IResult> Handle(long? before, string? kind, Me me, RapportDb db, CancellationToken cancel)
    {
        var entries = db.Log.AsNoTracking();
        if (before is { } id) entries = entries.Where(e => e.Id < id);
        if (!string.IsNullOrEmpty(kind)) entries = entries.Where(e => e.Kind == kind);
        var rows = await entries.OrderByDescending(e => e.Id).Take(Shown + 1).ToListAsync(cancel);
        var ids = rows.Select(r => r.Actor).Where(a => a.StartsWith("person:", StringComparison.Ordinal)).Select(a => new PersonId(Guid.Parse(a.AsSpan(7)))).Distinct().ToList();
        var names = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => $"person:{p.Id.Value}", p => p.Name, StringComparer.Ordinal, cancel);
        var lines = rows.Take(Shown).Select(r => new Line(r.Id, r.At, r.Kind.Replace('_', ' '), names.GetValueOrDefault(r.Actor) ?? (r.Actor.StartsWith("customer:", StringComparison.Ordinal) ? "a customer" : "Rapport"), r.Data)).ToList();
        return Pages.Show<LogPage>(new { Page = new View(me, lines, rows.Count > Shown ? rows[Shown - 1].Id : null, kind, Kinds) });
    }

    /// <summary>Every kind of fact there is, so that the list can be narrowed.</summary>
    static readonly string[] Kinds = [.. typeof(ShowLog).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IFact)) && !t.IsInterface).Select(FactJson.Kind).Order(StringComparer.Ordinal)];
}
