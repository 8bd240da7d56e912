using System.Collections.Frozen;
using System.Reflection;
using Rapport.Essence.Library;

namespace Rapport.Essence.Cues;

/// <summary>
/// What is nobody's business at a till: where one of these words is on the table, no cue is made. The list that comes with the
/// house is always on; words can be added and none can be taken out.
/// </summary>
public sealed class DenyList
{
    public sealed record Entry(string Words, string About);

    /// <summary>By first word, and those whose first word may go on.</summary>
    readonly FrozenDictionary<string, Phrase[]> byWord;
    readonly FrozenDictionary<string, Phrase[]> byBeginning;

    sealed record Phrase(Entry Entry, string[] Words);

    DenyList(IReadOnlyList<Entry> entries)
    {
        Entries = entries;
        var phrases = entries.Select(e => new Phrase(e, Unmasked.Plain(Phrases.Wanted(e.Words)))).Where(p => p.Words.Length > 0).ToList();
        byWord = phrases.Where(p => !p.Words[0].EndsWith('*')).GroupBy(p => Phrases.One(p.Words[0]), StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        byBeginning = phrases.Where(p => p.Words[0].EndsWith('*')).GroupBy(p => p.Words[0][..Math.Min(Stem, p.Words[0].Length - 1)], StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>No beginning with a star is shorter.</summary>
    const int Stem = 3;

    /// <summary>The languages that it reads, a list of words for each.</summary>
    static readonly string[] Languages = ["english", "german", "french", "spanish", "italian", "dutch", "portuguese", "polish"];

    public static DenyList BuiltIn { get; } = new([.. Languages.SelectMany(Read)]);

    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>Stricter by these words.</summary>
    public DenyList With(IEnumerable<string> added) => added.ToList() is { Count: > 0 } more ? new([.. Entries, .. more.Select(words => new Entry(words, "added here"))]) : this;

    public bool Has(string words) => Phrases.Wanted(words) is var wanted && Entries.Any(e => Phrases.Wanted(e.Words).SequenceEqual(wanted, StringComparer.Ordinal));

    /// <summary>Why these words could never be found; null where they can.</summary>
    public static string? WhyNever(string words)
    {
        var wanted = Phrases.Wanted(words);
        if (!Array.Exists(wanted, w => w.Count(char.IsLetterOrDigit) >= 2)) return "“words” needs a word of two letters or more: marks and single letters are found in nothing that anybody writes.";
        for (var at = words.IndexOf('*', StringComparison.Ordinal); at >= 0; at = words.IndexOf('*', at + 1))
            if (at == 0 || !char.IsLetterOrDigit(words[at - 1]) || (at + 1 < words.Length && !char.IsWhiteSpace(words[at + 1]))) return "In “words” a star may only end a word, as in “pregnan*”.";
        if (Array.Exists(wanted, w => w.EndsWith('*') && w.Length <= Stem)) return $"In “words” a star needs {Stem} letters or more before it; with fewer it would silence half of what people say.";
        return new DenyList([new(words, "")]).Finds([string.Join(' ', wanted.Select(w => w.TrimEnd('*')))]) is null ? "“words” would never be found as it stands. Write it as customers do." : null;
    }

    /// <summary>The first entry that one of the texts speaks of.</summary>
    public Entry? Finds(IEnumerable<string> texts)
    {
        foreach (var words in texts.SelectMany(Unmasked.Readings))
            for (var at = 0; at < words.Length; at++)
                if (At(words, at) is { } found) return found;
        return null;
    }

    Entry? At(string[] words, int at)
    {
        if (byWord.TryGetValue(Phrases.One(words[at]), out var same))
            foreach (var phrase in same)
                if (Fits(phrase.Words, words, at)) return phrase.Entry;
        if (words[at].Length >= Stem && byBeginning.TryGetValue(words[at][..Stem], out var begun))
            foreach (var phrase in begun)
                if (Fits(phrase.Words, words, at)) return phrase.Entry;
        return null;
    }

    static bool Fits(string[] phrase, string[] words, int at)
    {
        if (at + phrase.Length > words.Length) return false;
        for (var i = 0; i < phrase.Length; i++)
            if (!Phrases.Same(words[at + i], phrase[i])) return false;
        return true;
    }

    static IEnumerable<Entry> Read(string language)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"deny-list-{language}.txt") ?? throw new InvalidOperationException($"The deny list in {language} is missing; without it no cue may be made.");
        using var reader = new StreamReader(stream);
        var about = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith('[')) about = line.Trim('[', ']');
            else foreach (var words in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(Each)) yield return new(words, about);
        }
    }

    /// <summary>“lost my|our home” is two entries.</summary>
    static IEnumerable<string> Each(string words) =>
        words.Split(' ').Select(word => word.Split('|')).Aggregate((IEnumerable<string>)[""], (begun, either) => begun.SelectMany(b => either.Select(word => b.Length == 0 ? word : $"{b} {word}")));
}
