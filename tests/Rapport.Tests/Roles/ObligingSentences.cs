namespace Rapport.Tests.Roles;

/// <summary>Sentences that oblige somebody to a behavior, and function language that only sounds so: from <c>fixtures/obliging</c>.</summary>
static class ObligingSentences
{
    /// <summary>In public quality forms and service standards, in other words; plain; avoiding the obvious word; and written last.</summary>
    public static readonly string[] Lists = ["quality-forms", "plain", "harder", "later"];

    /// <summary>What the word list lets pass, and is known to.</summary>
    public static readonly string[] Missed =
    [
        "Note vacation plans and the names of spouse and children, and bring them up on the next visit",
        "Explain something about the wine that is not on the label",
        "Add a little something extra to the parcel",
        "Show the caller that you are interested in the person behind the number",
        "Ask two open questions about the customer's plans",
        "Show how happy you are that they came",
        "Deliver it to their door yourself when it is urgent",
    ];

    public static string[] All { get; } = [.. Lists.SelectMany(Read)];

    public static string[] Caught { get; } = [.. All.Except(Missed, StringComparer.Ordinal)];

    /// <summary>Orders, counts, times, prices and threats that somebody slips into a fact, a reason or an example.</summary>
    public static string[] Orders { get; } = Read("orders");

    public static string[] FunctionLanguage { get; } = Read("function-language");

    public static string[] Read(string name) => [.. File.ReadLines(Repository.At("tests", "Rapport.Tests", "fixtures", "obliging", name + ".txt")).Where(l => l.Length > 0 && !l.StartsWith("# ", StringComparison.Ordinal))];
}
