namespace Rapport.Statistics;

/// <summary>By how much something is more afterwards than it was before.</summary>
/// <param name="Value">What it is afterwards less what it was before.</param>
/// <param name="Interval">Where that lies with 95% confidence.</param>
/// <param name="N">Pairs, or cases of both sides together.</param>
public sealed record Gain(double Value, Interval Interval, int N)
{
    /// <summary>
    /// From one share to another of other cases, with the square-and-add interval of the two score intervals.
    /// Source: method 10 in R. G. Newcombe, “Interval estimation for the difference between independent proportions”, Statistics in Medicine 17 (1998), 873–890.
    /// </summary>
    public static Gain Between(Share before, Share after)
    {
        var (value, a, b) = (after.Rate - before.Rate, after.Interval, before.Interval);
        var below = Math.Sqrt(Math.Pow(after.Rate - a.Low, 2) + Math.Pow(b.High - before.Rate, 2));
        var above = Math.Sqrt(Math.Pow(a.High - after.Rate, 2) + Math.Pow(before.Rate - b.Low, 2));
        return new(value, new(Math.Max(-1, value - below), Math.Min(1, value + above)), before.Of + after.Of);
    }

    /// <summary>
    /// The mean of what each pair gained, with Student's interval: what people differ in anyway falls out, because each is compared with themselves.
    /// Null for fewer than two pairs. Source: Student, “The probable error of a mean”, Biometrika 6 (1908), 1–25.
    /// </summary>
    public static Gain? OfPairs(IReadOnlyCollection<double> gains)
    {
        if (gains.Count < 2) return null;
        var mean = gains.Average();
        var reach = StudentQuantile(gains.Count - 1) * Math.Sqrt(gains.Sum(g => (g - mean) * (g - mean)) / (gains.Count - 1) / gains.Count);
        return new(mean, new(mean - reach, mean + reach), gains.Count);
    }

    /// <summary>The quantile of Student's distribution that leaves 2.5% on each side.</summary>
    public static double StudentQuantile(int degrees)
    {
        var (low, high) = (0d, 100d);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            if (Within(middle, degrees) < 0.95) low = middle;
            else high = middle;
        }
        return low;
    }

    /// <summary>
    /// How much of Student's distribution lies between −t and t, as a finite sum.
    /// Source: M. Abramowitz and I. A. Stegun, “Handbook of Mathematical Functions” (1964), 26.7.3 and 26.7.4.
    /// </summary>
    static double Within(double t, int degrees)
    {
        var angle = Math.Atan(t / Math.Sqrt(degrees));
        var (cosine2, odd) = (Math.Pow(Math.Cos(angle), 2), degrees % 2 == 1);
        var (term, sum) = (odd ? Math.Cos(angle) : 1d, 0d);
        for (var k = odd ? 3 : 2; k <= degrees; k += 2)
        {
            sum += term;
            term *= cosine2 * (k - 1) / k;
        }
        return odd ? 2 / Math.PI * (angle + (Math.Sin(angle) * sum)) : Math.Sin(angle) * sum;
    }
}
