using System.Text.Json;

namespace Rapport.Language.Training;

/// <summary>A message of the desk with what people say it is. <c>Near</c>: what it looks like and is not. <c>Sure</c>: 2, 1 or 0.</summary>
public sealed record DeskExample(string Id, string Trade, string Context, string Text, IReadOnlyList<BehaviorKind> Labels, IReadOnlyList<BehaviorKind> Near)
{
    public string Length { get; init; } = "";
    public IReadOnlyList<BehaviorKind> Disputed { get; init; } = [];
    public int Sure { get; init; } = 2;
    public string Source { get; init; } = "";

    /// <summary>It was written elsewhere: it prepares, counts half, and is left out of the last rounds of learning.</summary>
    public bool Prepares { get; init; }

    /// <summary>Which day it is of, where all that was written in one is there, so that what is rare is rare; otherwise empty: it was chosen or written to show something.</summary>
    public string Day { get; init; } = "";
}

/// <summary>A message of a customer with what people say of it; null where they do not agree. <c>Frustrated</c>: the values that are right. <c>Sure</c>: 2, 1 or 0.</summary>
public sealed record CustomerExample(string Id, string Trade, string Context, string Text, bool? Abusive, IReadOnlyList<int> Frustrated, bool? Gratitude, IReadOnlyList<FoundFact> Facts)
{
    public IReadOnlyList<FoundFact> Disputed { get; init; } = [];
    public int Sure { get; init; } = 2;
    public string Source { get; init; } = "";

    /// <summary>False: there may be facts that nobody looked for, so that none can be learned from it.</summary>
    public bool FactsSought { get; init; } = true;

    /// <summary>It was written elsewhere: it prepares, counts half, and is left out of the last rounds of learning.</summary>
    public bool Prepares { get; init; }
}

/// <summary>Reads labeled lines, one JSON object each: our own examples, people's corrections and the labeled sets have one form.</summary>
public static class Examples
{
    /// <exception cref="FormatException">The line is no labeled message; the sentence says what is wrong with it.</exception>
    public static DeskExample Desk(string line) => Read(line, root => new DeskExample(Word(root, "id"), Word(root, "trade"), Word(root, "context"), Needed(root, "text"), Kinds(root, "labels"), Kinds(root, "near"))
    {
        Disputed = Kinds(root, "disputed"),
        Sure = SureOf(root),
        Source = Word(root, "source"),
        Length = Word(root, "length"),
    });

    /// <exception cref="FormatException">The line is no labeled message; the sentence says what is wrong with it.</exception>
    public static CustomerExample Customer(string line) => Read(line, root => new CustomerExample(
        Word(root, "id"), Word(root, "trade"), Word(root, "context"), Needed(root, "text"), Answer(root, "abusive"), Frustrated(root), Answer(root, "gratitude"), Facts(root, "facts"))
    {
        Disputed = Facts(root, "disputed_facts"),
        Sure = SureOf(root),
        Source = Word(root, "source"),
    });

    /// <summary>Whether the line is about a customer's message.</summary>
    public static bool IsFromCustomer(string line) => Read(line, root => Word(root, "from") == "customer");

    static T Read<T>(string line, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"no labeled message: {e.Message}", e);
        }
    }

    static string Word(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    static string Needed(JsonElement root, string name) => root.GetProperty(name).GetString() ?? throw new FormatException($"{name} is missing");

    static int SureOf(JsonElement root) => root.TryGetProperty("sure", out var sure) ? sure.GetInt32() : 2;

    static bool? Answer(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    } : null;

    static int[] Frustrated(JsonElement root) => !root.TryGetProperty("frustrated", out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.Number => [value.GetInt32()],
        JsonValueKind.Array => [.. value.EnumerateArray().Select(v => v.GetInt32())],
        _ => [],
    };

    static List<BehaviorKind> Kinds(JsonElement root, string name)
    {
        List<BehaviorKind> kinds = [];
        if (!root.TryGetProperty(name, out var list)) return kinds;
        foreach (var item in list.EnumerateArray())
            kinds.Add(BehaviorKinds.TryParse(item.GetString(), out var kind) ? kind : throw new FormatException($"{item} in {name} is no behavior"));
        return kinds;
    }

    static List<FoundFact> Facts(JsonElement root, string name) => !root.TryGetProperty(name, out var list) || list.ValueKind is not JsonValueKind.Array ? [] :
        [.. list.EnumerateArray().Select(f => new FoundFact(Needed(f, "span"), Word(f, "kind"), f.TryGetProperty("sensitive", out var s) && s.ValueKind is JsonValueKind.True))];
}
