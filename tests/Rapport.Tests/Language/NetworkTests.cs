using Rapport.Language.Model;
using Rapport.Language.Text;
using Rapport.Language.Training;

namespace Rapport.Tests.Language;

/// <summary>The part of the reader that reads words in their order.</summary>
[Trait("Proves", "E141")]
public sealed class NetworkTests
{
    static readonly string[] bread = ["the loaf was torn", "a dog sleeps here", "rain falls on the roof", "we walked to the sea"];

    [Fact]
    public void It_learns_what_only_the_order_of_words_tells()
    {
        var vocabulary = Of("never glad glad never");
        List<Lesson> lessons = [];
        foreach (var around in bread)
        {
            lessons.Add(Desk(vocabulary, $"{around} never glad {around}", 1));
            lessons.Add(Desk(vocabulary, $"{around} glad never {around}", 0));
        }
        var network = NetworkTrainer.Train(vocabulary, [], [[.. Enumerable.Repeat(lessons, 120).SelectMany(l => l)]], seed: 1)[0];
        Assert.True(Logit(network, "we walked home never glad of it") > 1);
        Assert.True(Logit(network, "we walked home glad never of it") < -1);
    }

    [Fact]
    public void It_learns_what_only_the_words_before_tell()
    {
        var vocabulary = Of("lovely puppy broken");
        List<Lesson> lessons = [];
        foreach (var around in bread)
        {
            lessons.Add(Desk(vocabulary, "lovely", 1, before: $"{around} puppy"));
            lessons.Add(Desk(vocabulary, "lovely", 0, before: $"{around} broken"));
        }
        var network = NetworkTrainer.Train(vocabulary, [], [[.. Enumerable.Repeat(lessons, 120).SelectMany(l => l)]], seed: 1)[0];
        Assert.True(Logit(network, "lovely", "my puppy") > 1);
        Assert.True(Logit(network, "lovely", "my broken") < -1);
    }

    [Fact]
    public void Words_that_point_alike_are_read_alike_though_one_was_never_taught()
    {
        using MemoryStream file = new();
        Directions.Write(file, [("puppy", [1, 0.9f, 0, 0, 0, 0, 0, 0]), ("kitten", [0.9f, 1, 0, 0, 0, 0, 0, 0]), ("invoice", [0, 0, 1, 0.2f, 0, 0, 0, 0]), ("ledger", [0, 0, 0.9f, 0.3f, 0, 0, 0, 0])]);
        file.Position = 0;
        Vocabulary vocabulary = new(Directions.Read(file), [], seed: 1);
        Assert.Equal(5, vocabulary.Count);
        Lesson[] lessons = [Desk(vocabulary, "puppy", 1), Desk(vocabulary, "invoice", 0)];
        var network = NetworkTrainer.Train(vocabulary, [], [[.. Enumerable.Repeat(lessons, 200).SelectMany(l => l)]], seed: 1)[0];
        Assert.True(Logit(network, "kitten") > Logit(network, "ledger") + 1);
    }

    [Fact]
    public void What_was_written_is_read_again_nearly_the_same()
    {
        var vocabulary = Of(string.Join(' ', bread));
        var network = NetworkTrainer.Train(vocabulary, [], [[Desk(vocabulary, bread[0], 1), Desk(vocabulary, bread[1], 0)]], seed: 3)[0];
        using MemoryStream stream = new();
        using (BinaryWriter to = new(stream, System.Text.Encoding.UTF8, leaveOpen: true)) network.Write(to);
        stream.Position = 0;
        using BinaryReader from = new(stream);
        Assert.Equal(Logit(network, bread[0]), Logit(Network.Read(from), bread[0]), 0.05f);
    }

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    [InlineData("words that nobody has ever taught it")]
    public void Any_text_gives_a_number(string text)
    {
        var vocabulary = Of("hello");
        var network = NetworkTrainer.Train(vocabulary, [], [[Desk(vocabulary, "hello", 1)]], seed: 1)[0];
        Assert.True(float.IsFinite(Logit(network, text)));
        Assert.True(float.IsFinite(Logit(network, string.Concat(Enumerable.Repeat(text + " ", 5_000)))));
    }

    [Fact]
    public void It_tells_which_words_spoke_for_it()
    {
        var vocabulary = Of("lovely broken");
        List<Lesson> lessons = [];
        foreach (var around in bread)
        {
            lessons.Add(Desk(vocabulary, $"{around} lovely {around}", 1));
            lessons.Add(Desk(vocabulary, $"{around} broken {around}", 0));
        }
        var network = NetworkTrainer.Train(vocabulary, [], [[.. Enumerable.Repeat(lessons, 60).SelectMany(l => l)]], seed: 1)[0];
        var words = Tokens.Of("we walked to the lovely sea");
        var parts = network.WordsFor(0, words, []);
        Assert.Equal(words.Count, parts.Length);
        Assert.Equal(4, Array.IndexOf(parts, parts.Max()));
        var far = Tokens.Of(string.Concat(Enumerable.Repeat("the ", Network.MostWords)) + "lovely");
        Assert.Equal(0, network.WordsFor(0, far, [])[^1]);
    }

    [Fact]
    public void The_slope_of_a_logit_is_what_a_small_step_brings()
    {
        const int inputs = 16, output = 1;
        const float step = 1e-2f;
        StableRandom random = new(5);
        Head head = new(new(inputs, 3), new(inputs, Head.Hidden), new(Head.Hidden, 3));
        foreach (var layer in new[] { head.Direct, head.Inner, head.Outer })
            for (var i = 0; i < layer.Weights.Length; i++) layer.Weights[i] = (float)(random.Share() - 0.5);
        float[] seen = [.. Enumerable.Range(0, inputs).Select(_ => (float)random.Share())];
        var slope = new float[inputs];
        head.Slope(output, seen, slope);
        for (var i = 0; i < inputs; i++)
        {
            var (less, more) = (Logit(i, -step), Logit(i, step));
            Assert.Equal((more - less) / (2 * step), slope[i], 0.01f);
        }

        float Logit(int at, float by)
        {
            float[] moved = [.. seen];
            moved[at] += by;
            var logits = new float[3];
            head.Score(moved, logits);
            return logits[output];
        }
    }

    static Vocabulary Of(string words) => new(Directions.None, Enumerable.Repeat(bread.Append(words), Vocabulary.LeastSeen).SelectMany(t => t).Select(Tokens.Of), seed: 1);

    static Lesson Desk(Vocabulary vocabulary, string text, float target, string before = "") =>
        new(Subject.Desk, new Instance([], [target, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN])
        {
            Words = vocabulary.RowsOf(Tokens.Of(text), Network.MostWords),
            Before = vocabulary.RowsOf(Tokens.Of(before), Network.MostBefore, last: true),
        });

    static float Logit(Network network, string text, string before = "")
    {
        var logits = new float[8];
        network.Desk(Tokens.Of(text), Tokens.Of(before), logits);
        return logits[0];
    }
}
