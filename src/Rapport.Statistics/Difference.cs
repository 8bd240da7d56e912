namespace Rapport.Statistics;

/// <summary>One of many cases that are alike within their stratum.</summary>
/// <param name="Stratum">With which it may be compared.</param>
/// <param name="Exposed">Whether what is asked about was so.</param>
/// <param name="Hit">Whether what is hoped for happened.</param>
/// <param name="Cluster">Whose case it is: cases of one cluster are not independent.</param>
public readonly record struct Case(int Stratum, bool Exposed, bool Hit, int Cluster);

/// <summary>By how much two shares differ within those who are alike.</summary>
/// <param name="Value">The share of the exposed less that of the others.</param>
/// <param name="Interval">Where it lies with 95% confidence.</param>
/// <param name="N">Cases that could be compared.</param>
/// <param name="Clusters">Whose they are.</param>
public sealed record Difference(double Value, Interval Interval, int N, int Clusters)
{
    /// <summary>
    /// The difference of two shares within strata, weighted as by Mantel and Haenszel, so that strata with a handful of cases do no harm;
    /// its variance is taken between clusters, because one person's cases go together. Null where no stratum has both sides.
    /// Source: N. Mantel and W. Haenszel, J. Natl. Cancer Inst. 22 (1959), 719–748; for the difference, S. Greenland and J. M. Robins,
    /// Biometrics 41 (1985), 55–68; for clusters, R. L. Williams, Biometrics 56 (2000), 645–646.
    /// </summary>
    public static Difference? Within(IEnumerable<Case> cases)
    {
        var strata = cases.GroupBy(c => c.Stratum).Select(g => g.ToList()).Where(g => g.Exists(c => c.Exposed) && g.Exists(c => !c.Exposed)).ToList();
        var (weight, sum, n) = (0d, 0d, 0);
        var parts = new Dictionary<int, double>();
        foreach (var stratum in strata)
        {
            double exposed = stratum.Count(c => c.Exposed), others = stratum.Count - exposed;
            var (one, none) = (stratum.Count(c => c.Exposed && c.Hit) / exposed, stratum.Count(c => !c.Exposed && c.Hit) / others);
            weight += exposed * others / stratum.Count;
            sum += exposed * others / stratum.Count * (one - none);
            n += stratum.Count;
            foreach (var c in stratum)
            {
                var hit = c.Hit ? 1d : 0d;
                parts[c.Cluster] = parts.GetValueOrDefault(c.Cluster) + (c.Exposed ? others / stratum.Count * (hit - one) : -exposed / stratum.Count * (hit - none));
            }
        }
        if (weight == 0 || parts.Count < 2) return null;
        var value = sum / weight;
        var reach = Interval.Z * Math.Sqrt((double)parts.Count / (parts.Count - 1) * parts.Values.Sum(p => p * p)) / weight;
        return new(value, new(Math.Max(-1, value - reach), Math.Min(1, value + reach)), n, parts.Count);
    }
}
