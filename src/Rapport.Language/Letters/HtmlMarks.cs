using AngleSharp.Dom;

namespace Rapport.Language.Letters;

/// <summary>What mail clients say in their HTML about what they quote and sign.</summary>
static class HtmlMarks
{
    static readonly HashSet<string> quoteClasses = new(StringComparer.OrdinalIgnoreCase) { "gmail_attr", "moz-cite-prefix", "yahoo_quoted", "tutanota_quote", "protonmail_quote", "zmail_extra", "hm-quoted", "fastmail-quoted" };
    static readonly HashSet<string> signatureClasses = new(StringComparer.OrdinalIgnoreCase) { "gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block", "tutanota_signature", "zmail_signature" };
    static readonly HashSet<string> signatureIds = new(StringComparer.OrdinalIgnoreCase) { "Signature", "AppleMailSignature", "ms-outlook-mobile-signature", "lineBreakAtBeginningOfSignature" };
    static readonly HashSet<string> headIds = new(StringComparer.OrdinalIgnoreCase) { "divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container", "ms-outlook-mobile-body-separator-line", "OLK_SRC_BODY_SECTION", "replySplit" };

    public static bool IsQuote(IElement element) =>
        element.LocalName is "blockquote" && (element.GetAttribute("type") is "cite" || element.ClassList.Contains("gmail_quote") || element.ClassList.Contains("protonmail_quote"))
        || element.ClassList.Any(quoteClasses.Contains) && !Forwards(element)
        || element.GetAttribute("name") is "quote" && element.LocalName is "div"
        || element.Id is { } id && id.StartsWith("yahoo_quoted", StringComparison.Ordinal);

    public static bool IsSignature(IElement element) => element.ClassList.Any(signatureClasses.Contains) || element.Id is { } id && signatureIds.Contains(id) || element.GetAttribute("data-smartmail") is "gmail_signature";

    /// <summary>From here on, everything is older: Outlook puts its quoted head here, and marks nothing behind it.</summary>
    public static bool HistoryBegins(IElement element) =>
        element.Id is { } id && headIds.Contains(id)
        || element.ClassList.Contains("OutlookMessageHeader")
        || element.LocalName is "a" && element.GetAttribute("name") is "_MailOriginal"
        || element.LocalName is "div" && HasRuleAbove(element) && FirstWords(element) is var words && words.IndexOfAny([':', '\uff1a']) is > 0 and < 30 and var colon && Phrases.Labels.ContainsKey(words[..colon].Trim('*', ' ', '\u00a0'));

    static bool Forwards(IElement element) => FirstWords(element) is var words && Phrases.Forwards.Any(phrase => words.Contains(phrase, StringComparison.OrdinalIgnoreCase));

    static bool HasRuleAbove(IElement element) => element.GetAttribute("style") is { } style && style.Contains("border-top:", StringComparison.OrdinalIgnoreCase) && style.Contains("solid", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first hundred characters, without reading all of a long text for them.</summary>
    static string FirstWords(IElement element)
    {
        var text = "";
        foreach (var node in element.Descendants<IText>())
        {
            text += node.Data.Length > 120 ? node.Data[..120] : node.Data;
            if (text.Trim().Length > 100) break;
        }
        return text.Trim();
    }
}
