using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Rapport.Language.Text;

namespace Rapport.Language.Words;

/// <summary>Knows which words and short phrases are of which sort. Reads <c>lexicon.txt</c>, which is embedded.</summary>
public sealed class Lexicon
{
    readonly record struct Phrase(string[] Words, Sorts Sorts);

    readonly FrozenDictionary<string, Sorts> words;
    readonly FrozenDictionary<string, Phrase[]> phrases;

    public static Lexicon Known { get; } = Read();

    Lexicon(Dictionary<string, Sorts> words, Dictionary<string, List<Phrase>> phrases)
    {
        this.words = words.ToFrozenDictionary(StringComparer.Ordinal);
        this.phrases = phrases.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The sorts of each token; a phrase marks all its words.</summary>
    public Sorts[] Mark(List<Token> tokens)
    {
        var marks = new Sorts[tokens.Count];
        for (var i = 0; i < tokens.Count; i++)
        {
            var norm = tokens[i].Norm;
            if (words.TryGetValue(norm, out var sorts)) marks[i] |= sorts;
            if (!phrases.TryGetValue(norm, out var starting)) continue;
            foreach (var phrase in starting)
            {
                if (!Matches(tokens, i, phrase.Words)) continue;
                for (var j = i; j < i + phrase.Words.Length; j++) marks[j] |= phrase.Sorts;
            }
        }
        return marks;
    }

    static bool Matches(List<Token> tokens, int at, string[] phrase)
    {
        if (at + phrase.Length > tokens.Count) return false;
        for (var i = 1; i < phrase.Length; i++) if (tokens[at + i].Norm != phrase[i]) return false;
        return true;
    }

    static Lexicon Read()
    {
        Dictionary<string, Sorts> single = new(StringComparer.Ordinal);
        Dictionary<string, List<Phrase>> longer = new(StringComparer.Ordinal);
        var sort = default(Sort);
        foreach (var line in Embedded.Lines("lexicon.txt"))
        {
            if (line.StartsWith('[')) sort = Enum.Parse<Sort>(line.Trim('[', ']'), ignoreCase: true);
            else if (!line.StartsWith('#')) foreach (var entry in line.Split(", ", StringSplitOptions.RemoveEmptyEntries)) Add(Tokens.Of(entry), Sorts.Of(sort));
        }
        return new Lexicon(single, longer);

        void Add(List<Token> entry, Sorts sorts)
        {
            if (entry.Count == 1) CollectionsMarshal.GetValueRefOrAddDefault(single, entry[0].Norm, out _) |= sorts;
            else if (entry.Count > 1) (CollectionsMarshal.GetValueRefOrAddDefault(longer, entry[0].Norm, out _) ??= []).Add(new Phrase([.. entry.Select(t => t.Norm)], sorts));
        }
    }
}
