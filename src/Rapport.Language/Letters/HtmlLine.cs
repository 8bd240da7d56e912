using System.Text;
using AngleSharp.Dom;

namespace Rapport.Language.Letters;

/// <summary>One line that people see.</summary>
sealed class HtmlLine
{
    string? asText;

    public List<INode> Pieces { get; } = [];
    public StringBuilder Text { get; } = new();
    public bool IsQuoted { get; set; }
    public bool IsSignature { get; set; }
    public bool HasImage { get; set; }

    /// <summary>It stands for something that the HTML says, and nobody sees it.</summary>
    public bool IsMark { get; private init; }

    public bool IsEmpty => Text.Length == 0 && Pieces.Count == 0;
    public bool HasContent => !IsMark && (HasImage || AsText.Trim().Length > 0);

    /// <summary>As plain text would write it, with “&gt;” before what is quoted.</summary>
    public string AsText => asText ??= (IsQuoted ? "> " : "") + Spaced(Text.ToString());

    public static HtmlLine HistoryBegins() => new() { IsMark = true, asText = "-----Original Message-----" };

    /// <summary>White space runs together, as it does on the screen.</summary>
    static string Spaced(string text)
    {
        StringBuilder spaced = new(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) || c is '\u00a0') spaced.Append(c is '\u00a0' ? ' ' : c);
            else if (spaced.Length > 0 && spaced[^1] is not ' ') spaced.Append(' ');
        }
        return spaced.ToString() is "-- " ? "-- " : spaced.ToString().Trim();
    }
}
