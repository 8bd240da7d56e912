using AngleSharp.Html.Parser;

namespace Rapport.Language.Letters;

/// <summary>
/// A letter's HTML, taken apart as <see cref="LetterText"/> takes apart plain text. The marks that clients leave in their HTML are used first
/// (<c>gmail_quote</c>, <c>blockquote type="cite"</c>, <c>divRplyFwdMsg</c>, <c>yahoo_quoted</c> and their kin), and then the same words as in plain text.
/// The HTML is <em>not</em> made safe by this: clean it before it is shown.
/// </summary>
/// <param name="New">The HTML of the new words.</param>
/// <param name="History">The HTML of what is quoted; empty when nothing is.</param>
/// <param name="Signature">The HTML of the signature; empty when there is none.</param>
/// <param name="Text">The new words as plain text.</param>
public sealed record LetterHtml(string New, string History, string Signature, string Text)
{
    /// <summary>Elements in elements in elements: the deepest real letters have some tens. Deeper ones are not taken apart, for whoever walks through them would fall.</summary>
    public const int Deepest = 300;

    public static LetterHtml Read(string html)
    {
        if (HtmlDepth.Exceeds(html, Deepest)) return new(html, "", "", HtmlDepth.TextOnly(html));
        using var document = new HtmlParser(new HtmlParserOptions { MaximumDepth = Deepest + 100 }).ParseDocument(html);
        if (document.Body is not { } body) return new("", "", "", "");
        var lines = HtmlLines.Of(body);
        var parts = new Cutting([.. lines.Select(line => line.AsText)], lines.Select((line, at) => (line, at)).Where(one => one.line.IsSignature).Select(one => one.at).ToHashSet()).Parts();
        if (!lines.Where((line, at) => parts[at] is Part.New && line.HasContent).Any()) Array.Fill(parts, Part.New);
        return new(Html(Part.New), Html(Part.History), Html(Part.Signature), Text());

        string Html(Part part) => HtmlLines.Only(body, lines.Where((_, at) => parts[at] == part));
        string Text() => string.Join('\n', lines.Where((line, at) => parts[at] is Part.New && !line.IsMark).Select(line => line.AsText)).Trim();
    }
}
