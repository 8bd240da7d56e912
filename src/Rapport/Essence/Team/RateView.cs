using System.Text.Json.Serialization;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>So many of so many; where it is not enough, a count and no rate: what is missing is left out.</summary>
public sealed record RateView
{
    public required string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Hits { get; init; }

    public required int Of { get; init; }
    public required bool Enough { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Rate { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Low { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? High { get; init; }

    public static RateView From(string? name, Share share, bool enough) => enough
        ? new() { Name = name, Hits = share.Hits, Of = share.Of, Enough = enough, Rate = share.Rate, Low = share.Interval.Low, High = share.Interval.High }
        : new() { Name = name, Of = share.Of, Enough = enough };
}
