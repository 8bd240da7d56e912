using System.Collections.Frozen;
using System.Reflection;
using Rapport.Foundation;

namespace Rapport.Memory.Checking;

/// <summary>
/// What is nobody's business to note: health, grief, violence, faith, politics, sex life, ethnicity, union and money trouble; and insults. Found by
/// words, as they are typed and again when they are kept. Better refused once too often: all but insults can be kept where the
/// customer asked for it and what it is needed for is said.
/// </summary>
public static class SpecialCategories
{
    const string Insult = "insult", Harmless = "harmless";

    /// <summary>A phrase is found by its first word; a star stands for any ending.</summary>
    sealed record Phrase(string About, string[] Words);

    public sealed record Found(string About, string Words)
    {
        public bool IsInsult => About == Insult;
    }

    static readonly (FrozenDictionary<string, Phrase[]> Whole, FrozenDictionary<string, Phrase[]> Begun) known = Read();

    /// <summary>No word with a star is shorter before it.</summary>
    const int Stem = 3;

    /// <summary>The first phrase that is nobody's business; null where there is none.</summary>
    public static Found? In(string text)
    {
        var words = Rapport.Foundation.Search.Words.Of(text).ToList();
        var keys = words.ConvertAll(w => w.Key);
        for (var at = 0; at < keys.Count;)
        {
            var here = At(keys, at);
            if (here.Find(p => p.About == Harmless) is { } harmless)
            {
                at += harmless.Words.Length;
                continue;
            }
            if (here.Count > 0)
            {
                var (first, last) = (words[at], words[at + here[0].Words.Length - 1]);
                return new(here[0].About, text[first.Start..(last.Start + last.Length)]);
            }
            at++;
        }
        return null;
    }

    public static bool AreIn(string text) => In(text) is not null;

    /// <summary>Refuses what may not be kept.</summary>
    public static void Check(WhatWasTold telling, string name)
    {
        var found = In(telling.Text);
        if (found is { IsInsult: true }) throw new Refusal(InWords(found, name), "insult");
        if (found is null && !telling.Sensitive) return;
        if (telling is { Sensitive: true, By: ToldBy.Customer } && !string.IsNullOrWhiteSpace(telling.Need))
        {
            Refusal.If(In(telling.Need) is { IsInsult: true }, $"Say what it is needed for in words that {name} can read.", "insult");
            return;
        }
        throw new Refusal(found is not null ? InWords(found, name) : $"What is sensitive is kept only when {name} told it, asked for it to be kept, and you say what it is needed for.", "special-category");
    }

    public static string InWords(Found found, string name) => found.IsInsult
        ? $"“{found.Words}” is not about {name} but against them. {name} can read this: write what would be fair to read."
        : $"“{found.Words}” is about {found.About}, which is not for us to note. If {name} asked for it to be kept, say so and what it is needed for.";

    /// <summary>Every phrase that stands here, the longest first.</summary>
    static List<Phrase> At(List<string> words, int at)
    {
        var found = new List<Phrase>();
        foreach (var key in Singular(words[at]))
            if (known.Whole.TryGetValue(key, out var whole)) found.AddRange(whole.Where(p => Fits(p.Words, words, at)));
        if (words[at].Length >= Stem && known.Begun.TryGetValue(words[at][..Stem], out var begun)) found.AddRange(begun.Where(p => Fits(p.Words, words, at)));
        found.Sort((a, b) => b.Words.Length.CompareTo(a.Words.Length));
        return found;
    }

    static bool Fits(string[] phrase, List<string> words, int at)
    {
        if (at + phrase.Length > words.Count) return false;
        for (var i = 0; i < phrase.Length; i++)
        {
            var (wanted, word) = (phrase[i], words[at + i]);
            if (wanted.EndsWith('*') ? !word.StartsWith(wanted[..^1], StringComparison.Ordinal) : !Singular(word).Contains(wanted, StringComparer.Ordinal)) return false;
        }
        return true;
    }

    static IEnumerable<string> Singular(string word)
    {
        yield return word;
        if (word.Length > Stem && word.EndsWith('s')) yield return word[..^1];
        if (word.Length > Stem + 1 && word.EndsWith("es", StringComparison.Ordinal)) yield return word[..^2];
    }

    static (FrozenDictionary<string, Phrase[]>, FrozenDictionary<string, Phrase[]>) Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("special-categories.txt") ?? throw new InvalidOperationException("The list of what is nobody's business is missing; without it nothing may be remembered.");
        using var reader = new StreamReader(stream);
        var phrases = new List<Phrase>();
        var about = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith('[')) about = line.Trim('[', ']');
            else phrases.AddRange(line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => new Phrase(about, p.Split(' '))));
        }
        return (
            phrases.Where(p => !p.Words[0].EndsWith('*')).GroupBy(p => p.Words[0], StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal),
            phrases.Where(p => p.Words[0].EndsWith('*')).GroupBy(p => p.Words[0][..Stem], StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal));
    }
}
