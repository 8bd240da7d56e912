namespace Rapport.Language.Measuring;

/// <summary>How the facts that were found in one message compare with those that are there.</summary>
public readonly record struct FactMatch(int Hits, int False, int Missed, int Exact, int RightKind, int SensitiveHits, int Unmarked, int Overmarked)
{
    public double F1 => Hits == 0 ? 0 : 2.0 * Hits / (2 * Hits + False + Missed);

    /// <summary>A fact is found when the two spans share at least half of the shorter one. What only one of two labelers saw counts neither way.</summary>
    public static FactMatch Of(string text, IReadOnlyList<FoundFact> there, IReadOnlyList<FoundFact> disputed, IReadOnlyList<FoundFact> found)
    {
        var match = default(FactMatch);
        HashSet<int> taken = [];
        foreach (var fact in found)
        {
            var which = Enumerable.Range(0, there.Count).Where(i => !taken.Contains(i) && Meet(text, there[i].Span, fact.Span)).DefaultIfEmpty(-1).First();
            if (which < 0)
            {
                if (!disputed.Any(d => Meet(text, d.Span, fact.Span)) && !there.Any(t => Meet(text, t.Span, fact.Span))) match = match with { False = match.False + 1 };
                continue;
            }
            taken.Add(which);
            match = match with
            {
                Hits = match.Hits + 1,
                Exact = match.Exact + (there[which].Span == fact.Span ? 1 : 0),
                RightKind = match.RightKind + (there[which].Kind == fact.Kind ? 1 : 0),
                SensitiveHits = match.SensitiveHits + (there[which].Sensitive ? 1 : 0),
                Unmarked = match.Unmarked + (there[which].Sensitive && !fact.Sensitive ? 1 : 0),
                Overmarked = match.Overmarked + (!there[which].Sensitive && fact.Sensitive ? 1 : 0),
            };
        }
        return match with { Missed = there.Count - taken.Count };
    }

    public static FactMatch operator +(FactMatch a, FactMatch b) =>
        new(a.Hits + b.Hits, a.False + b.False, a.Missed + b.Missed, a.Exact + b.Exact, a.RightKind + b.RightKind, a.SensitiveHits + b.SensitiveHits, a.Unmarked + b.Unmarked, a.Overmarked + b.Overmarked);

    /// <summary>F1 over messages with its interval, by percentile bootstrap as <see cref="Count.F1Interval"/> has it.</summary>
    public static Estimate F1Interval(IReadOnlyList<FactMatch> messages)
    {
        var (low, high) = Count.Between(messages.Count, drawn => drawn.Aggregate(default(FactMatch), (sum, i) => sum + messages[i]).F1);
        var all = messages.Aggregate(default(FactMatch), (sum, m) => sum + m);
        return new Estimate(all.F1, low, high, all.Hits + all.Missed);
    }

    public static FactMatch Add(FactMatch left, FactMatch right) => left + right;

    static bool Meet(string text, string one, string other)
    {
        var (a, b) = (text.IndexOf(one, StringComparison.Ordinal), text.IndexOf(other, StringComparison.Ordinal));
        if (a < 0 || b < 0) return false;
        var shared = Math.Min(a + one.Length, b + other.Length) - Math.Max(a, b);
        return shared * 2 >= Math.Min(one.Length, other.Length);
    }
}
