using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Essence.Observing;
using Rapport.Language;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>Of contacts at which somebody was let look on: in how many the customer thanked, first or together with whoever served. Of everybody together; too few observed people wait for the next week.</summary>
public sealed record ThankedInWeeks(int Customer, int Of)
{
    public const string What = "thanked";

    /// <summary>“Nine times out of ten the customer thanks the cashier.”</summary>
    public const double Claim = 0.9;

    internal static async Task<ThankedInWeeks?> Make(RapportDb db, Instant from, Instant until, CancellationToken cancel)
    {
        var seen = await db.Observations.AsNoTracking().Where(o => o.WrittenAt >= from && o.WrittenAt < until && o.Thanked != null).Select(o => new { o.ObservedId, o.Thanked }).ToListAsync(cancel);
        var thanked = seen.FindAll(o => o.Thanked is Thanked.Customer or Thanked.Both);
        // Where it is all of them or none, everybody's would be known.
        if (!seen.Select(o => o.ObservedId).AreMany() || !thanked.Select(o => o.ObservedId).AreMany() || thanked.Count == seen.Count) return null;
        return new(thanked.Count, seen.Count);
    }

    internal static Share? In(IReadOnlyList<FinishedWeeks> finished) => finished.Count == 0 ? null : finished.Select(f => f.Read<ThankedInWeeks>()).Aggregate(new Share(0, 0), (all, one) => new(all.Hits + one.Customer, all.Of + one.Of));

    /// <summary>Whether it is nine of ten: only where the interval leaves no doubt is it more or less.</summary>
    public static string Against(Share share) => share.Interval switch
    {
        { High: < Claim } => "below",
        { Low: > Claim } => "above",
        _ => "cannot-tell",
    };
}

/// <summary>How far two who looked on at the same contact saw the same. Only of everybody together: which of them saw what is nobody's business.</summary>
public sealed record ObserversInWeeks(List<string[]> Units)
{
    public const string What = "observers";

    /// <summary>Of fewer things that two saw, nothing is said.</summary>
    public const int Enough = 20;

    internal static async Task<ObserversInWeeks?> Make(RapportDb db, Instant from, Instant until, CancellationToken cancel)
    {
        var seen = await db.Observations.AsNoTracking().Where(o => o.WrittenAt >= from && o.WrittenAt < until && o.ConversationId != null).ToListAsync(cancel);
        var same = seen.GroupBy(o => (o.ConversationId, o.ObservedId)).Where(g => g.Select(o => o.ObserverId).Distinct().Skip(1).Any()).ToList();
        return same.Select(g => g.Key.ObservedId).AreMany() ? new([.. same.SelectMany(g => UnitsOf([.. g.DistinctBy(o => o.ObserverId)])).OrderBy(u => string.Join('|', u), StringComparer.Ordinal)]) : null;
    }

    /// <summary>Each step that two saw, each behavior, and who thanked: what each of them says of it, in an order that says nothing.</summary>
    static IEnumerable<string[]> UnitsOf(List<Observation> notes) =>
        notes.SelectMany(n => n.StepsSeen.Where(s => s.Done is not Done.NotSeen)).GroupBy(s => s.Step, StringComparer.Ordinal).Select(g => g.Select(s => s.Done.ToString()).ToArray())
            .Concat(BehaviorKinds.All.Select(k => notes.ConvertAll(n => n.BehaviorsSeen.Contains(k) ? "seen" : "not seen").ToArray()))
            .Append([.. notes.Select(n => n.Thanked?.ToString()).OfType<string>()])
            .Where(u => u.Length > 1).Select(u => u.Order(StringComparer.Ordinal).ToArray());

    /// <summary>Krippendorff's alpha, and of how many things; no alpha where there are too few.</summary>
    internal static (double? Alpha, int Of) In(IReadOnlyList<FinishedWeeks> finished)
    {
        var units = finished.SelectMany(f => f.Read<ObserversInWeeks>().Units).ToList();
        return (units.Count < Enough ? null : Agreement.Alpha(units), units.Count);
    }
}
