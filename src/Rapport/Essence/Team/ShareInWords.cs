using System.Globalization;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>Shares as one would say them: “31 of 100”, “28 to 34”.</summary>
static class ShareInWords
{
    public static string Of100(Share share) => Whole(share.Rate);

    public static string Percent(Share share) => Whole(share.Rate) + "%";

    public static string Between(Share share) => $"{Whole(share.Interval.Low)} to {Whole(share.Interval.High)}";

    static string Whole(double rate) => Math.Round(rate * 100, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
