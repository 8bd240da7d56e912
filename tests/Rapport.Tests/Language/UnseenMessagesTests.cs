using Rapport.Language;
using Rapport.Language.Training;

namespace Rapport.Tests.Language;

/// <summary>
/// Messages written for these tests and never learned from. There are too few of them to say how good the
/// reader is (docs/language.md says that); the floors lie a little below what they gave, so that weights that are worse are noticed.
/// </summary>
[Trait("Proves", "E141")]
public sealed class UnseenMessagesTests
{
    static readonly Recognizer recognizer = Recognizer.Load();
    static readonly List<(DeskExample Example, DeskReading Reading)> read =
        [.. File.ReadLines(Repository.At("tests", "Rapport.Tests", "fixtures", "unseen-messages.jsonl")).Where(l => l.Length > 0).Select(Examples.Desk).Select(e => (e, recognizer.ReadDesk(e.Context, e.Text)))];

    [Fact]
    public void None_of_them_is_among_the_examples()
    {
        var learned = Directory.GetFiles(Repository.At("src", "Rapport.Language", "Examples"), "*.jsonl").SelectMany(File.ReadLines).Where(l => l.Length > 0).ToList();
        var texts = learned.Where(l => !Examples.IsFromCustomer(l)).Select(l => Examples.Desk(l).Text).ToHashSet();
        Assert.DoesNotContain(read, r => texts.Contains(r.Example.Text));
    }

    [Theory]
    [InlineData(BehaviorKind.Interest, 0.5)]
    [InlineData(BehaviorKind.Compliment, 0.5)]
    [InlineData(BehaviorKind.Enthusiasm, 0.5)]
    [InlineData(BehaviorKind.Humor, 0.4)]
    public void They_are_read_about_as_well_as_they_were(BehaviorKind kind, double floor)
    {
        var fired = read.Where(r => r.Reading.Scores[kind] >= Recognizer.There).ToList();
        var hits = fired.Count(r => r.Example.Labels.Contains(kind));
        var f1 = 2.0 * hits / (fired.Count + read.Count(r => r.Example.Labels.Contains(kind)));
        Assert.True(f1 >= floor, $"F1 {f1:0.00}: {hits} of {fired.Count} right");
    }

    [Fact]
    public void What_is_proposed_is_nearly_always_right()
    {
        var proposed = read.SelectMany(r => r.Reading.Proposed.Select(kind => (r.Example, Kind: kind))).ToList();
        Assert.NotEmpty(proposed);
        Assert.True(proposed.Count(p => p.Example.Labels.Contains(p.Kind)) >= 0.8 * proposed.Count, string.Join('\n', proposed.Where(p => !p.Example.Labels.Contains(p.Kind)).Select(p => $"{p.Kind}: {p.Example.Text}")));
    }
}
