using Rapport.Language.Model;
using Rapport.Language.Text;
using Rapport.Language.Words;

namespace Rapport.Language.Desk;

/// <summary>
/// What one person has written to others, sentence by sentence. A sentence that is there again, with another name or number or nearly the same words
/// (three quarters of them shared, Jaccard), is rote: copied and pasted warmth shows only across messages. Not for several threads at once while messages are added.
/// </summary>
public sealed class OwnSentences
{
    const double NearlyTheSame = 0.75;
    const int FewWords = 4, MostKept = 50_000, MostCandidates = 64, Several = -2;

    readonly Dictionary<ulong, int> whole = [];
    readonly Dictionary<uint, List<(int Message, uint[] Words)>> bySmallest = [];
    int messages;

    public static OwnSentences Of(IEnumerable<string> messages)
    {
        OwnSentences own = new();
        foreach (var message in messages) own.Add(message);
        return own;
    }

    /// <summary>Takes in a message sent to somebody, and numbers it from 0.</summary>
    public int Add(string message)
    {
        Reading reading = new(message);
        foreach (var sentence in reading.Sentences) Add(reading, sentence);
        return messages++;
    }

    void Add(Reading message, Sentence sentence)
    {
        var words = Words(message, sentence);
        if (words.Length == 0 || whole.Count >= MostKept) return;
        if (!whole.TryAdd(Whole(words), messages))
        {
            if (whole[Whole(words)] != messages) whole[Whole(words)] = Several;
            return;
        }
        if (words.Length < FewWords) return;
        var sorted = Sorted(words);
        foreach (var key in Keys(sorted))
        {
            if (!bySmallest.TryGetValue(key, out var list)) bySmallest[key] = list = [];
            if (list.Count < MostCandidates) list.Add((messages, sorted));
        }
    }

    /// <summary>Whether this sentence went to somebody else; the message with the number <paramref name="itself"/> does not count.</summary>
    public bool Has(Reading message, Sentence sentence, int itself = -1)
    {
        var words = Words(message, sentence);
        if (words.Length == 0) return false;
        if (whole.TryGetValue(Whole(words), out var where) && where != itself) return true;
        if (words.Length < FewWords) return false;
        var sorted = Sorted(words);
        foreach (var key in Keys(sorted))
            if (bySmallest.TryGetValue(key, out var list) && list.Exists(other => other.Message != itself && Shared(sorted, other.Words) >= NearlyTheSame)) return true;
        return false;
    }

    /// <summary>Whether every sentence of this message went to somebody else.</summary>
    public bool HasAll(string message, int itself = -1)
    {
        var reading = new Reading(message);
        return reading.Sentences.TrueForAll(sentence => Has(reading, sentence, itself));
    }

    /// <summary>Whether a sentence that this part of a message touches went to somebody else.</summary>
    public bool HasPart(Reading message, Range part, int itself = -1) =>
        message.Sentences.Exists(sentence => message.Tokens[sentence.First].Start < part.End.Value && message.Tokens[sentence.Last].End > part.Start.Value && Has(message, sentence, itself));

    /// <summary>The words as numbers; names (capitals inside a sentence), handles and numbers are all the same, marks do not count.</summary>
    static uint[] Words(Reading message, Sentence sentence)
    {
        List<uint> words = [];
        for (var i = sentence.First; i <= sentence.Last; i++)
        {
            var token = message.Tokens[i];
            if (token.Kind is not (TokenKind.Word or TokenKind.Tag)) continue;
            if (i > sentence.First && char.IsUpper(message.Text[token.Start]) && message.Marks[i].Bits == 0 && Stops.IsContent(token)) continue;
            words.Add(Features.Hash(3, token.Norm));
        }
        return [.. words];
    }

    static ulong Whole(uint[] words)
    {
        var hash = 14695981039346656037;
        foreach (var word in words) hash = (hash ^ word) * 1099511628211;
        return hash;
    }

    static uint[] Sorted(uint[] words)
    {
        uint[] sorted = [.. words.Distinct()];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>The smallest numbers of the set: sets that share three quarters nearly always share one of these (min-hashing, Broder 1997).</summary>
    static IEnumerable<uint> Keys(uint[] sorted) => sorted.Take(4);

    static double Shared(uint[] left, uint[] right)
    {
        var (i, j, both) = (0, 0, 0);
        while (i < left.Length && j < right.Length)
        {
            if (left[i] == right[j]) (i, j, both) = (i + 1, j + 1, both + 1);
            else if (left[i] < right[j]) i++;
            else j++;
        }
        return (double)both / (left.Length + right.Length - both);
    }
}
