namespace Rapport.Statistics;

/// <summary>Two ends between which the truth lies with 95% confidence.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The quantile of the normal distribution that leaves 2.5% on each side.</summary>
    public const double Z = 1.959963984540054;
}
