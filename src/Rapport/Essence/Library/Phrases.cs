using System.Globalization;
using System.Text;
using Rapport.Foundation.Search;

namespace Rapport.Essence.Library;

/// <summary>
/// Finds words and phrases in a text whatever their case, accents, hyphens and plain plurals. A star ends a word that may go on:
/// <c>pregnan*</c> finds “pregnancy tests”.
/// </summary>
public static class Phrases
{
    /// <summary>The words of a text in small plain letters. An apostrophe belongs to its word; everything else that is no letter or digit separates.</summary>
    public static string[] Fold(string text) => Cut(text, stars: false);

    /// <summary>The words of a phrase that is looked for: as those of a text, and a star that ends a word stays.</summary>
    public static string[] Wanted(string phrase) => Cut(phrase, stars: true);

    static string[] Cut(string text, bool stars)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var letter in Letters.Plain(text).EnumerateRunes())
        {
            if (IsUnseen(letter)) continue;
            if (Rune.IsLetterOrDigit(letter)) Add(letter);
            else if (letter.Value is '\'' or '’') word.Append('\'');
            else if (stars && letter.Value == '*' && word.Length > 0 && word[^1] != '*') word.Append('*');
            else End();
        }
        End();
        return [.. words];

        void Add(Rune letter)
        {
            // A star ends its word, whatever follows.
            if (word.Length > 0 && word[^1] == '*') End();
            word.Append(letter.ToString());
        }

        void End()
        {
            var done = word.ToString().Trim('\'');
            if (done.EndsWith("'s", StringComparison.Ordinal)) done = done[..^2];
            if (done.Length > 0) words.Add(done);
            word.Clear();
        }
    }

    /// <summary>What stands in a word and is not seen there: accents, soft hyphens, marks of no width, letters that fill nothing.</summary>
    public static bool IsUnseen(Rune letter) =>
        Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format || letter.Value is 0x00AD or 0x115F or 0x1160 or 0x3164 or 0xFFA0;

    /// <summary>The first of the phrases that stands in these words, as it was written there.</summary>
    public static string? First(string[] words, IEnumerable<string> phrases)
    {
        foreach (var phrase in phrases)
            if (Find(words, phrase.Split(' ')) is { } said) return said;
        return null;
    }

    /// <summary>Of the subjects, with commas between, the one of most words of which all are among these (each as <see cref="One"/> gives it).</summary>
    public static string? Subject(IReadOnlySet<string> words, string about)
    {
        var (best, most) = ((string?)null, 0);
        foreach (var subject in about.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (Fold(subject) is { } wanted && wanted.Length > most && Array.TrueForAll(wanted, w => words.Contains(One(w)))) (best, most) = (subject, wanted.Length);
        return best;
    }

    public static string? Find(string[] words, string[] phrase)
    {
        for (var at = 0; at + phrase.Length <= words.Length; at++)
        {
            var fits = true;
            for (var i = 0; i < phrase.Length && fits; i++) fits = Same(words[at + i], phrase[i]);
            if (fits) return string.Join(' ', words[at..(at + phrase.Length)]);
        }
        return null;
    }

    /// <summary>The same word, its plain plural, or a word that begins so when the phrase ends with a star.</summary>
    public static bool Same(string word, string wanted) =>
        wanted.EndsWith('*')
            ? word.StartsWith(wanted.AsSpan(0, wanted.Length - 1), StringComparison.Ordinal)
            : word == wanted || One(word) == One(wanted);

    /// <summary>“Boxes” and “box”, “puppies” and “puppy”, “dogs” and “dog”.</summary>
    public static string One(string word) =>
        word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word.Length > 4 && (word.EndsWith("shes", StringComparison.Ordinal) || word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal) || word.EndsWith("sses", StringComparison.Ordinal)) ? word[..^2]
        : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && !word.EndsWith("us", StringComparison.Ordinal) ? word[..^1]
        : word;
}
