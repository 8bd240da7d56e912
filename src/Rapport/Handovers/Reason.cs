using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>Why somebody could not do it alone. About the house, never about the person.</summary>
public enum Reason { Right, Tool, Knowledge, Time, CustomerWanted, Other }

public static class Reasons
{
    public const int LongestMissing = 200;

    public static readonly (Reason Reason, string Key, string Words)[] All =
    [
        (Reason.Right, "right", "I may not do it"), (Reason.Tool, "tool", "I have no tool for it"), (Reason.Knowledge, "knowledge", "I don't know it"),
        (Reason.Time, "time", "I have no time for it"), (Reason.CustomerWanted, "customer_wanted", "The customer wanted to"),
    ];

    /// <summary>One of the five, or somebody's own words for another.</summary>
    public static (Reason Reason, string? Missing) Of(string said, string? missing)
    {
        var known = Array.Find(All, r => r.Key == said.Trim().ToLowerInvariant().Replace(' ', '_').Replace("missing_", "", StringComparison.Ordinal));
        return known.Key is null ? (Reason.Other, missing ?? said.Trim()) : (known.Reason, string.IsNullOrWhiteSpace(missing) ? null : missing.Trim());
    }

    public static Check Why(this Check check, string? reason, string? missing) =>
        check.That(!string.IsNullOrWhiteSpace(reason), "reason", "“reason” is missing. Say what was missing: right, tool, knowledge, time, or customer_wanted.").AtMost("reason", reason, LongestMissing).AtMost("missing", missing, LongestMissing);

    public static string InWords(this Reason reason) => reason switch
    {
        Reason.Right => "a right",
        Reason.Tool => "a tool",
        Reason.Knowledge => "knowledge",
        Reason.Time => "time",
        Reason.CustomerWanted => "nothing: the customer wanted to",
        _ => "something else",
    };

    public static string Words(this Reason reason, string? missing) => reason switch
    {
        Reason.CustomerWanted => "the customer wanted to" + After(missing),
        Reason.Other => missing ?? "something else",
        _ => $"missing: {reason.InWords()}{After(missing)}",
    };

    static string After(string? missing) => missing is null ? "" : $" ({missing})";
}
