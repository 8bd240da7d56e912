using System.Text;
using AngleSharp;
using AngleSharp.Dom;

namespace Rapport.Language.Letters;

/// <summary>A letter's HTML as the lines that people see, each with the pieces of the document that make it up.</summary>
sealed class HtmlLines
{
    static readonly HashSet<string> blocks = new(StringComparer.Ordinal)
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
    };

    static readonly HashSet<string> unseen = new(StringComparer.Ordinal) { "head", "script", "style", "template", "title", "noscript" };

    readonly List<HtmlLine> lines = [];
    HtmlLine open = new();

    public static List<HtmlLine> Of(IElement body)
    {
        HtmlLines walk = new();
        walk.Walk(body, quoted: false, signature: false, keepsBreaks: false);
        walk.End();
        return walk.lines;
    }

    /// <summary>The document with nothing in it but the pieces of these lines and what holds them.</summary>
    public static string Only(IElement body, IEnumerable<HtmlLine> kept)
    {
        var pieces = kept.SelectMany(line => line.Pieces).ToHashSet();
        if (pieces.Count == 0) return "";
        StringBuilder html = new();
        foreach (var child in body.ChildNodes) if (Copy(child, pieces) is { } copy) html.Append(copy.ToHtml());
        return html.ToString().Trim();
    }

    static INode? Copy(INode node, HashSet<INode> pieces)
    {
        if (!node.HasChildNodes) return pieces.Contains(node) ? node.Clone(deep: false) : null;
        INode? copy = null;
        foreach (var child in node.ChildNodes)
        {
            if (Copy(child, pieces) is not { } part) continue;
            copy ??= node.Clone(deep: false);
            copy.AppendChild(part);
        }
        return copy;
    }

    void Walk(INode node, bool quoted, bool signature, bool keepsBreaks)
    {
        foreach (var child in node.ChildNodes.ToArray())
        {
            if (child is IText text) Add(text, quoted, signature, keepsBreaks);
            else if (child is IElement element && !unseen.Contains(element.LocalName)) Walk(element, quoted, signature, keepsBreaks);
        }
    }

    void Walk(IElement element, bool quoted, bool signature, bool keepsBreaks)
    {
        var block = blocks.Contains(element.LocalName);
        if (block) End();
        if (HtmlMarks.HistoryBegins(element) && !quoted) Mark();
        quoted |= HtmlMarks.IsQuote(element);
        signature |= HtmlMarks.IsSignature(element);
        switch (element.LocalName)
        {
            case "br":
                Piece(element, "", quoted, signature);
                End();
                return;
            case "hr":
                Piece(element, "", quoted, signature);
                break;
            case "img":
                Piece(element, element.GetAttribute("alt") is { Length: > 0 } alt ? $"[{alt}]" : "", quoted, signature);
                open.HasImage = true;
                break;
            case "td" or "th":
                open.Text.Append(' ');
                break;
        }
        Walk((INode)element, quoted, signature, keepsBreaks || element.LocalName is "pre" or "textarea" || element.GetAttribute("style")?.Contains("white-space:pre", StringComparison.OrdinalIgnoreCase) is true);
        if (block) End(paragraph: element.LocalName is "p" or "blockquote" or "ul" or "ol" or "table" or "pre" or ['h', >= '1' and <= '6']);
    }

    void Add(IText text, bool quoted, bool signature, bool keepsBreaks)
    {
        while (keepsBreaks && text.Data.IndexOf('\n', StringComparison.Ordinal) is var at and >= 0 && at + 1 < text.Data.Length)
        {
            var rest = text.Split(at + 1);
            Piece(text, text.Data.TrimEnd('\n', '\r'), quoted, signature);
            End();
            text = rest;
        }
        Piece(text, text.Data, quoted, signature);
    }

    void Piece(INode node, string text, bool quoted, bool signature)
    {
        open.Pieces.Add(node);
        open.Text.Append(text);
        open.IsQuoted |= quoted;
        open.IsSignature |= signature && (quoted || !string.IsNullOrWhiteSpace(text));
    }

    void Mark()
    {
        End();
        lines.Add(HtmlLine.HistoryBegins());
    }

    void End(bool paragraph = false)
    {
        if (open.Pieces.Count > 0)
        {
            lines.Add(open);
            open = new HtmlLine { IsQuoted = false };
        }
        if (paragraph && lines.Count > 0 && !lines[^1].IsEmpty) lines.Add(new HtmlLine { IsQuoted = lines[^1].IsQuoted });
    }
}
