using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Rapport.Channels.Mail;

/// <summary>
/// HTML from outside, so that it can be shown: what is not on the list is not there. A picture in the letter stays by its cid, one from
/// elsewhere keeps its address aside, where no browser fetches it.
/// </summary>
public static class MailHtml
{
    const int MostNodes = 60_000, Deepest = 1000, DeepestNode = Deepest + 8;

    /// <summary>The parser's own bound is said, and not left to what it is by default; nothing above it is lost on the way out.</summary>
    static HtmlParser Parser => new(new HtmlParserOptions { MaximumDepth = Deepest });

    static readonly HashSet<string> allowed = new(StringComparer.Ordinal)
    {
        "a", "abbr", "address", "article", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure",
        "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "sup",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
    };

    /// <summary>What goes with all that is in it; of anything else that is not allowed the words stay.</summary>
    static readonly HashSet<string> gone = new(StringComparer.Ordinal) { "script", "style", "head", "title", "template", "noscript", "object", "embed", "applet", "iframe", "frame", "frameset", "svg", "math", "audio", "video", "canvas", "select", "textarea", "button", "noembed", "noframes", "plaintext", "xmp", "link", "meta", "base" };

    static readonly HashSet<string> attributes = new(StringComparer.Ordinal) { "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "cols", "colspan", "dir", "face", "height", "lang", "rowspan", "size", "span", "start", "title", "valign", "width" };

    static readonly HashSet<string> shown = new(StringComparer.Ordinal)
    {
        "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-radius", "border-right", "border-spacing", "border-style", "border-top", "border-width", "color", "direction",
        "font-family", "font-size", "font-style", "font-weight", "height", "letter-spacing", "line-height", "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width", "padding",
        "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align", "text-decoration", "text-indent", "text-transform", "unicode-bidi", "vertical-align", "white-space", "width",
    };

    static readonly HashSet<string> lines = new(StringComparer.Ordinal) { "address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul" };

    public static string? Clean(string html)
    {
        if (IsTooDeep(html)) return $"<pre>{Safe(WithoutTags(html))}</pre>";
        var body = Parser.ParseDocument(html).Body;
        if (body is null) return null;
        var clean = new StringBuilder(Math.Min(html.Length, 1 << 20));
        var left = MostNodes;
        foreach (var node in body.ChildNodes) Write(node, clean, 0, ref left);
        return clean.Length == 0 ? null : clean.ToString();
    }

    /// <summary>No letter of a person is so deep, and taking it apart would take very long: its words alone are shown.</summary>
    static bool IsTooDeep(string html)
    {
        var depth = 0;
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at + 1))
        {
            if (html[at + 1] == '/') depth = Math.Max(0, depth - 1);
            else if (char.IsAsciiLetter(html[at + 1]) && !IsVoid(html.AsSpan(at + 1)) && ++depth > Deepest) return true;
        }
        return false;
    }

    static readonly System.Buffers.SearchValues<char> afterName = System.Buffers.SearchValues.Create(" \t\r\n/>");

    static bool IsVoid(ReadOnlySpan<char> tag)
    {
        var end = tag.IndexOfAny(afterName);
        return (end < 0 ? tag : tag[..end]).ToString().ToLowerInvariant() is "br" or "hr" or "img" or "input" or "meta" or "link" or "col" or "wbr" or "area" or "base" or "p" or "li" or "td" or "tr" or "th" or "dt" or "dd" or "option";
    }

    static string WithoutTags(string html)
    {
        var text = new StringBuilder(html.Length);
        var inside = false;
        foreach (var c in html)
        {
            if (c == '<') inside = true;
            else if (c == '>' && inside) { inside = false; text.Append(' '); }
            else if (!inside) text.Append(c);
        }
        return System.Net.WebUtility.HtmlDecode(text.ToString()).Trim();
    }

    static void Write(INode node, StringBuilder to, int depth, ref int left)
    {
        if (--left < 0 || depth > DeepestNode) return;
        if (node is IText text)
        {
            to.Append(Safe(text.Data));
            return;
        }
        if (node is not IElement element || gone.Contains(element.LocalName)) return;
        var keep = allowed.Contains(element.LocalName) && element.NamespaceUri == NamespaceNames.HtmlUri;
        if (keep) Open(element, to);
        foreach (var child in element.ChildNodes) Write(child, to, depth + 1, ref left);
        if (keep && element.LocalName is not ("br" or "hr" or "img" or "wbr" or "col")) to.Append("</").Append(element.LocalName).Append('>');
    }

    static void Open(IElement element, StringBuilder to)
    {
        to.Append('<').Append(element.LocalName);
        foreach (var attribute in element.Attributes)
            if (attributes.Contains(attribute.LocalName) && attribute.NamespaceUri is null && (attribute.LocalName is "alt" or "title" || !attribute.Value.Contains(':', StringComparison.Ordinal))) Attribute(to, attribute.LocalName, attribute.Value);
        if (Style(element.GetAttribute("style")) is { Length: > 0 } style) Attribute(to, "style", style);
        if (element.LocalName == "a" && Target(element.GetAttribute("href")) is { } href)
        {
            Attribute(to, "href", href);
            to.Append(" target=\"_blank\" rel=\"noopener noreferrer nofollow\"");
        }
        if (element.LocalName == "img") Picture(element.GetAttribute("src")?.Trim() ?? "", to);
        to.Append('>');
    }

    static void Picture(string source, StringBuilder to)
    {
        if (source.StartsWith("cid:", StringComparison.OrdinalIgnoreCase)) Attribute(to, "data-cid", source[4..]);
        else if (source.Length < 4000 && Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") Attribute(to, "data-remote", uri.AbsoluteUri);
    }

    /// <summary>Where a link may lead: to a page, an address, a telephone.</summary>
    static string? Target(string? href) => href is { Length: < 4000 } && Uri.TryCreate(href.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" or "tel" ? uri.AbsoluteUri : null;

    /// <summary>How words look, and nothing that fetches, moves over other things, or is written in a second way.</summary>
    static string? Style(string? style)
    {
        if (style is null or { Length: > 4000 }) return null;
        var kept = from rule in style.Split(';')
                   let at = rule.IndexOf(':', StringComparison.Ordinal)
                   where at > 0
                   let name = rule[..at].Trim().ToLowerInvariant()
                   let value = rule[(at + 1)..].Trim()
                   where shown.Contains(name) && value.Length is > 0 and < 200 && value.All(c => char.IsLetterOrDigit(c) || c is ' ' or '#' or '%' or '.' or ',' or '-' or '\'' or '(' or ')' or '!') && (!value.Contains('(', StringComparison.Ordinal) || value.StartsWith("rgb", StringComparison.OrdinalIgnoreCase))
                   select $"{name}: {value}";
        return string.Join("; ", kept);
    }

    static void Attribute(StringBuilder to, string name, string value) => to.Append(' ').Append(name).Append("=\"").Append(Safe(value)).Append('"');

    static string Safe(string text) => System.Net.WebUtility.HtmlEncode(text);

    /// <summary>The words alone, for a letter that brought no plain text.</summary>
    public static string ToText(string html)
    {
        if (string.IsNullOrWhiteSpace(html)) return "";
        if (IsTooDeep(html)) return WithoutTags(html);
        var body = Parser.ParseDocument(html).Body;
        if (body is null) return "";
        var text = new StringBuilder();
        var left = MostNodes;
        Read(body, text, 0, ref left);
        return string.Join('\n', text.ToString().Split('\n').Select(l => l.Trim())).Replace("\n\n\n", "\n\n", StringComparison.Ordinal).Trim();
    }

    static void Read(INode node, StringBuilder to, int depth, ref int left)
    {
        if (--left < 0 || depth > DeepestNode) return;
        if (node is IText text) to.Append(string.Join(' ', text.Data.Split((char[]?)null)));
        if (node is not IElement element || gone.Contains(element.LocalName)) return;
        if (element.LocalName == "br") to.Append('\n');
        var line = lines.Contains(element.LocalName);
        if (line && to.Length > 0 && to[^1] != '\n') to.Append('\n');
        var quotes = element.LocalName == "blockquote";
        var from = to.Length;
        foreach (var child in element.ChildNodes) Read(child, to, depth + 1, ref left);
        if (quotes)
        {
            var inside = to.ToString(from, to.Length - from).Trim('\n');
            to.Length = from;
            to.AppendJoin('\n', inside.Split('\n').Select(l => "> " + l.Trim()));
        }
        if (line && to.Length > 0 && to[^1] != '\n') to.Append('\n');
        if (element.LocalName is "p" or "h1" or "h2" or "h3" or "ul" or "ol" or "table") to.Append('\n');
    }
}
