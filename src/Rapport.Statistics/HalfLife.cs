namespace Rapport.Statistics;

/// <summary>Somebody was asked once, so many days after it happened, whether they still remember it.</summary>
public readonly record struct Recalled(double Days, bool Remembered);

/// <summary>After how many days half of them have forgotten.</summary>
/// <param name="Days">The half-life.</param>
/// <param name="Interval">Where it lies with 95% confidence.</param>
/// <param name="N">Who were asked.</param>
public sealed record HalfLife(double Days, Interval Interval, int N)
{
    /// <summary>Half of the 95% quantile of chi-square with one degree of freedom: so far the logarithm of the likelihood may fall.</summary>
    const double Fall = 1.920729410347062;

    /// <summary>A life is shorter than the one and longer than the other.</summary>
    const double Shortest = 1e-4, Longest = 1e6;

    /// <summary>
    /// The half-life of exponential forgetting, in which the share that still remembers after t days is 2^(−t/h), by maximum likelihood; everybody
    /// is seen once, and either has or has not forgotten by then (current status data). The interval is of all half-lives that the likelihood ratio
    /// does not refuse. Null where all remember or none does: then the data say “longer” or “shorter”, and not how long.
    /// Source: H. Ebbinghaus, “Über das Gedächtnis” (1885), for the curve; N. P. Jewell and M. van der Laan, “Current status data”, Handbook of
    /// Statistics 23 (2003), 625–642, for the likelihood; S. S. Wilks, Annals of Mathematical Statistics 9 (1938), 60–62, for the interval.
    /// </summary>
    public static HalfLife? Of(IEnumerable<Recalled> asked)
    {
        // Many were asked after the same number of days, so each day is looked at once.
        var days = asked.Where(a => a.Days > 0).GroupBy(a => a.Days).Select(g => (Days: g.Key, Kept: g.Count(a => a.Remembered), Lost: g.Count(a => !a.Remembered))).ToList();
        if (days.Sum(d => d.Kept) == 0 || days.Sum(d => d.Lost) == 0) return null;
        // In the rate of forgetting the slope only falls, so it is nothing in one place, and the likelihood falls to both sides of it.
        var best = Root(rate => days.Sum(d => (d.Lost * d.Days / Math.Max(double.Epsilon, Math.Exp(rate * d.Days) - 1)) - (d.Kept * d.Days)), Slowest, Fastest);
        var (top, slowest, fastest) = (LogLikelihood(best) - Fall, Slowest, Fastest);
        var slow = LogLikelihood(slowest) > top ? slowest : Root(rate => top - LogLikelihood(rate), slowest, best);
        var fast = LogLikelihood(fastest) > top ? fastest : Root(rate => LogLikelihood(rate) - top, best, fastest);
        return new(Math.Log(2) / best, new(Math.Log(2) / fast, Math.Log(2) / slow), days.Sum(d => d.Kept + d.Lost));

        double LogLikelihood(double rate) => days.Sum(d => (-d.Kept * rate * d.Days) + (d.Lost == 0 ? 0 : d.Lost * Math.Log(-Math.Exp(-rate * d.Days) + 1)));
    }

    static double Slowest => Math.Log(2) / Longest;

    static double Fastest => Math.Log(2) / Shortest;

    /// <summary>Where a function that falls passes through nothing, by halving on the scale of the logarithm.</summary>
    static double Root(Func<double, double> falls, double low, double high)
    {
        for (var i = 0; i < 200; i++)
        {
            var middle = Math.Sqrt(low * high);
            if (falls(middle) > 0) low = middle;
            else high = middle;
        }
        return Math.Sqrt(low * high);
    }
}
