namespace Rapport.Language.Measuring;

/// <summary>One judged line: what is true and whether the reader fired.</summary>
public readonly record struct Judged(bool True, bool Fired);

/// <summary>An estimate with the interval in which it lies with 95% confidence.</summary>
public readonly record struct Estimate(double Value, double Low, double High, int Of);

/// <summary>Counts right and wrong, and what follows from it. F1 is the harmonic mean of precision and recall: 2·hits / (fired + positives).</summary>
public sealed class Count(IReadOnlyList<Judged> lines)
{
    const int Resamples = 1000;

    public int Of => lines.Count;
    public int Positives { get; } = lines.Count(l => l.True);
    public int Fired { get; } = lines.Count(l => l.Fired);
    public int Hits { get; } = lines.Count(l => l.True && l.Fired);

    public Estimate Precision => Share(Hits, Fired);
    public Estimate Recall => Share(Hits, Positives);
    public double F1 => Mean(Hits, Fired, Positives);

    /// <summary>F1 with its interval from lines drawn again with replacement, 1,000 times (percentile bootstrap, Efron 1979). The draws are always the same.</summary>
    public Estimate F1Interval()
    {
        var (low, high) = Between(lines.Count, drawn =>
        {
            var (hits, fired, positives) = (0, 0, 0);
            foreach (var i in drawn)
            {
                if (lines[i].True) positives++;
                if (lines[i].Fired) fired++;
                if (lines[i].True && lines[i].Fired) hits++;
            }
            return Mean(hits, fired, positives);
        });
        return new Estimate(F1, low, high, Positives);
    }

    /// <summary>Where 95 of 100 values lie that come of so many lines drawn again with replacement.</summary>
    internal static (double Low, double High) Between(int count, Func<int[], double> value)
    {
        var random = new Training.StableRandom(7);
        var drawn = new int[count];
        var values = new double[Resamples];
        for (var r = 0; r < Resamples; r++)
        {
            for (var i = 0; i < count; i++) drawn[i] = random.Below(count);
            values[r] = value(drawn);
        }
        Array.Sort(values);
        return (values[Resamples / 40], values[Resamples - 1 - Resamples / 40]);
    }

    /// <summary>A share with Wilson's interval (1927): center (p + z²/2n) / (1 + z²/n), z = 1.96.</summary>
    public static Estimate Share(int part, int of)
    {
        if (of == 0) return new Estimate(double.NaN, 0, 1, 0);
        const double z = 1.959964;
        var (p, n) = ((double)part / of, (double)of);
        var middle = (p + z * z / (2 * n)) / (1 + z * z / n);
        var half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
        return new Estimate(p, Math.Max(0, middle - half), Math.Min(1, middle + half), of);
    }

    static double Mean(int hits, int fired, int positives) => fired + positives == 0 ? 0 : 2.0 * hits / (fired + positives);
}
