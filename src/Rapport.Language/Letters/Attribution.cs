namespace Rapport.Language.Letters;

/// <summary>“On 12 March 2026 at 10:22, Jo Muster &lt;jo@example.com&gt; wrote:”, in every order of words, broken over up to four lines.</summary>
static class Attribution
{
    const int Longest = 500, MostLines = 4;

    public static int LinesAt(IReadOnlyList<string> lines, int at, Func<int, bool> isQuotedFrom)
    {
        var text = Of(lines[at]);
        if (text.Length == 0) return 0;
        for (var count = 1; count <= MostLines; count++)
        {
            if (text.Length > Longest) return 0;
            if (text[^1] is ':' or '\uff1a') return Is(text, () => isQuotedFrom(at + count)) ? count : 0;
            if (at + count >= lines.Count || Of(lines[at + count]) is not { Length: > 0 } next || next[0] is '>') return 0;
            // What begins here must look like the beginning of one; a sentence above it is no part of it.
            if (count == 1 && !Opens(text) && !HasDate(text) && !HasAddress(text) || Opens(next) && HasDate(next)) return 0;
            text = $"{text} {next}";
        }
        return 0;
    }

    static bool Is(string text, Func<bool> isQuoted)
    {
        var wrote = Phrases.Wrote.Any(word => Phrases.HasWord(text, word));
        if (HasDate(text))
        {
            if (HasAddress(text) && (wrote || text.EndsWith(">:", StringComparison.Ordinal) || text.EndsWith(">\uff1a", StringComparison.Ordinal) || text.EndsWith(">)", StringComparison.Ordinal))) return true;
            if (wrote && (Opens(text) || isQuoted())) return true;
        }
        return wrote && text.Length < 160 && isQuoted();
    }

    static string Of(string line) => line.Length > Longest ? "" : line.Replace('\u00a0', ' ').Replace('\u202f', ' ').Trim().Trim('*').Trim();

    static bool Opens(string text) => Phrases.Openers.Any(opener => Phrases.BeginsWith(text, opener));

    static bool HasAddress(string text)
    {
        var sign = text.IndexOf('@', StringComparison.Ordinal);
        return sign > 0 && sign + 1 < text.Length && !char.IsWhiteSpace(text[sign - 1]) && !char.IsWhiteSpace(text[sign + 1]);
    }

    /// <summary>A year, a time or a day in figures.</summary>
    static bool HasDate(string text)
    {
        for (var i = 0; i + 3 < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]) || i > 0 && char.IsAsciiDigit(text[i - 1])) continue;
            var end = i;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            var digits = end - i;
            if (digits == 4 && text[i] is '1' or '2' && text[i + 1] is '9' or '0') return true;
            if (digits <= 2 && end + 2 < text.Length + 0 && text[end] is ':' or '.' or '/' or '-' && char.IsAsciiDigit(text[end + 1])) return true;
            i = end;
        }
        return false;
    }
}
