using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rapport.Essence.Library;

/// <summary>An example of a behavior from a trade, and why it is one; or why it only looks like one.</summary>
public sealed record BankEntry(string Trade, string Situation, string Words, string Because);

/// <summary>One behavior: what it is, why it matters, what it looks like, and what is only near it.</summary>
public sealed record BankBehavior(string Key, string What, string Why, IReadOnlyList<BankEntry> Examples, IReadOnlyList<BankEntry> NearMisses);

/// <summary>A tidbit as an example of what one may look like; it is nobody's knowledge until somebody here shares their own.</summary>
public sealed record TidbitIdea(string Text, string? Product, string? Place, string? Season, string Source, string SharedBy, string? Until)
{
    [JsonIgnore] public string About => Product ?? Place ?? "";
}

public sealed record QuestionIdea(string When, string Question);

public sealed record ReasonIdea(string Product, string Fact, string Source, string Suits);

/// <summary>What comes with the house: the bank of behaviors, questions that may be used at once, and examples of tidbits and reasons.</summary>
public static class Stock
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyList<BankBehavior> Behaviors { get; } = Read<BankBehavior>("behaviors.json");
    public static IReadOnlyList<TidbitIdea> Tidbits { get; } = Read<TidbitIdea>("tidbits.json");
    public static IReadOnlyList<QuestionIdea> Questions { get; } = Read<QuestionIdea>("questions.json");
    public static IReadOnlyList<ReasonIdea> Reasons { get; } = Read<ReasonIdea>("reasons.json");

    public static IReadOnlyList<string> Trades { get; } = [.. Behaviors.SelectMany(b => b.Examples.Concat(b.NearMisses)).Select(e => e.Trade).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    static List<T> Read<T>(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("library." + name) ?? throw new InvalidOperationException($"{name} is missing.");
        return JsonSerializer.Deserialize<List<T>>(stream, Json)!;
    }
}
