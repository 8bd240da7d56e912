using System.Text.Json;
using Rapport.Language.Training;
using Rapport.Statistics;

namespace Rapport.Tests.Essence;

/// <summary>Function and essence can be told apart: who codes the same messages alone comes to the same halves, and to the ones that our examples have.</summary>
[Trait("Proves", "E007")]
public sealed class TwoCodersTests
{
    static readonly Dictionary<string, DeskExample> examples = Directory.GetFiles(Repository.At("src", "Rapport.Language", "Examples"), "*.jsonl")
        .SelectMany(File.ReadLines).Where(line => !Examples.IsFromCustomer(line)).Select(Examples.Desk).ToDictionary(e => e.Id, StringComparer.Ordinal);

    static readonly (string First, string Second, string Ours)[] coded = [.. File.ReadLines(Repository.At("tests", "Rapport.Tests", "fixtures", "coded-moments.jsonl")).Select(line =>
    {
        using var json = JsonDocument.Parse(line);
        var by = json.RootElement.GetProperty("coded");
        return (by[0].GetString()!, by[1].GetString()!, examples[json.RootElement.GetProperty("id").GetString()!].Labels.Count > 0 ? "E" : "F");
    })];

    [Fact]
    public void Two_coders_agree_on_which_half_a_message_is()
    {
        Assert.Equal(100, coded.Length);
        Assert.InRange(Agreement.Alpha(coded.Select(c => (IReadOnlyList<string?>)[c.First, c.Second]))!.Value, 0.8, 1);
    }

    [Fact]
    public void Each_of_them_agrees_with_our_examples()
    {
        Assert.InRange(Agreement.Alpha(coded.Select(c => (IReadOnlyList<string?>)[c.First, c.Ours]))!.Value, 0.8, 1);
        Assert.InRange(Agreement.Alpha(coded.Select(c => (IReadOnlyList<string?>)[c.Second, c.Ours]))!.Value, 0.8, 1);
    }
}
