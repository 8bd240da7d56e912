using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Rapport.Language;

namespace Rapport.Tests.Language;

/// <summary>Whatever is written: an answer, in bounded time.</summary>
[Trait("Proves", "E141")]
public sealed class AnyTextTests
{
    static readonly Recognizer recognizer = Recognizer.Load();
    static readonly string[] pieces = ["my dog ", "\0", "\uD83D", "\uDE02", "😂", "<user", "<url>", "@", "#", "…", "...", "f***", "you idiots ", "\n", "\u200D", "[customer]", "[csr] ", "’", ":)", "1,000.5", "ÅßÑ", "漢字", "!!!!", "love ", "my wife is in hospital ", "^AB", " -Jo"];

    static readonly Arbitrary<string> texts = Arb.From(Gen.OneOf(
        Gen.Elements(pieces).ListOf().Select(list => string.Concat(list)),
        Gen.Choose(0, char.MaxValue).Select(c => (char)c).ListOf().Select(list => new string([.. list]))));

    [Fact]
    public void Any_text_is_read_and_every_fact_is_an_exact_part_of_it() =>
        Prop.ForAll(texts, texts, (context, text) =>
        {
            var desk = recognizer.ReadDesk(context, text, [context]);
            var customer = recognizer.ReadCustomer(text, context);
            return desk.Scores.Values.All(chance => chance is >= 0 and <= 1)
                && desk.Because.Count == desk.Proposed.Count
                && desk.Because.All(words => text.Contains(words, StringComparison.Ordinal))
                && customer.Frustrated is >= 0 and <= 3
                && customer.Abusive is >= 0 and <= 1
                && customer.Gratitude is >= 0 and <= 1
                && customer.Facts.All(fact => fact.Span.Length > 0 && text.Contains(fact.Span, StringComparison.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("a")]
    [InlineData(". ")]
    [InlineData("my dog Max loves you idiots! ")]
    [InlineData("😂")]
    [InlineData("@@@@")]
    [InlineData("sorry sorry ")]
    public void A_very_long_text_takes_no_longer_than_a_long_one(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, 1_000_000 / piece.Length).ToString();
        var begun = Stopwatch.GetTimestamp();
        recognizer.ReadDesk(text, text, [text]);
        recognizer.ReadCustomer(text, text);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 5);
    }
}
