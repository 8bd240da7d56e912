using System.Text.Json;
using Rapport.Language;
using Rapport.Language.Text;

namespace Rapport.Proposing;

/// <summary>
/// What a language model has answered, taken apart as what a stranger sent: another form is no answer, and of what has the right form
/// only that counts which can be checked against the message.
/// </summary>
public static class ModelAnswers
{
    /// <summary>From which chance on the model's word is proposed.</summary>
    public const double Propose = 0.8;

    const int Deepest = 8, MostItems = 32, ShortestBecause = 3, LongestBecause = 300;

    public static readonly DeskReading NoBehavior = new(BehaviorKinds.All.ToDictionary(k => k, _ => 0d), [], []);

    /// <summary>The behaviors whose words are in the message and not rote, the surest first.</summary>
    /// <exception cref="ModelSaidNothing">It is no answer to this.</exception>
    public static DeskReading Desk(string answer, Unnamed words, ToRead message) => Whole(() => Behaviors(answer, words, message));

    static DeskReading Behaviors(string answer, Unnamed words, ToRead message)
    {
        var scores = BehaviorKinds.All.ToDictionary(k => k, _ => 0d);
        Dictionary<BehaviorKind, string> because = [];
        var reading = new Reading(message.Text);
        foreach (var item in Items(answer, Instructions.Desk))
        {
            var (chance, seen) = (Chance(item), Text(item, "because"));
            if (!BehaviorKinds.TryParse(Text(item, "behavior"), out var kind) || chance <= scores[kind] || seen.Trim().Length is < ShortestBecause or > LongestBecause) continue;
            if (words.Real(seen.Trim()) is not { } where || message.Own?.HasPart(reading, where, message.Itself) is true) continue;
            (scores[kind], because[kind]) = (Math.Round(chance, 4), message.Text[where]);
        }
        List<BehaviorKind> proposed = [.. because.Keys.Where(k => scores[k] >= Propose).OrderByDescending(k => scores[k]).ThenBy(k => k)];
        return new(scores, proposed, [.. proposed.Select(k => because[k])]);
    }

    /// <summary>The facts that are parts of the message, in its order and never overlapping.</summary>
    /// <exception cref="ModelSaidNothing">It is no answer to this.</exception>
    public static IReadOnlyList<FoundFact> Facts(string answer, Unnamed words, string text) => Whole(() => Found(answer, words, text));

    static List<FoundFact> Found(string answer, Unnamed words, string text)
    {
        List<(int Start, int End, FoundFact Fact)> found = [];
        foreach (var item in Items(answer, Instructions.Customer))
        {
            var (chance, kind) = (Chance(item), Text(item, "kind"));
            var sensitive = item.TryGetProperty("sensitive", out var said) && said.ValueKind is JsonValueKind.True or JsonValueKind.False ? said.GetBoolean() : throw Otherwise();
            if (chance < Propose || !Instructions.FactKinds.Contains(kind, StringComparer.Ordinal) || words.Real(Text(item, "span").Trim()) is not { } where) continue;
            found.Add((where.Start.Value, where.End.Value, new(text[where], kind, sensitive || kind is "health" or "disability" or "bereavement" or "religion" or "finance")));
        }
        List<FoundFact> facts = [];
        var until = 0;
        foreach (var (start, end, fact) in found.OrderBy(f => f.Start).ThenByDescending(f => f.End))
        {
            if (start < until) continue;
            facts.Add(fact);
            until = end;
        }
        return facts;
    }

    /// <summary>Half of a character is no text, in a name as little as in a value.</summary>
    static T Whole<T>(Func<T> take)
    {
        try { return take(); }
        catch (InvalidOperationException) { throw Otherwise(); }
    }

    static List<JsonElement> Items(string answer, Instructions instructions)
    {
        try
        {
            using var json = JsonDocument.Parse(Bare(answer), new JsonDocumentOptions { MaxDepth = Deepest });
            if (json.RootElement.ValueKind is not JsonValueKind.Object || !json.RootElement.TryGetProperty(instructions.List, out var list) || list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() > MostItems) throw Otherwise();
            return [.. list.EnumerateArray().Select(i => i.ValueKind is JsonValueKind.Object ? i.Clone() : throw Otherwise())];
        }
        catch (JsonException) { throw Otherwise(); }
    }

    /// <summary>Without the fence that models like to put around what they are asked for.</summary>
    static string Bare(string answer)
    {
        const string fence = "```";
        answer = answer.Trim();
        if (!answer.StartsWith(fence, StringComparison.Ordinal) || !answer.EndsWith(fence, StringComparison.Ordinal) || answer.IndexOf('\n', StringComparison.Ordinal) is var line && line < 0) return answer;
        return answer[line..^fence.Length];
    }

    static double Chance(JsonElement item) => item.TryGetProperty("chance", out var given) && given.ValueKind is JsonValueKind.Number && given.TryGetDouble(out var chance) && chance is >= 0 and <= 1 ? chance : throw Otherwise();

    static string Text(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var given) || given.ValueKind is not JsonValueKind.String) throw Otherwise();
        return given.GetString()!;
    }

    static ModelSaidNothing Otherwise() => new("its answer had another form");
}
