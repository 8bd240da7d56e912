using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Rapport.Foundation.Search;

namespace Rapport.Proposing;

/// <summary>
/// Takes names, e-mail addresses, links and numbers out of words that are to be read elsewhere or learned from. A name is known by being
/// somebody's here, or by being added; what nobody is called stays.
/// </summary>
public sealed partial class Names
{
    const int ShortestCode = 5, ShortestName = 2;

    public static readonly Names None = new([]);

    readonly FrozenSet<string> known;

    public Names(IEnumerable<string> names) => known = WordsOf(names).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>These and more.</summary>
    public Names With(IReadOnlyCollection<string> more) => more.Count == 0 ? this : new(known.Concat(more));

    static IEnumerable<string> WordsOf(IEnumerable<string> names) => names.SelectMany(n => Word.Matches(Plain(n)).Select(m => m.Value)).Where(w => w.Length >= ShortestName);

    [GeneratedRegex(@"\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"[^\s@]+@[^\s@]+", RegexOptions.NonBacktracking)]
    private static partial Regex Mail { get; }

    [GeneratedRegex(@"(https?://|www\.)\S+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Link { get; }

    /// <summary>Three digits or more, however they are set apart: an order, a card, a telephone.</summary>
    [GeneratedRegex(@"\d([ ()/.\-]*\d){2,}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Number { get; }

    /// <summary>The words with a placeholder for each of them, and the way back.</summary>
    public Unnamed Hide(string words)
    {
        List<(int Start, int End, string As)> found = [];
        void Add(Regex what, string name, Func<string, bool>? counts = null)
        {
            foreach (Match match in what.Matches(words))
                if (counts is null || counts(match.Value)) found.Add((match.Index, match.Index + match.Length, name));
        }
        Add(Mail, "<email>");
        Add(Link, "<link>");
        Add(Number, "<number>");
        Add(Word, "<number>", w => w.Length >= ShortestCode && w.Any(char.IsDigit));
        Add(Word, "<user>", w => known.Contains(Plain(w)));
        found.Sort((a, b) => (a.Start, -a.End).CompareTo((b.Start, -b.End)));

        var text = new StringBuilder(words.Length);
        List<Unnamed.Piece> pieces = [];
        var at = 0;
        for (var i = 0; i < found.Count; i++)
        {
            var (start, end, name) = found[i];
            // What overlaps goes as one.
            while (i + 1 < found.Count && found[i + 1].Start < end) end = Math.Max(end, found[++i].End);
            text.Append(words, at, start - at);
            pieces.Add(new(text.Length, name.Length, start, end));
            text.Append(name);
            at = end;
        }
        text.Append(words, at, words.Length - at);
        return new(words, text.ToString(), pieces);
    }

    /// <summary>Without accents, so that a name is known however it is written.</summary>
    static string Plain(string text) => Letters.Plain(text);
}

/// <summary>Words without names, and how to find again what stood there.</summary>
public sealed class Unnamed
{
    internal readonly record struct Piece(int At, int Length, int Start, int End);

    readonly string words;
    readonly IReadOnlyList<Piece> pieces;

    internal Unnamed(string words, string text, IReadOnlyList<Piece> pieces) => (this.words, Text, this.pieces) = (words, text, pieces);

    /// <summary>What may be shown.</summary>
    public string Text { get; }

    /// <summary>Where a part of <see cref="Text"/> stands in the real words; a placeholder is there whole. Nothing where it is no part of it.</summary>
    public Range? Real(string part)
    {
        var at = part.Length == 0 ? -1 : Text.IndexOf(part, StringComparison.Ordinal);
        if (at < 0) return null;
        var (start, end) = (Back(at, last: false), Back(at + part.Length, last: true));
        // Half of a character is no part.
        return start >= end || (start > 0 && char.IsLowSurrogate(words[start])) || (end < words.Length && char.IsLowSurrogate(words[end])) ? null : start..end;
    }

    int Back(int at, bool last)
    {
        var moved = 0;
        foreach (var piece in pieces)
        {
            if (at < piece.At || (at == piece.At && last)) break;
            var after = piece.At + piece.Length;
            if (at < after || (at == after && last)) return at == piece.At ? piece.Start : last ? piece.End : piece.Start;
            moved = piece.End - after;
        }
        return at + moved;
    }
}
