using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Rapport.Desk;
using Rapport.Proposing;

namespace Rapport.Essence.Cues;

/// <summary>
/// What silences is looked for in the whole conversation, though only its latest words are laid on the table: who told of a death
/// on Monday is not to be met with a birthday on Friday. Each message is searched once, and of it only the mood is kept.
/// </summary>
public sealed class EarlierWords(Erasures erasures, Func<IReadOnlyList<Heard>, DenyList, int, Mood> moodOf) : IDisposable
{
    /// <param name="Through">The last position that was searched.</param>
    /// <param name="Denied">With how many entries of the deny list, which only grows.</param>
    /// <param name="Mood">What was found so far.</param>
    sealed record Searched(int Through, int Denied, Mood Mood);

    /// <summary>In one go, so that no card waits for a conversation as long as a book.</summary>
    public const int AtATime = 500;

    static readonly TimeSpan Remembers = TimeSpan.FromHours(1);

    readonly MemoryCache searched = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    /// <summary>What the messages before this position ask for. Silence until all have been searched.</summary>
    public async Task<Mood> MoodBefore(RapportDb db, ConversationId conversation, int position, DenyList deny, CancellationToken cancel)
    {
        var known = searched.TryGetValue(conversation, out Searched? before) && before!.Denied == deny.Entries.Count ? before : new(0, deny.Entries.Count, Mood.Open);
        if (known.Mood is Mood.Silent || known.Through >= position - 1) return known.Mood;
        var erased = erasures.Now;
        // The last one that was searched comes along, because an answer is read beside what it answers.
        var words = await db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation && m.Position >= known.Through && m.Position < position).OrderBy(m => m.Position).Take(AtATime)
            .Select(m => new { m.Position, Heard = new Heard(m.Body, m.From == MessageFrom.Customer, m.At) }).ToListAsync(cancel);
        var found = moodOf([.. words.Select(w => w.Heard)], deny, erased);
        var all = words.Count < AtATime;
        known = known with { Through = all ? position - 1 : words[^1].Position, Mood = found > known.Mood ? found : known.Mood };
        erasures.Unless(erased, () => searched.Set(conversation, known, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Remembers }));
        return all ? known.Mood : Mood.Silent;
    }

    internal void LetGo() => searched.Clear();

    public void Dispose() => searched.Dispose();
}
