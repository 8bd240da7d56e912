using Rapport.Language;
using Rapport.Language.Training;
using Rapport.Workspace.Commands;

namespace Rapport.Tests.Language;

/// <summary>What was read in texts that lie in the sets: the project keeps the judgements, not the texts.</summary>
[Trait("Proves", "E141")]
public sealed class JudgementTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rapport-judgements-");

    [Fact]
    public void A_line_says_what_a_text_is_and_of_what_readers_might_differ()
    {
        var read = Judgement.Parse("ed4mdxc humor compliment? frustrated:2 abusive?");

        Assert.Equal([BehaviorKind.Humor], read.Labels);
        Assert.Equal([BehaviorKind.Compliment], read.Disputed);
        Assert.Equal((null, 2, false), (read.Abusive, read.Frustrated, read.Gratitude));
    }

    [Fact]
    public void A_line_without_words_says_that_nothing_is_there()
    {
        var read = Judgement.Parse("ed4mdxc");
        Assert.Equal((false, 0, false), (read.Abusive, read.Frustrated, read.Gratitude));
        Assert.Empty(read.Labels);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a humour")]
    [InlineData("a frustrated:4")]
    [InlineData("a frustrated:")]
    [InlineData("a frustrated:-1")]
    [InlineData("a humor\tmore")]
    public void A_line_that_is_no_judgement_is_refused(string line) => Assert.Throws<FormatException>(() => Judgement.Parse(line));

    [Fact]
    public void No_facts_are_sought_in_a_comment_and_it_only_prepares()
    {
        var read = Judgement.Parse("a gratitude");
        Assert.False(read.Customer("My dog and I thank you.").FactsSought);
        Assert.True(read.Customer("My dog and I thank you.").Prepares);
        Assert.True(read.Reply("You are welcome.").Prepares);
        Assert.False(read.Turn("[customer] Thanks!", "You are welcome.").Prepares);
    }

    [Fact]
    public void Nothing_is_learned_of_how_frustrated_a_comment_is_but_whether_it_insults()
    {
        var read = Judgement.Parse("a frustrated:3 abusive").Customer("You people are the worst.");
        Assert.Empty(read.Frustrated);
        Assert.True(read.Abusive);
    }

    [Fact]
    public void What_only_prepares_is_left_out_of_the_last_rounds()
    {
        Instance prepares = new([], []) { Prepares = true }, stays = new([], []);
        Assert.Equal([true, true, true, false, false, false], Enumerable.Range(0, 6).Select(round => prepares.IsIn(round, 6)));
        Assert.All(Enumerable.Range(0, 6), round => Assert.True(stays.IsIn(round, 6)));
    }

    [Fact]
    public void Judgements_meet_their_texts_and_never_one_that_is_measured_and_whole_days_are_known_by_name()
    {
        Put("abuse-davidson/sample_dev.csv");
        Put("goemotions/train.tsv", "Well, that bread could fly a kite.\t1\tc1", "Nobody judged this.\t27\tc2");
        Put("goemotions/dev.tsv");
        Put("star/dialogues_dev.jsonl", """{"id":7,"tasks":["t"],"customer_worker":"a","csr_worker":"b","events":[{"t":1,"who":"customer","text":"I am off to a wedding!"},{"t":2,"who":"csr","kind":"query","api":"x"},{"t":3,"who":"csr","kind":"free","text":"Whose is it?"},{"t":4,"who":"csr","kind":"free","text":"Dance for me, too."}]}""");
        Put("essence/essence_dev.jsonl", """{"id":"m","source":"star","text":"Dance for me, too.","labels":["humor"]}""");
        Put("essence/essence_dev_supplement.jsonl");
        Write("src/Rapport.Language/Examples/goemotions.txt", "c1 humor", "c9 humor");
        Write("src/Rapport.Language/Examples/star.txt", "7:1 interest", "7:2 humor");
        Write("src/Rapport.Language/Examples/w12-day-busy.jsonl", """{"id":"w12-BU1","text":"Platform 2."}""");
        Write("src/Rapport.Language/Examples/w12-wit.jsonl", """{"id":"w12-WI1","text":"Platform 9¾."}""");
        Write("my-day-off.jsonl", """{"id":"mine","text":"Platform 3."}""");

        using TrainingFiles files = new(folder.FullName, folder.FullName);
        var data = files.Read(Path.Combine(folder.FullName, "my-day-off.jsonl"));

        Assert.Equal([("", "Well, that bread could fly a kite.", ""), ("[customer] I am off to a wedding!", "Whose is it?", "star"), ("", "Platform 2.", "w12-day-busy"), ("", "Platform 9¾.", ""), ("", "Platform 3.", "")], data.Desk.Select(d => (d.Context, d.Text, d.Day)));
        Assert.Equal("Well, that bread could fly a kite.", Assert.Single(data.Customers).Text);
    }

    void Put(string set, params string[] lines) => Write($"data/{set}", lines);

    void Write(string path, params string[] lines)
    {
        var file = Path.Combine([folder.FullName, .. path.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, lines);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
