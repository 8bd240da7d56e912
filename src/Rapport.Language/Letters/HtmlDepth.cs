using System.Text;

namespace Rapport.Language.Letters;

/// <summary>How deep elements lie in each other, counted without building them.</summary>
static class HtmlDepth
{
    static readonly HashSet<string> alone = new(StringComparer.OrdinalIgnoreCase) { "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr" };

    /// <summary>Those that end by themselves where the next one of their kind begins.</summary>
    static readonly HashSet<string> endsByItself = new(StringComparer.OrdinalIgnoreCase) { "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "html", "head", "body" };

    public static bool Exceeds(string html, int most)
    {
        var depth = 0;
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at + 1))
        {
            var closes = html[at + 1] is '/';
            var start = at + (closes ? 2 : 1);
            var end = start;
            while (end < html.Length && end < start + 20 && char.IsAsciiLetterOrDigit(html[end])) end++;
            if (end == start) continue;
            var name = html[start..end];
            if (alone.Contains(name) || endsByItself.Contains(name)) continue;
            depth = closes ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > most) return true;
        }
        return false;
    }

    /// <summary>What is left without everything in angle brackets.</summary>
    public static string TextOnly(string html)
    {
        StringBuilder text = new();
        for (var at = 0; at < html.Length;)
        {
            var open = html.IndexOf('<', at);
            if (open < 0) open = html.Length;
            text.Append(html, at, open - at);
            var close = open < html.Length ? html.IndexOf('>', open) : -1;
            at = close < 0 ? html.Length : close + 1;
        }
        return System.Net.WebUtility.HtmlDecode(text.ToString()).Trim();
    }
}
