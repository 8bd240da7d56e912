namespace Rapport.Statistics;

/// <summary>Of those who were asked in one stratum and with one chance: how many there were, how many answered, and of how many of those it is so.</summary>
/// <param name="Stratum">In which those who answer are taken to be like those who do not.</param>
/// <param name="OneIn">One of so many was asked.</param>
/// <param name="Asked">Who were.</param>
/// <param name="Answered">Who did.</param>
/// <param name="Of">Those of them whom it is about: mostly all.</param>
/// <param name="Hits">Of whom it is so.</param>
public sealed record AskedCell(string Stratum, int OneIn, int Asked, int Answered, int Of, int Hits);

/// <summary>A share that is corrected for who did not answer.</summary>
/// <param name="Rate">The share, each answer weighed.</param>
/// <param name="Interval">Where it lies with 95% confidence, if those who answer are like those who do not within their stratum.</param>
/// <param name="N">How many answers it is of.</param>
/// <param name="Effective">What the weights leave of them: so many equal answers would say as much.</param>
/// <param name="Silent">The strata in which somebody was asked and nobody answered: for them nothing can be said, and nothing is.</param>
public sealed record WeightedShare(double Rate, Interval Interval, int N, double Effective, IReadOnlyList<string> Silent)
{
    /// <summary>
    /// Each answer stands for those who were drawn like it and did not answer: its weight is the inverse of the chance of being asked times
    /// the inverse of the share that answered in its stratum (a weighting class). The interval is Wilson's, of as many cases as the weights leave.
    /// Null where nobody answered. Source: R. J. A. Little, “Survey nonresponse adjustments”, International Statistical Review 54 (1986), 139–157;
    /// L. Kish, “Survey Sampling” (1965), 11.7, for what weights leave of the cases; E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998),
    /// 193–201, for intervals of so many cases.
    /// </summary>
    public static WeightedShare? Of(IEnumerable<AskedCell> cells)
    {
        var strata = cells.GroupBy(c => c.Stratum, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        double weights = 0, squares = 0, hits = 0;
        foreach (var stratum in strata)
        {
            double asked = stratum.Sum(c => (double)c.OneIn * c.Asked), answered = stratum.Sum(c => (double)c.OneIn * c.Answered);
            if (answered == 0) continue;
            foreach (var cell in stratum)
            {
                var weight = cell.OneIn * asked / answered;
                weights += weight * cell.Of;
                squares += weight * weight * cell.Of;
                hits += weight * cell.Hits;
            }
        }
        if (weights == 0) return null;
        var (rate, effective) = (hits / weights, weights * weights / squares);
        return new(rate, Wilson(rate, effective), strata.Sum(s => s.Sum(c => c.Of)), effective, [.. strata.Where(s => s.Sum(c => c.Asked) > 0 && s.Sum(c => c.Answered) == 0).Select(s => s.Key)]);
    }

    /// <summary>The score interval of <see cref="Share"/>, of cases that need not be whole.</summary>
    static Interval Wilson(double rate, double of)
    {
        var z2 = Interval.Z * Interval.Z;
        var (middle, scale) = (rate + (z2 / (2 * of)), 1 + (z2 / of));
        var reach = Interval.Z * Math.Sqrt((rate * (1 - rate) / of) + (z2 / (4 * of * of)));
        return new(Math.Max(0, (middle - reach) / scale), Math.Min(1, (middle + reach) / scale));
    }
}
