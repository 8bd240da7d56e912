using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Rapport.Channels.Mail;

/// <summary>Both forms of an answer: plain text and HTML, with the signature, what the house adds, and what was said before.</summary>
public sealed partial record Composed(string Text, string Html)
{
    [GeneratedRegex(@"https?://[^\s<>""]+[^\s<>"".,;:!?)]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link { get; }

    public static Composed Of(Sheet sheet, IReadOnlyList<string> added, IReadOnlyDictionary<string, string>? pictures = null)
    {
        string[] signature = [sheet.Author, .. sheet.House.Length > 0 && sheet.House != sheet.Author ? [sheet.House] : Array.Empty<string>()];
        var text = new StringBuilder(sheet.Body.TrimEnd()).Append("\n\n").AppendJoin('\n', signature).Append('\n');
        var html = new StringBuilder("<!DOCTYPE html><html><body><div>").Append(Pictures.Show(Lines(sheet.Body.TrimEnd()), pictures ?? new Dictionary<string, string>(StringComparer.Ordinal))).Append("</div><p>").AppendJoin("<br>", signature.Select(Safe)).Append("</p>");
        foreach (var line in added)
        {
            text.Append('\n').Append(line).Append('\n');
            html.Append("<p>").Append(Lines(line)).Append("</p>");
        }
        if (sheet.Quoted is { Length: > 0 } quoted)
        {
            text.Append('\n').Append(sheet.QuotedIntro).Append('\n').AppendJoin('\n', quoted.Split('\n').Select(l => l.StartsWith('>') ? ">" + l : l.Length == 0 ? ">" : "> " + l)).Append('\n');
            html.Append("<p>").Append(Safe(sheet.QuotedIntro ?? "")).Append("</p><blockquote type=\"cite\">").Append(Lines(quoted)).Append("</blockquote>");
        }
        return new(text.ToString(), html.Append("</body></html>").ToString());
    }

    /// <summary>Text in HTML: its lines stay lines, its links can be followed.</summary>
    static string Lines(string text)
    {
        var html = new StringBuilder();
        var at = 0;
        foreach (Match link in Link.Matches(text))
        {
            html.Append(Safe(text[at..link.Index])).Append("<a href=\"").Append(Safe(link.Value)).Append("\">").Append(Safe(link.Value)).Append("</a>");
            at = link.Index + link.Length;
        }
        return html.Append(Safe(text[at..])).ToString().Replace("\n", "<br>\n", StringComparison.Ordinal);
    }

    static string Safe(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>A line that another room adds under an answer to this customer, such as the way to their own page. It is made when the letter goes out and kept nowhere.</summary>
public sealed record LetterLine(Func<RapportDb, Customers.CustomerId, OutgoingLetter, CancellationToken, Task<string?>> For);
