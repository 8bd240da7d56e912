using Rapport.Language;
using Rapport.Language.Training;

namespace Rapport.Tests.Language;

[Trait("Proves", "E141")]
public sealed class TrainerTests
{
    static readonly string folder = Repository.At("src", "Rapport.Language", "Examples");

    static readonly Lazy<byte[]> first = new(() => Learn(1));

    [Fact]
    public void The_same_examples_and_seed_give_the_same_weights()
    {
        var (once, again, other) = (first.Value, Learn(1), Learn(2));
        Assert.Equal(once, again);
        Assert.NotEqual(once, other);
        using MemoryStream stream = new(once);
        Assert.Equal(8, Recognizer.Read(stream).ReadDesk("", "How lovely!").Scores.Count);
    }

    [Fact]
    public void What_is_no_file_of_weights_is_refused()
    {
        using MemoryStream empty = new();
        Assert.Throws<InvalidDataException>(() => Recognizer.Read(empty));
        using MemoryStream cut = new(first.Value[..500]);
        Assert.Throws<InvalidDataException>(() => Recognizer.Read(cut));
    }

    [Fact]
    public void The_weights_stay_small() => Assert.InRange(new FileInfo(Repository.At("src", "Rapport.Language", "Weights", "weights.bin")).Length, 100_000, 10_000_000);

    [Fact]
    public void There_are_enough_examples_and_every_line_can_be_learned_from()
    {
        var (desk, customers) = All();
        foreach (var kind in BehaviorKinds.All) Assert.True(desk.Count(e => e.Labels.Contains(kind)) >= 150, $"{kind.Key()}: {desk.Count(e => e.Labels.Contains(kind))} examples");
        Assert.True(desk.Count(e => e.Near.Count > 0) >= 300);
        Assert.True(desk.Select(e => e.Trade).Distinct().Count() >= 20);
        Assert.Superset(new HashSet<string> { "tweet", "chat", "mail", "letter" }, desk.Select(e => e.Length).ToHashSet());
        Assert.All(customers, e => Assert.All(e.Facts, fact => Assert.Contains(fact.Span, e.Text, StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_a_behavior_counts_as_there_whole_days_say_and_trades_where_there_are_none()
    {
        DeskExample Said(string hand, int i, string text, bool asks) => new($"{hand}-{i}", $"trade {i % 7}", "", text, asks ? [BehaviorKind.Interest] : [], []);
        DeskExample[] shown = [.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? Said("w1", i, $"How was the trip, and who came along {i}?", true) : Said("w1", i, $"The invoice is attached {i}.", false))];
        DeskExample[] day = [.. Enumerable.Range(0, 60).Select(i => i % 4 == 0 ? Said("w2", i, $"Along the coast {i}?", true) : Said("w2", i, $"Platform {i}.", false))];
        float Best(IEnumerable<DeskExample> of) => Trainer.Bag(new([.. shown, .. of], [], [], [], [], Directions.None), 1).Scales[(int)BehaviorKind.Interest].Best;

        Assert.True(Best(day.Select(e => e with { Day = "a day" })) < Best(day), "in the day it is said more faintly than in what was written to show it");
    }

    [Fact]
    public void Every_line_of_the_examples_has_an_id_of_its_own()
    {
        var (desk, customers) = All();
        Assert.Empty(desk.Select(e => e.Id).Concat(customers.Select(e => e.Id)).GroupBy(id => id).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"a\"}")]
    [InlineData("{\"text\":\"a\",\"labels\":[\"kindness\"]}")]
    public void A_line_that_is_no_labeled_message_is_refused(string line) => Assert.Throws<FormatException>(() => Examples.Desk(line));

    static byte[] Learn(int seed)
    {
        var (desk, customers) = All();
        TrainingData data = new([.. desk.Where((_, i) => i % 80 == 0)], [.. customers.Where((_, i) => i % 60 == 0)],
            [new("c1", "I love this so much, thank you!", [15, 18]), new("c2", "This makes me angry", [2]), new("c3", "What is that?", [7])], [new("you idiot", true), new("a bird", false)],
            [new("[customer] hello", "May I have your name, please?")], Directions.None);
        using MemoryStream stream = new();
        Trainer.Train(data, seed).Weights.Write(stream);
        return stream.ToArray();
    }

    static (List<DeskExample> Desk, List<CustomerExample> Customers) All()
    {
        var lines = Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Where(l => l.Length > 0).ToList();
        return ([.. lines.Where(l => !Examples.IsFromCustomer(l)).Select(Examples.Desk)], [.. lines.Where(Examples.IsFromCustomer).Select(Examples.Customer)]);
    }
}
