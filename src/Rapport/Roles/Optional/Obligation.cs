using System.Text.Json;
using System.Text.RegularExpressions;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Roles;

/// <summary>Finds, in what somebody sends, whatever would turn something that may be given into something that must be.</summary>
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
        (Uncounted, "target targets quota minimum min goal goals threshold streak kpi objective expected frequency score rank ranking leaderboard xp"),
        (Unpaid, "reward rewards bonus incentive prize commission points badge"),
        (Unpunished, "penalty penalties sanction punishment demerit consequence"),
    }.SelectMany(rule => rule.Item2.Split(' '), (rule, word) => (Word: word, Why: rule.Item1)).ToDictionary(rule => rule.Word, rule => rule.Why, StringComparer.Ordinal);

    [GeneratedRegex(@"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.None, 1000)]
    private static partial Regex Word { get; }

    /// <summary>What was tried, where, and why it is refused. Of a member its name: everybody can read this, and what was typed into it may be about anybody.</summary>
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
            if (!mayOblige && says && In(member.Name) is { } why) return new(where, where, why);
            if (!mayOblige && member.Name == "optional" && member.Value.ValueKind is JsonValueKind.False) return new(where, $"{where}: false", Never);
            if (In(member.Value, where, mayOblige || functions.Contains(member.Name, StringComparer.Ordinal), functions) is { } deeper) return deeper;
        }
        return null;
    }

    /// <summary>Why a thing that may be given has no such member; null when the name asks for nothing.</summary>
    public static string? In(string member) =>
        Word.Matches(member).Select(word => Rules.GetValueOrDefault(word.Value.ToLowerInvariant())).FirstOrDefault(why => why is not null);

    /// <summary>A member for which what may be given has no place, whatever it is called.</summary>
    public static Found Unknown(string where, IEnumerable<string> known) =>
        new(where, where, $"“{where.Split('.')[^1]}” has no place on what may be given; it has {string.Join(", ", known)}, and nothing by which it could become a duty.");

    /// <summary>A behavior where only what must be done has a place: left out in silence, its rule would seem to be in force.</summary>
    public static Found Misplaced(string where) =>
        new(where, where, $"“{where.Split('.')[^1]}” has no place on what must be done. Weave it in beside a step, or put it into a charter under what may be given. {Never}");

    static bool IsAboutBehavior(JsonElement thing) => thing.EnumerateObject().Any(IsAboutBehavior);

    /// <summary>Whether a member says that what it stands in is a behavior, or has one.</summary>
    public static bool IsAboutBehavior(JsonProperty m) => m.Value.ValueKind is not JsonValueKind.Null && (m.Name.StartsWith("behavior", StringComparison.OrdinalIgnoreCase) || m.Name.ToLowerInvariant() is "weave" or "weaves" or "moment"
        || (m.Name.Equals("kind", StringComparison.OrdinalIgnoreCase) && m.Value.ValueKind is JsonValueKind.String && BehaviorKinds.TryParse(m.Value.GetString(), out _)));

    public static Refusal Refuse(Found found) => new($"This stays optional, so it was not done: {found.Tried}. {found.Why} The attempt is on the list of what was refused, which everybody here can read.", Code)
    {
        Extra = { ["where"] = found.Where, ["tried"] = found.Tried, ["why"] = found.Why },
    };

    static string Short(string text) => text.Length <= 120 ? text : text[..(char.IsHighSurrogate(text[118]) ? 118 : 119)] + "…";
}
