using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Rapport.Foundation.Search;

namespace Rapport.Roles;

/// <summary>A text as plain words, however it was dressed: case, accents, look-alike letters, hidden characters, digits for letters and blanks within a word do not matter.</summary>
static class Folded
{
    /// <summary>Stands where a sentence is over.</summary>
    public const string Stop = ".";

    /// <summary>Stands for a word that was taken away.</summary>
    public const string Gone = "-";

    /// <summary>So many single letters in a row are one word, spelled with blanks.</summary>
    const int Spelled = 4;

    public readonly record struct Token(string Word, int Start, int End);

    static readonly FrozenDictionary<char, char> Digits = "0o1i3e4a5s7t".Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1]);
    static readonly FrozenSet<string> Numbers = "one two three four five six seven eight nine ten eleven twelve dozen".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static bool IsNumber(string word) => (char.IsAsciiDigit(word[0]) && word.AsSpan().TrimEnd('x').IndexOfAnyExceptInRange('0', '9') < 0) || Numbers.Contains(word);

    public static List<Token> Of(string text)
    {
        var (words, word, from) = (new List<Token>(text.Length / 5 + 4), new StringBuilder(), 0);
        for (var at = 0; at < text.Length;)
        {
            _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            var isApostrophe = rune.Value is '\'' or '’' or 'ʼ';
            if (LettersOf(rune) is { } letters)
            {
                if (word.Length == 0) from = at;
                word.Append(letters);
            }
            else if (isApostrophe && word.Length > 0 && IsPossessive(text, at)) Cut(at);
            else if (!isApostrophe && !StandsWithin(text, at))
            {
                Cut(at);
                if (EndsSentence(text, at, rune)) words.Add(new(Stop, at, at + length));
            }
            at += length;
        }
        Cut(text.Length);
        return Join(words);

        void Cut(int end)
        {
            if (word.Length > 0) words.Add(new(Plain(word), from, end));
            word.Clear();
        }
    }

    /// <summary>A word as it is said of one and of many, now and then.</summary>
    public static IEnumerable<string> Forms(string word)
    {
        yield return word;
        var (stem, last) = (word[..^1], word[^1]);
        if (last == 'y' && !"aeiou".Contains(word[^2], StringComparison.Ordinal)) foreach (var end in new[] { "ies", "ied" }) yield return stem + end;
        foreach (var end in new[] { "s", "es", "ed", "ing", "ings" }) yield return word + end;
        if (last == 'e') foreach (var end in new[] { "ed", "ing", "ings" }) yield return stem + end;
        else foreach (var end in new[] { "ed", "ing" }) yield return word + last + end;
    }

    /// <summary>The letters and digits of one character; empty for one that is not seen, null for one that parts words.</summary>
    static string? LettersOf(Rune rune)
    {
        if (rune.IsAscii) return Rune.IsLetterOrDigit(rune) ? Ascii[rune.Value] : null;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) return "";
        var lower = Rune.ToLowerInvariant(rune);
        var letters = string.Concat(Letters.Plain(lower.IsBmp ? LookAlikes.Of((char)lower.Value).ToString() : lower.ToString()).Where(char.IsLetterOrDigit).Select(LookAlikes.Of));
        return letters.Length > 0 ? letters : null;
    }

    static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(c => char.ToLowerInvariant((char)c).ToString())];

    /// <summary>“c0mpliment” is read as what it looks like; “B12” and “3x” stay.</summary>
    static string Plain(StringBuilder word)
    {
        var (letters, digits) = (0, 0);
        for (var i = 0; i < word.Length; i++) (letters, digits) = char.IsAsciiDigit(word[i]) ? (letters, digits + 1) : (letters + 1, digits);
        if (digits > 0 && letters > digits)
            for (var i = 0; i < word.Length; i++) word[i] = Digits.GetValueOrDefault(word[i], word[i]);
        return word.ToString();
    }

    static bool IsPossessive(string text, int at) => at + 1 < text.Length && text[at + 1] is 's' or 'S' && (at + 2 == text.Length || !char.IsLetterOrDigit(text[at + 2]));

    /// <summary>A mark that no word has within: “Com*pliment”.</summary>
    static bool StandsWithin(string text, int at) => text[at] is '*' or '~' or '^' or '|' or '·' or '`' && at > 0 && char.IsLetter(text[at - 1]) && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    static bool EndsSentence(string text, int at, Rune rune) => rune.Value switch
    {
        '\n' or '!' or '?' or ';' or '•' or '…' => true,
        '.' or ':' => at + 1 == text.Length || char.IsWhiteSpace(text[at + 1]),
        _ => false,
    };

    static List<Token> Join(List<Token> words)
    {
        for (var at = 0; at + Spelled <= words.Count; at++)
        {
            var run = 0;
            while (at + run < words.Count && words[at + run].Word.Length == 1 && char.IsLetterOrDigit(words[at + run].Word[0])) run++;
            if (run < Spelled) continue;
            words[at] = new(string.Concat(words.Skip(at).Take(run).Select(w => w.Word)), words[at].Start, words[at + run - 1].End);
            words.RemoveRange(at + 1, run - 1);
        }
        return words;
    }
}
