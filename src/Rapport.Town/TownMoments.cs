using System.Text.Json;
using Rapport.Town.Line;

namespace Rapport.Town;

/// <summary>What somebody of the town kept of a past conversation: the line in which they gave it, counted from the first.</summary>
public sealed record TownMoment(string In, int Line, string Behavior, int? Seconds, long? Minor, string? Words);

/// <summary>What took openings away on one of the past days.</summary>
public sealed record TownLost(string Cause, int DaysAgo, int Count);

/// <summary>What the town's people gave, and what got in their way.</summary>
public sealed record TownMoments(IReadOnlyList<TownMoment> Kept, IReadOnlyList<TownLost> Lost)
{
    public const string Currency = "USD";

    public static TownMoments Read()
    {
        using var stream = typeof(TownMoments).Assembly.GetManifestResourceStream("moments.json") ?? throw new InvalidOperationException("The town's moments.json is missing.");
        return JsonSerializer.Deserialize<TownMoments>(stream, DeskLine.Json)!;
    }
}
