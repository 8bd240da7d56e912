using System.Collections.Frozen;
using System.Reflection;

namespace Rapport.Roles;

/// <summary>
/// Phrases by kind, as data, and where they stand in a text. One phrase a line: a word is found in its forms (joke, jokes, joked, joking);
/// <c>=word</c> only as it stands; <c>a|b</c> is either; <c>_</c> leaves room for up to four words and <c>__</c> for up to nine; a word with a
/// <c>?</c> may be missing; <c>#</c> is a number; <c>^</c> begins a sentence. What stands under <c>[but]</c> is taken away before anything is looked for.
/// </summary>
public sealed class WordList
{
    /// <summary>What was found, as it was written.</summary>
    public sealed record Found(string Kind, string Words);

    const string But = "but", Shorter = "_", Longer = "__", Begins = "^", Number = "#";
    const int Room = 4, MoreRoom = 9;

    readonly record struct Slot(FrozenSet<string>? Forms, bool MayMiss = false, int Gap = 0, bool IsNumber = false, bool IsBeginning = false)
    {
        public bool Takes(string word) => (IsNumber && Folded.IsNumber(word)) || (Forms?.Contains(word) ?? false);
    }

    sealed record Phrase(string Kind, int Rank, Slot[] Slots);

    readonly FrozenDictionary<string, Phrase[]> phrases, exceptions;
    readonly Phrase[] beginWithNumber;

    WordList(IReadOnlyList<Phrase> all)
    {
        phrases = ByFirstWord(all.Where(p => p.Kind != But));
        exceptions = ByFirstWord(all.Where(p => p.Kind == But));
        beginWithNumber = [.. all.Where(p => p.Kind != But && First(p).Any(s => s.IsNumber))];
    }

    public static WordList Open(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is missing; without it nobody can tell what would oblige."));
        return Of(reader.ReadToEnd());
    }

    public static WordList Of(string list)
    {
        var (all, kind, rank) = (new List<Phrase>(), "", 0);
        foreach (var line in list.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line == "#" || line.StartsWith("# ", StringComparison.Ordinal)) continue;
            if (line[0] == '[') (kind, rank) = (line.Trim('[', ']'), rank + 1);
            else all.Add(new(kind, rank, [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Read)]));
        }
        return new(all);
    }

    /// <summary>The first of what the list knows, kinds in its order; null when the text says none of it.</summary>
    public Found? In(string? text, Func<string, bool>? kinds = null)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var words = Folded.Of(text);
        TakeAway(words);
        var (best, from, until) = ((Phrase?)null, 0, 0);
        for (var at = 0; at < words.Count; at++)
        {
            foreach (var phrase in Candidates(words[at].Word))
                if ((best is null || phrase.Rank < best.Rank) && kinds?.Invoke(phrase.Kind) != false && End(phrase.Slots, 0, words, at, null) is >= 0 and var end) (best, from, until) = (phrase, at, end);
        }
        return best is null ? null : new(best.Kind, text[words[from].Start..words[until - 1].End]);
    }

    void TakeAway(List<Folded.Token> words)
    {
        List<int>? gone = null;
        for (var at = 0; at < words.Count; at++)
        {
            if (!exceptions.TryGetValue(words[at].Word, out var some)) continue;
            foreach (var phrase in some)
            {
                var taken = new List<int>();
                if (End(phrase.Slots, 0, words, at, taken) >= 0) (gone ??= []).AddRange(taken);
            }
        }
        foreach (var at in gone ?? []) words[at] = words[at] with { Word = Folded.Gone };
    }

    IEnumerable<Phrase> Candidates(string word)
    {
        IEnumerable<Phrase> known = phrases.TryGetValue(word, out var some) ? some : [];
        return beginWithNumber.Length > 0 && Folded.IsNumber(word) ? known.Concat(beginWithNumber) : known;
    }

    /// <summary>Where a phrase that begins here is over; -1 when it does not stand here.</summary>
    static int End(Slot[] slots, int slot, List<Folded.Token> words, int at, List<int>? taken)
    {
        if (slot == slots.Length) return at;
        var wanted = slots[slot];
        if (wanted.IsBeginning) return at == 0 || words[at - 1].Word == Folded.Stop ? End(slots, slot + 1, words, at, taken) : -1;
        if (wanted.Gap > 0)
        {
            for (var gap = 0; gap <= wanted.Gap; gap++)
            {
                if (End(slots, slot + 1, words, at + gap, taken) is >= 0 and var end) return end;
                if (at + gap >= words.Count || words[at + gap].Word == Folded.Stop) return -1;
            }
            return -1;
        }
        if (at < words.Count && wanted.Takes(words[at].Word))
        {
            var mark = taken?.Count ?? 0;
            taken?.Add(at);
            if (End(slots, slot + 1, words, at + 1, taken) is >= 0 and var end) return end;
            taken?.RemoveRange(mark, taken.Count - mark);
        }
        return wanted.MayMiss ? End(slots, slot + 1, words, at, taken) : -1;
    }

    static Slot Read(string said)
    {
        if (said is Shorter or Longer) return new(null, Gap: said == Shorter ? Room : MoreRoom);
        if (said == Begins) return new(null, IsBeginning: true);
        var mayMiss = said.EndsWith('?');
        var either = said.TrimEnd('?').Split('|');
        return new(either.Where(w => w != Number).SelectMany(w => w[0] == '=' ? [w[1..]] : Folded.Forms(w)).ToFrozenSet(StringComparer.Ordinal), mayMiss, IsNumber: either.Contains(Number, StringComparer.Ordinal));
    }

    /// <summary>The slots with which it can begin: up to the first that may not be missing.</summary>
    static IEnumerable<Slot> First(Phrase phrase)
    {
        foreach (var slot in phrase.Slots.SkipWhile(s => s.IsBeginning))
        {
            yield return slot;
            if (!slot.MayMiss) yield break;
        }
    }

    static FrozenDictionary<string, Phrase[]> ByFirstWord(IEnumerable<Phrase> phrases) =>
        phrases.SelectMany(p => First(p).SelectMany(s => s.Forms ?? []).Distinct(StringComparer.Ordinal), (phrase, word) => (phrase, word))
            .GroupBy(x => x.word, x => x.phrase, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
}
