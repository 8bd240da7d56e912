using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Essence.Sorting;

/// <summary>Something that somebody at work may do, which is clearly one half or the other. What could be either is not in the bank.</summary>
[System.ComponentModel.DataAnnotations.Schema.NotMapped] // it comes with the program
public sealed record Statement(string Key, string Trade, string Words, Half Half);

/// <summary>The statements that come with the house, as many of the one half as of the other.</summary>
public static class StatementBank
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    public static IReadOnlyList<Statement> All { get; } = Read();

    public static Statement Find(string key) => All.First(s => s.Key == key);

    /// <summary>Half of the bank at random, as many of the one half as of the other, in an order that says nothing.</summary>
    public static IReadOnlyList<Statement> Draw(Random random)
    {
        var drawn = All.GroupBy(s => s.Half).SelectMany(g => random.GetItemsOnce([.. g], g.Count() / 2)).ToArray();
        random.Shuffle(drawn);
        return drawn;
    }

    /// <summary>What was not drawn the first time: whoever remembers an answer gains nothing by it.</summary>
    public static IReadOnlyList<Statement> Rest(IEnumerable<string> drawn, Random random)
    {
        var rest = All.ExceptBy(drawn, s => s.Key, StringComparer.Ordinal).ToArray();
        random.Shuffle(rest);
        return rest;
    }

    static Statement[] GetItemsOnce(this Random random, Statement[] from, int count)
    {
        random.Shuffle(from);
        return from[..count];
    }

    static List<Statement> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("statements.json") ?? throw new InvalidOperationException("The bank of statements is missing.");
        return JsonSerializer.Deserialize<List<Statement>>(stream, Json)!;
    }
}
