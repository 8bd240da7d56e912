namespace Rapport.Statistics;

/// <summary>So many of so many, with the interval that belongs to it.</summary>
public readonly record struct Share(int Hits, int Of)
{
    public double Rate => Of == 0 ? 0 : (double)Hits / Of;

    /// <summary>
    /// The score interval, which is honest for few cases and near 0 and 1, where the textbook one is not.
    /// Source: E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, JASA 22 (1927), 209–212;
    /// method 3 in R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872.
    /// </summary>
    public Interval Interval
    {
        get
        {
            if (Of == 0) return new(0, 1);
            var z2 = Interval.Z * Interval.Z;
            var middle = Rate + (z2 / (2 * Of));
            var reach = Interval.Z * Math.Sqrt((Rate * (1 - Rate) / Of) + (z2 / (4d * Of * Of)));
            var scale = 1 + (z2 / Of);
            return new(Math.Max(0, (middle - reach) / scale), Math.Min(1, (middle + reach) / scale));
        }
    }

    /// <summary>
    /// Whole percents of each count that add up to 100: what is left after rounding down goes to the largest remainders.
    /// Source: the method of Hamilton, as in M. L. Balinski and H. P. Young, “Fair Representation” (1982).
    /// </summary>
    public static IReadOnlyList<int> Percents(IReadOnlyList<int> counts)
    {
        var all = counts.Sum(c => (long)c);
        if (all == 0) return [.. counts.Select(_ => 0)];
        var percents = counts.Select(c => (int)(c * 100L / all)).ToArray();
        var byRemainder = Enumerable.Range(0, counts.Count).OrderByDescending(i => counts[i] * 100L % all).ThenBy(i => i);
        foreach (var i in byRemainder.Take(100 - percents.Sum())) percents[i]++;
        return percents;
    }
}
