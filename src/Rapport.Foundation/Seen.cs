using System.Globalization;

namespace Rapport.Foundation;

/// <summary>
/// Which state of a thing somebody has seen, so that nobody writes over words that they have never read. Whoever sends the state
/// that is there writes on; whoever sends another is shown what is there.
/// </summary>
public static class Seen
{
    /// <summary>Nobody had written anything there.</summary>
    public const string Nothing = "nothing";

    public static string Of(Guid id, int revision) => string.Create(CultureInfo.InvariantCulture, $"{id.ToString("N")[24..]}.{revision}");

    /// <summary>Somebody was faster. The words say what is there now; once they have been read, <paramref name="seen"/> lets one write over it.</summary>
    public static Refusal Stale(string words, string seen, string theirs) => new(words, "stale", 409) { Extra = { ["seen"] = seen, ["theirs"] = theirs } };

    public static string? Of(Refusal no) => no.Extra.GetValueOrDefault("seen") as string;

    /// <summary>What the other wrote, for a page that shows it beside what was typed.</summary>
    public static string? Theirs(Refusal no) => no.Extra.GetValueOrDefault("theirs") as string;
}
