using System.Globalization;
using System.Text;

namespace Rapport.Foundation.Search;

/// <summary>One word of a text: how it is found, and where it stands in the text (start and length in UTF-16 units).</summary>
public readonly record struct Word(string Key, int Start, int Length);

/// <summary>
/// Cuts text into words the same way for both databases: case and accents do not matter, everything that is neither letter nor
/// digit separates (so order_20418 and order:20418 are two words), and a number is found by its last digits too.
/// </summary>
public static class Words
{
    const int LongestWord = 40, ShortestTail = 3;

    public static IEnumerable<Word> Of(string text)
    {
        var key = new StringBuilder();
        var start = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var category = char.GetUnicodeCategory(c);
            if (category is UnicodeCategory.NonSpacingMark) continue;
            if (char.IsLetterOrDigit(c) || category is UnicodeCategory.OtherNumber || char.IsSurrogate(c))
            {
                if (StandsAlone(c) && key.Length > 0) yield return Cut(i);
                if (start < 0) start = i;
                var lower = char.ToLowerInvariant(c);
                if (Letters.PlainOf(lower) is { } plain) key.Append(plain);
                else key.Append(lower);
                if (StandsAlone(c)) yield return Cut(i + 1);
            }
            else if (key.Length > 0) yield return Cut(i);
        }
        if (key.Length > 0) yield return Cut(text.Length);

        Word Cut(int end)
        {
            var word = new Word(key.ToString(0, Math.Min(key.Length, LongestWord)), start, end - start);
            key.Clear();
            start = -1;
            return word;
        }
    }

    /// <summary>What the index keeps of a text: its words, and the tails of its numbers, with blanks between.</summary>
    public static string ToIndex(params ReadOnlySpan<string?> texts)
    {
        var index = new StringBuilder();
        foreach (var text in texts)
        {
            foreach (var (key, _, _) in Of(text ?? ""))
            {
                Put(key);
                if (key.Length <= ShortestTail || !key.Any(char.IsAsciiDigit)) continue;
                for (var tail = 1; key.Length - tail >= ShortestTail; tail++) Put(key[tail..]);
            }
        }
        return index.ToString();

        void Put(string word) => (index.Length > 0 ? index.Append(' ') : index).Append(word);
    }

    /// <summary>What somebody typed to find something: at most eight words.</summary>
    public static string[] ToFind(string? text) => [.. Of(text ?? "").Select(w => w.Key).Distinct(StringComparer.Ordinal).Take(8)];

    /// <summary>The stretches of a text that one of the words found begins, for marking.</summary>
    public static IEnumerable<Word> Matches(string text, IReadOnlyCollection<string> found) =>
        Of(text).Where(w => found.Any(f => w.Key.StartsWith(f, StringComparison.Ordinal) || (f.Length >= ShortestTail && f.Any(char.IsAsciiDigit) && w.Key.EndsWith(f, StringComparison.Ordinal))));

    /// <summary>Scripts without blanks between words: each sign is a word.</summary>
    static bool StandsAlone(char c) => c is >= '\u3040' and <= '\u30ff' or >= '\u3400' and <= '\u4dbf' or >= '\u4e00' and <= '\u9fff';
}
