using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;

namespace Rapport.Essence.Team;

/// <summary>How often which cause took an opening away in some whole weeks. Who said so is kept nowhere; that many were at work makes sure it cannot be guessed.</summary>
public sealed record LostInWeeks(Dictionary<string, int> Causes)
{
    public const string What = "lost";

    internal static async Task<LostInWeeks?> Make(RapportDb db, Instant from, Instant until, CancellationToken cancel)
    {
        var counts = await db.LostOpenings.AsNoTracking().Where(l => l.Day >= from && l.Day < until).GroupBy(l => l.Cause).Select(g => new { g.Key, Count = g.Sum(l => l.Count) }).ToListAsync(cancel);
        var atWork = await db.Messages.Where(m => m.At >= from && m.At < until && m.PersonId != null).Select(m => m.PersonId!.Value).Distinct().Take(Crowd.Least).CountAsync(cancel);
        return atWork < Crowd.Least ? null : new(counts.ToDictionary(c => c.Key.Key(), c => c.Count, StringComparer.Ordinal));
    }
}
