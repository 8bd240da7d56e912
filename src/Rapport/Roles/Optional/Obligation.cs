using System.Text.Json;
using System.Text.RegularExpressions;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Roles;

/// <summary>Finds, in what somebody sends or writes, whatever would turn something that may be given into something that must be.</summary>
public static partial class Obligation
{
    /// <summary>The code of every refusal that keeps something optional; <see cref="KeepItOptional"/> puts those on the list.</summary>
    public const string Code = "stays-optional";

    const string Never = "It may be given and never has to be.", Untimed = "It has no time by which it must be given.", Uncounted = "Nobody counts it toward anything.",
        Unpaid = "It is not paid for or rewarded: then it would be a duty with a price.", Unpunished = "Leaving it out has no consequence for anybody.";

    static readonly Dictionary<string, string> Rules = new[]
    {
        (Never, "mandatory required require obligatory compulsory must enforced enforce obligation"),
        (Untimed, "due deadline overdue timed timer remind reminder"),
        (Uncounted, "target targets quota minimum min goal goals threshold streak kpi objective expected frequency score rank ranking leaderboard"),
        (Unpaid, "reward rewards bonus incentive prize commission points badge"),
        (Unpunished, "penalty penalties sanction punishment demerit consequence"),
    }.SelectMany(rule => rule.Item2.Split(' '), (rule, word) => (Word: word, Why: rule.Item1)).ToDictionary(rule => rule.Word, rule => rule.Why, StringComparer.Ordinal);

    [GeneratedRegex(@"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.None, Patience)]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"\b(must|ha(s|ve) to|need(s)? to|mandatory|obligatory|compulsory|required|always|without exception|no exceptions?)\b", Loose, Patience)]
    private static partial Regex Commanded { get; }

    [GeneratedRegex(@"\b(at least|no (fewer|less) than|a minimum of|minimum|quota|streak|(\d+|once|twice|two|three|four|five|ten)\s*(x|times?)?\s*(per|a|an|every|each)\s+(call|chat|contact|conversation|customer|guest|visit|shift|hour|day|week|month)|(every|each)( single)? (call|chat|contact|conversation|customer|guest|visitor|visit|caller|shift|hour|day|time))\b", Loose, Patience)]
    private static partial Regex Counted { get; }

    [GeneratedRegex(@"\b(deadline|due (by|on|date)|within \d+|by the end of)\b", Loose, Patience)]
    private static partial Regex Timed { get; }

    [GeneratedRegex(@"\b(bonus|bonuses|incentives?|is rewarded|are rewarded|be rewarded|earns? points|counts? toward)\b", Loose, Patience)]
    private static partial Regex Paid { get; }

    [GeneratedRegex(@"\b(or else|penalt(y|ies)|penalized|written warning|disciplinary|sanction(s|ed)?|is (fined|punished))\b", Loose, Patience)]
    private static partial Regex Punished { get; }

    const int Patience = 1000;
    const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>What was tried, where, and why it is refused.</summary>
    public sealed record Found(string Where, string Tried, string Why);

    /// <summary>A member of a command that would make a rule of what it is about. Below <paramref name="functions"/> stand functions, which may be mandatory.</summary>
    public static Found? In(JsonElement body, params string[] functions) => In(body, "", isFunction: false, functions);

    static Found? In(JsonElement part, string at, bool isFunction, string[] functions)
    {
        if (part.ValueKind is JsonValueKind.Array)
            return part.EnumerateArray().Select((item, i) => In(item, $"{at}[{i}]", isFunction, functions)).FirstOrDefault(found => found is not null);
        if (part.ValueKind is not JsonValueKind.Object) return null;
        var mayOblige = isFunction && !IsAboutBehavior(part);
        foreach (var member in part.EnumerateObject())
        {
            var where = at.Length == 0 ? member.Name : $"{at}.{member.Name}";
            var says = member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False);
            if (!mayOblige && says && In(member.Name) is { } why) return new(where, $"{where}: {Short(member.Value.GetRawText())}", why);
            if (!mayOblige && member.Name == "optional" && member.Value.ValueKind is JsonValueKind.False) return new(where, $"{where}: false", Never);
            if (In(member.Value, where, mayOblige || functions.Contains(member.Name, StringComparer.Ordinal), functions) is { } deeper) return deeper;
        }
        return null;
    }

    /// <summary>Why a thing that may be given has no such member; null when the name asks for nothing.</summary>
    public static string? In(string member) =>
        Word.Matches(member).Select(word => Rules.GetValueOrDefault(word.Value.ToLowerInvariant())).FirstOrDefault(why => why is not null);

    /// <summary>Why a sentence about something that may be given can't stand as it is; null when it asks for nothing.</summary>
    public static (string Words, string Why)? InWords(string? sentence)
    {
        foreach (var (asks, why) in new[] { (Counted, Uncounted), (Commanded, Never), (Timed, Untimed), (Paid, Unpaid), (Punished, Unpunished) })
            if (asks.Match(sentence ?? "") is { Success: true } match) return (match.Value, why);
        return null;
    }

    /// <summary>Refuses a sentence about something that may be given when it makes a rule of it.</summary>
    public static void RefuseIn(string where, string? sentence)
    {
        if (InWords(sentence) is var (words, why)) throw Refuse(new(where, $"{where}: “{Short(sentence!)}”", $"“{words}” makes it a rule. {why}"));
    }

    /// <summary>What nobody can demand doesn't become a function by standing among them.</summary>
    public static void RefuseAsFunction(string where, string? name)
    {
        var kind = BehaviorKinds.All.Where(k => k is not BehaviorKind.Empathy && (name ?? "").Contains(k.Words(), StringComparison.OrdinalIgnoreCase)).Select(k => (BehaviorKind?)k).FirstOrDefault();
        if (kind is { } known) throw Refuse(new(where, $"{where}: “{Short(name!)}” as something that must be done", $"“{known.Words()}” is a behavior, and a function step is mandatory. {Never}"));
    }

    public static Refusal Refuse(Found found) => new($"This stays optional, so it was not done: {found.Tried}. {found.Why} The attempt is on the list of what was refused, which everybody here can read.", Code)
    {
        Extra = { ["where"] = found.Where, ["tried"] = found.Tried, ["why"] = found.Why },
    };

    static bool IsAboutBehavior(JsonElement thing) => thing.EnumerateObject().Any(m => m.Value.ValueKind is not JsonValueKind.Null && (m.Name.StartsWith("behavior", StringComparison.Ordinal) || m.Name is "weave" or "weaves" or "moment"
        || (m.Name == "kind" && m.Value.ValueKind is JsonValueKind.String && BehaviorKinds.TryParse(m.Value.GetString(), out _))));

    static string Short(string text) => text.Length <= 120 ? text : text[..119] + "…";
}
