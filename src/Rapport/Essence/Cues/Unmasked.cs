using System.Text;
using Rapport.Essence.Library;
using Rapport.Foundation.Search;

namespace Rapport.Essence.Cues;

/// <summary>
/// A text as it was meant, however it was written: <c>can*cer</c>, <c>c-a-n-c-e-r</c>, <c>c a n c e r</c> and <c>canc3r</c>, or with
/// letters of another alphabet that look the same. Only for finding what no cue may be made from: there a word too many costs silence.
/// </summary>
static class Unmasked
{
    /// <summary>Digits and marks that stand for a letter within a word.</summary>
    const string Stand = "013457@$!", For = "oieastasi";

    /// <summary>So many single letters in a row are a word that was spelled.</summary>
    const int Spelled = 4;

    const int ShortestJoined = 3;

    /// <summary>The words of a text; then, where it is written in another way than words are, the words that it could be.</summary>
    public static IEnumerable<string[]> Readings(string text)
    {
        var words = Plain(Phrases.Fold(text));
        yield return words;
        if (Array.Exists(words, w => Joined(w) > 0)) yield return [.. words.Select(w => w[Joined(w)..])];
        if (IsMasked(text, words)) yield return Plain(Whole(Phrases.Fold(Together(text))));
    }

    /// <summary>Where the word itself begins when an article or pronoun is joined to it: <c>l'hôpital</c>, <c>dell'ospedale</c>. What follows in “we’re” is no word.</summary>
    static int Joined(string word) => word.LastIndexOf('\'') + 1 is var begins && word.Length - begins >= ShortestJoined ? begins : 0;

    /// <summary>With the letters that they look like.</summary>
    public static string[] Plain(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
            if (!Ascii.IsValid(words[i])) words[i] = new string([.. words[i].Select(LookAlikes.Of)]);
        return words;
    }

    /// <summary>A mark or a digit stands beside a letter as no sentence has it, or letters stand alone.</summary>
    static bool IsMasked(string text, string[] words)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsLetter(text[i]) || char.IsWhiteSpace(text[i]) || text[i] is '\'' or '’') continue;
            var stands = Stand.Contains(text[i], StringComparison.Ordinal);
            if (i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1]) && (stands || (i > 0 && !char.IsWhiteSpace(text[i - 1])))) return true;
            if (stands && text[i] != '!' && i > 0 && char.IsLetter(text[i - 1])) return true;
        }
        return words.Count(w => w.Length == 1) >= Spelled;
    }

    /// <summary>What stands between two spaces is one word, without its marks and with letters for the digits among letters.</summary>
    static string Together(string text)
    {
        var together = new StringBuilder(text.Length);
        foreach (var part in Letters.Plain(text).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))
        {
            var lettered = part.Any(char.IsLetter);
            var end = part.Length;
            while (end > 0 && char.IsPunctuation(part[end - 1])) end--;
            foreach (var c in part.AsSpan(0, end))
                if (lettered && Stand.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at) together.Append(For[at]);
                else if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c is '\'' or '’') together.Append(c);
            together.Append(' ');
        }
        return together.ToString();
    }

    /// <summary>Single letters in a row make a word.</summary>
    static string[] Whole(string[] words)
    {
        var whole = new List<string>(words.Length);
        for (var at = 0; at < words.Length;)
        {
            var end = at;
            while (end < words.Length && words[end].Length == 1) end++;
            if (end - at >= Spelled) whole.Add(string.Concat(words[at..end]));
            else if (end > at) whole.AddRange(words[at..end]);
            else whole.Add(words[end++]);
            at = end;
        }
        return [.. whole];
    }
}
