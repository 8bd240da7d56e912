using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Rapport.Language.Letters;

namespace Rapport.Tests.Language;

/// <summary>Taking a letter apart loses nothing, adds nothing, and takes bounded time, whatever is written. What is found where is shown by the letters of the corpus.</summary>
[Trait("Proves", "Mail")]
public sealed class LettersTests
{
    static readonly string[] pieces =
    [
        "Thank you", "> quoted", ">> deeper", "", "On 12 Mar 2026 at 10:22, Jo <jo@example.com> wrote:", "Am 12.03.2026 um 10:22 schrieb Jo:", "-----Original Message-----", "From: Jo <jo@example.com>", "Sent: today", "To: me", "Subject: x",
        "-- ", "--", "Sent from my iPhone", "________________________________", "Von: Jo", "Gesendet: heute", "An: mich", "写道：", "\0\uD83D", "---------- Forwarded message ---------", "wrote:", "12:30", ":", "\u200f", "Begin forwarded message:",
    ];

    static readonly Arbitrary<string> letters = Arb.From(Gen.Elements(pieces).ListOf().Select(lines => string.Join('\n', lines)));

    [Fact]
    public void Every_line_of_a_text_is_in_one_of_its_parts() => Prop.ForAll(letters, text =>
    {
        var read = LetterText.Read(text);
        var whole = text.Trim();
        return (whole.Length == 0 || read.New.Length > 0) && Lines(text).SequenceEqual(Lines($"{read.New}\n{read.History}\n{read.Signature}"));

        // A line's own blanks at the edge of a part are no words.
        static IEnumerable<string> Lines(string all) => all.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Order(StringComparer.Ordinal);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Any_HTML_is_taken_apart() => Prop.ForAll(letters, text =>
    {
        var read = LetterHtml.Read($"<div>{text.Replace("\n", "<br>", StringComparison.Ordinal)}</div><blockquote type=cite>{text}</blockquote>");
        return read.Text is not null && (string.IsNullOrWhiteSpace(text.Replace("\0", "", StringComparison.Ordinal)) || read.New.Length > 0);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("On 12 Mar 2026 at 10:22, Jo <jo@example.com>\n")]
    [InlineData("On 12 Mar 2026 at 10:22, Jo wrote:\n\n\n")]
    [InlineData("> quoted\nnew\n")]
    [InlineData("Sent from my iPhone\n")]
    [InlineData("From: x\n")]
    [InlineData("--\n")]
    [InlineData(">")]
    [InlineData("\n")]
    [InlineData("wrote: ")]
    [InlineData("________________________________\n")]
    public void The_time_grows_with_the_text_and_no_faster(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length));
        var begun = Stopwatch.GetTimestamp();
        LetterText.Read(text);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 5);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<div>x</div>")]
    [InlineData("<blockquote type=cite>x</blockquote>y")]
    [InlineData("<table><tr><td>x")]
    [InlineData("<b><i>x</b>")]
    [InlineData("<br>")]
    [InlineData("<")]
    public void The_time_for_HTML_is_bounded_too(string piece)
    {
        var html = string.Concat(Enumerable.Repeat(piece, 300_000 / piece.Length));
        var begun = Stopwatch.GetTimestamp();
        Assert.NotNull(LetterHtml.Read(html).New);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 8);
    }

    [Fact]
    public void What_is_quoted_keeps_its_HTML()
    {
        var read = LetterHtml.Read("""<p>Yes, <a href="https://shop.example/1">this one</a>.</p><blockquote type="cite"><p>Which <b>one</b>?</p></blockquote>""");
        Assert.Equal("""<p>Yes, <a href="https://shop.example/1">this one</a>.</p>""", read.New);
        Assert.Equal("""<blockquote type="cite"><p>Which <b>one</b>?</p></blockquote>""", read.History);
        Assert.Equal("Yes, this one.", read.Text);
    }
}
