namespace Rapport.Statistics;

/// <summary>The middle of what was measured. The interval is null where there is too little to give one.</summary>
public sealed record Median(double Value, Interval? Interval, int N)
{
    /// <summary>Of fewer values no two contain the median with 95% confidence.</summary>
    public const int Least = 6;

    /// <summary>
    /// The median with the interval between two of the values themselves, which supposes nothing about how they are spread.
    /// Source: W. R. Thompson, Annals of Mathematical Statistics 7 (1936), 122–128; H. A. David and H. N. Nagaraja, “Order Statistics” (2003), 7.1.
    /// </summary>
    public static Median? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var n = sorted.Length;
        if (n == 0) return null;
        var middle = n % 2 == 1 ? sorted[n / 2] : (sorted[(n / 2) - 1] + sorted[n / 2]) / 2;
        var cut = Cut(n);
        return new(middle, cut == 0 ? null : new(sorted[cut - 1], sorted[n - cut]), n);
    }

    /// <summary>The largest k for which at most 2.5% of all samples have fewer than k values below the median.</summary>
    static int Cut(int n)
    {
        // The binomial distribution with one half, summed from its end; logarithms, because 2 to the n overflows.
        var (k, below, logTerm) = (0, 0d, -n * Math.Log(2));
        while (k < n)
        {
            below += Math.Exp(logTerm);
            if (below > 0.025) break;
            logTerm += Math.Log(n - k) - Math.Log(k + 1);
            k++;
        }
        return k;
    }
}
