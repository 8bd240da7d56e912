using System.Globalization;
using System.Text;

namespace Rapport.Language.Text;

/// <summary>Cuts text into tokens. Any text will do, broken surrogates and NULs too; the work grows with the length and no faster.</summary>
public static class Tokens
{
    /// <summary>Nothing behind this many UTF-16 units is read, so that the time for a message is bounded.</summary>
    public const int LongestText = 12_000;

    const int LongestWord = 40;

    public static List<Token> Of(string text)
    {
        var end = Math.Min(text.Length, LongestText);
        List<Token> tokens = new(end / 4 + 4);
        for (var at = 0; at < end;)
        {
            if (IsSpace(text[at])) at++;
            else at = Next(text, at, end, tokens);
        }
        return tokens;
    }

    static int Next(string text, int at, int end, List<Token> tokens)
    {
        var c = text[at];
        if (c is '<' && Placeholder(text, at, end) is var stop and > 0)
        {
            var inner = text.AsSpan(at + 1, stop - at - 2);
            return Add(tokens, at, stop, inner.SequenceEqual("url") ? "<url>" : "<user>", inner.SequenceEqual("url") ? TokenKind.Link : TokenKind.Handle);
        }
        if (c is '@' && Run(text, at + 1, end) is var handle && handle > at + 1) return Add(tokens, at, handle, "<user>", TokenKind.Handle);
        if (c is '#' && Run(text, at + 1, end) is var tag && tag > at + 1) return Add(tokens, at, tag, text[at..tag].ToLowerInvariant(), TokenKind.Tag);
        if (IsLink(text, at, end)) return Add(tokens, at, Until(text, at, end), "<url>", TokenKind.Link);
        if (char.IsDigit(c)) return Number(text, at, end, tokens);
        if (char.IsLetter(c)) return Word(text, at, end, tokens);
        return Other(text, at, end, tokens);
    }

    static int Placeholder(string text, int at, int end)
    {
        for (var i = at + 1; i < Math.Min(end, at + 16); i++)
        {
            if (text[i] is '>') return i > at + 1 ? i + 1 : 0;
            if (!char.IsAsciiLetter(text[i])) return 0;
        }
        return 0;
    }

    static bool IsLink(string text, int at, int end) =>
        text.AsSpan(at, end - at) is var rest && (rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase));

    static int Until(string text, int at, int end)
    {
        while (at < end && !IsSpace(text[at])) at++;
        return at;
    }

    static int Run(string text, int at, int end)
    {
        while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] is '_')) at++;
        return at;
    }

    static int Number(string text, int at, int end, List<Token> tokens)
    {
        var i = at;
        while (i < end && (char.IsLetterOrDigit(text[i]) || text[i] is '.' or ',' or ':' or '-' && i + 1 < end && char.IsDigit(text[i + 1]))) i++;
        while (i > at + 1 && text[i - 1] is '.' or ',' or ':') i--;
        var digits = 0;
        for (var d = at; d < i; d++) if (char.IsDigit(text[d])) digits++;
        return Add(tokens, at, i, digits switch { 1 => "<1>", 2 => "<2>", <= 4 => "<4>", _ => "<n>" }, TokenKind.Number);
    }

    static int Word(string text, int at, int end, List<Token> tokens)
    {
        var i = at;
        while (i < end && (char.IsLetterOrDigit(text[i]) || IsApostrophe(text[i]) && i + 1 < end && char.IsLetter(text[i + 1]))) i++;
        if (i + 1 < end && text[i] is '*') // f*** and s**t are words too
        {
            while (i < end && (text[i] is '*' || char.IsLetter(text[i]))) i++;
        }
        return Add(tokens, at, i, Normal(text.AsSpan(at, i - at)), TokenKind.Word);
    }

    /// <summary>Lower case, plain apostrophes, no letter more than twice in a row.</summary>
    static string Normal(ReadOnlySpan<char> word)
    {
        Span<char> normal = stackalloc char[LongestWord];
        var length = 0;
        foreach (var c in word)
        {
            if (length == LongestWord) break;
            var low = IsApostrophe(c) ? '\'' : char.ToLowerInvariant(c);
            if (length > 1 && low == normal[length - 1] && low == normal[length - 2] && low is not '*') continue;
            normal[length++] = low;
        }
        return new string(normal[..length]);
    }

    static int Other(string text, int at, int end, List<Token> tokens)
    {
        if (Rune.TryGetRuneAt(text, at, out var rune) && rune.Utf16SequenceLength == 2)
            return Add(tokens, at, at + 2, text.Substring(at, 2), Rune.GetUnicodeCategory(rune) is UnicodeCategory.ModifierSymbol ? TokenKind.Mark : TokenKind.Picture);
        var category = char.GetUnicodeCategory(text[at]);
        if (category is UnicodeCategory.OtherSymbol) return Add(tokens, at, at + 1, text.Substring(at, 1), TokenKind.Picture);
        if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.NonSpacingMark or UnicodeCategory.OtherNotAssigned) return at + 1;
        if (Smiley(text, at, end) is var smiley and > 0) return Add(tokens, at, at + smiley, text.Substring(at, smiley), TokenKind.Picture);
        if (text[at] is '.' && at + 1 < end && text[at + 1] is '.')
        {
            var dots = at;
            while (dots < end && text[dots] is '.') dots++;
            return Add(tokens, at, dots, "…", TokenKind.Mark);
        }
        return Add(tokens, at, at + 1, text[at] switch { '’' or '‘' => "'", '“' or '”' => "\"", '—' => "–", var c => c.ToString() }, TokenKind.Mark);
    }

    static int Smiley(string text, int at, int end)
    {
        if (text[at] is not (':' or ';' or '=')) return 0;
        var i = at + 1 < end && text[at + 1] is '-' ? at + 2 : at + 1;
        return i < end && text[i] is ')' or '(' or 'D' or 'P' or 'p' && (i + 1 >= end || !char.IsLetterOrDigit(text[i + 1])) ? i + 1 - at : 0;
    }

    static int Add(List<Token> tokens, int start, int end, string norm, TokenKind kind)
    {
        tokens.Add(new Token(start, end - start, norm, kind));
        return end;
    }

    static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is '\0';
    static bool IsApostrophe(char c) => c is '\'' or '’' or '‘';
}
