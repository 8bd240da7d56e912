using System.Text.Json;
using Rapport.Language;
using Rapport.Language.Training;
using Rapport.Statistics;

namespace Rapport.Tests.Essence;

/// <summary>Function and essence can be told apart: who codes the same messages alone comes to the same halves, and to the ones that our examples have.</summary>
[Trait("Proves", "E007")]
public sealed class TwoCodersTests
{
    static readonly Dictionary<string, DeskExample> examples = Directory.GetFiles(Repository.At("src", "Rapport.Language", "Examples"), "*.jsonl")
        .SelectMany(File.ReadLines).Where(line => !Examples.IsFromCustomer(line)).Select(Examples.Desk).ToDictionary(e => e.Id, StringComparer.Ordinal);

    static readonly (string First, string Second, string Ours, string Read)[] coded = [.. File.ReadLines(Repository.At("tests", "Rapport.Tests", "fixtures", "coded-moments.jsonl")).Select(line =>
    {
        using var json = JsonDocument.Parse(line);
        var by = json.RootElement.GetProperty("coded");
        var example = examples[json.RootElement.GetProperty("id").GetString()!];
        var read = Recognizer.Load().ReadDesk(example.Context, example.Text).Scores.Values.Any(score => score >= Recognizer.There);
        return (by[0].GetString()!, by[1].GetString()!, example.Labels.Count > 0 ? "E" : "F", read ? "E" : "F");
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

    /// <summary>It has learned from many of these, so this says that it knows the halves apart and not how well it reads what is new.</summary>
    [Fact]
    public void The_reader_agrees_with_each_of_them()
    {
        Assert.InRange(Agreement.Alpha(coded.Select(c => (IReadOnlyList<string?>)[c.First, c.Read]))!.Value, 0.8, 1);
        Assert.InRange(Agreement.Alpha(coded.Select(c => (IReadOnlyList<string?>)[c.Second, c.Read]))!.Value, 0.8, 1);
    }
}
