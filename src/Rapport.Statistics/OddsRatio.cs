namespace Rapport.Statistics;

/// <summary>How many times as great the odds are with something as without it.</summary>
/// <param name="Value">One where it makes no difference.</param>
/// <param name="Interval">Where it lies with 95% confidence.</param>
/// <param name="N">Cases.</param>
public sealed record OddsRatio(double Value, Interval Interval, int N)
{
    /// <summary>Added to every cell where one is empty.</summary>
    const double Half = 0.5;

    /// <summary>
    /// From a table of two by two, with the interval of its logarithm; where a cell is empty, a half is added to each. Null where one side has no cases.
    /// Source: B. Woolf, Annals of Human Genetics 19 (1955), 251–253; for the half, J. B. S. Haldane, Annals of Human Genetics 20 (1956), 309–311,
    /// and F. J. Anscombe, Biometrika 43 (1956), 461–464.
    /// </summary>
    /// <param name="with">Hits of those with it.</param>
    /// <param name="without">Hits of those without it.</param>
    public static OddsRatio? Of(Share with, Share without)
    {
        if (with.Of == 0 || without.Of == 0) return null;
        double[] cells = [with.Hits, with.Of - with.Hits, without.Hits, without.Of - without.Hits];
        if (cells.Contains(0)) cells = [.. cells.Select(c => c + Half)];
        var log = Math.Log(cells[0] * cells[3] / (cells[1] * cells[2]));
        var reach = Interval.Z * Math.Sqrt(cells.Sum(c => 1 / c));
        return new(Math.Exp(log), new(Math.Exp(log - reach), Math.Exp(log + reach)), with.Of + without.Of);
    }
}
