using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Essence.Sorting;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>What those gained who sorted a second time in some whole weeks, of everybody together. Fewer than enough people wait for the next week; of whoever has not sorted nothing is known.</summary>
public sealed record SortedInWeeks(List<double> Gains)
{
    public const string What = "sorted";

    internal static async Task<SortedInWeeks?> Make(RapportDb db, Instant from, Instant until, CancellationToken cancel)
    {
        var second = await db.Sittings.AsNoTracking().Where(s => s.Part == Part.After && s.SortedAt >= from && s.SortedAt < until).ToListAsync(cancel);
        if (!second.Select(s => s.PersonId).AreMany()) return null;
        var first = (await db.Sittings.AsNoTracking().Where(s => s.Part == Part.Before && db.Sittings.Any(a => a.PersonId == s.PersonId && a.Part == Part.After && a.SortedAt >= from && a.SortedAt < until)).ToListAsync(cancel)).ToDictionary(s => s.PersonId);
        // In order of what was gained, so that it does not say who.
        return new([.. second.Select(s => Math.Round(s.Alike!.Value.Rate - first[s.PersonId].Alike!.Value.Rate, 4)).Order()]);
    }

    internal static Gain? In(IReadOnlyList<FinishedWeeks> finished) => Gain.OfPairs([.. finished.SelectMany(f => f.Read<SortedInWeeks>().Gains)]);
}
