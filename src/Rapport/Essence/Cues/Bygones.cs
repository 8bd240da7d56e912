using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Essence.Library;

namespace Rapport.Essence.Cues;

/// <summary>What a customer does not want to be asked about: the dog that has died. A cue that touches it by name or kind is none.</summary>
public sealed class Bygones
{
    const int LongEnough = 4;
    static readonly HashSet<string> ofNoMatter = new("about after always also been before every from gets have likes loves many more most much often other still that their them they this very went were when which with years".Split(' '), StringComparer.Ordinal);

    readonly HashSet<string> words;

    Bygones(IEnumerable<string> texts) => words = [.. texts.SelectMany(WordsOf)];

    public static async Task<Bygones> Of(RapportDb db, CustomerId customer, CancellationToken cancel) =>
        new(await db.Remembered.AsNoTracking().Where(r => r.CustomerId == customer && r.OverAt != null).Select(r => r.Text).ToListAsync(cancel));

    public static Bygones Of(params string[] texts) => new(texts);

    public bool Touches(Cue cue) => words.Count > 0 && Phrases.Fold(cue.Reason).SelectMany(Names).Any(words.Contains);

    /// <summary>Names, animals, and every longer word: silence costs nothing here.</summary>
    static IEnumerable<string> WordsOf(string text)
    {
        var named = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => char.IsUpper(w[0])).SelectMany(Phrases.Fold).ToHashSet(StringComparer.Ordinal);
        return Phrases.Fold(text).Where(w => !ofNoMatter.Contains(w) && (w.Length >= LongEnough || named.Contains(w) && w.Length > 1 || Kin.Of(w) is not null || w is "dog" or "cat" or "hen" or "pig")).SelectMany(Names);
    }

    static IEnumerable<string> Names(string word) => Kin.Of(word) is { } animal ? [word, Phrases.One(word), animal] : [word, Phrases.One(word)];
}
