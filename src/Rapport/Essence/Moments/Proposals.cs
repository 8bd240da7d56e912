using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Language.Desk;
using Rapport.Proposing;

namespace Rapport.Essence.Moments;

/// <summary>What a message looks like, and by which words. Its writer decides.</summary>
public sealed record Proposal(BehaviorKind Behavior, string Because);

/// <summary>
/// Reads what somebody of the desk has just written and says to them alone what it looks like. What it finds stays in memory and
/// is never stored: a proposal that nobody takes up closes by itself and leaves nothing behind.
/// </summary>
public sealed class Proposals(IReadMessages reader, Notices notices, Topics topics, TimeProvider time) : IDisposable
{
    /// <summary>One's last words, while they are fresh; then the window closes.</summary>
    const int Last = 3, TurnsBefore = 6, OwnEarlier = 200, LongestContext = 4000;

    static readonly Duration Fresh = Duration.FromHours(24);

    readonly ReadSoFar<Proposal> read = new(notices, topics, 20_000);

    /// <summary>What may be proposed under the words of <paramref name="me"/> in this thread.</summary>
    public async Task<Dictionary<MessageId, Proposal>> Under(RapportDb db, Me me, ConversationId conversation, IReadOnlyList<Message> thread, CancellationToken cancel)
    {
        var since = time.GetUtcNow() - Fresh.ToTimeSpan();
        var mine = thread.Where(m => m.PersonId == me.Id && m.From is MessageFrom.Agent && m.At.ToDateTimeOffset() > since).TakeLast(Last).ToList();
        var (erased, around, found) = (read.Erased, default(Around), new Dictionary<MessageId, Proposal>());
        foreach (var message in mine)
        {
            if (!read.Has(message.Id)) around ??= await Load(db, me.Id, conversation, cancel);
            // The thread was fetched before: whoever has been erased since then is not read.
            if (around is { Gone: true }) return found;
            if (read.Of(message.Id, erased, Fresh.ToTimeSpan(), Book.Topic(me.Id), () => Read(thread, message, around)) is { } proposal) found[message.Id] = proposal;
        }
        return found;
    }

    /// <summary>What bears on how somebody's words in a conversation are read.</summary>
    sealed record Around(OwnSentences? Own, Names? Names, bool Gone);

    async Task<Around> Load(RapportDb db, PersonId me, ConversationId conversation, CancellationToken cancel) => new(
        await SaidElsewhere(db, me, conversation, cancel) is { Count: > 0 } earlier ? OwnSentences.Of(earlier) : null,
        reader.Elsewhere is null ? Names.None : await WantsNothingRemembered(db, conversation, cancel) ? null : (await db.NamesAround(conversation, cancel)).With(await Remembered(db, conversation, cancel)),
        await db.Conversations.AnyAsync(c => c.Id == conversation && db.Customers.Any(x => x.Id == c.CustomerId && x.ErasedAt != null), cancel));

    static async Task<IReadOnlyCollection<string>> Remembered(RapportDb db, ConversationId conversation, CancellationToken cancel) =>
        [.. (await db.Remembered.AsNoTracking().Where(r => db.Conversations.Any(c => c.Id == conversation && c.CustomerId == r.CustomerId)).ToListAsync(cancel)).SelectMany(r => r.Names)];

    async Task<Proposal?> Read(IReadOnlyList<Message> thread, Message message, Around? around)
    {
        var reading = await reader.Desk(new(Before(thread, message), message.Body) { Context = Context(thread, message), Own = around?.Own, Names = around?.Names }, CancellationToken.None);
        return reading.Proposed.Count == 0 ? null : new(reading.Proposed[0], reading.Because.Count > 0 ? reading.Because[0] : "");
    }

    static IReadOnlyList<Turn> Before(IEnumerable<Message> thread, Message message) =>
        [.. thread.Where(m => m.Position < message.Position).TakeLast(TurnsBefore).Select(m => new Turn(m.From is MessageFrom.Customer ? Turn.Customer : Turn.Desk, m.Body))];

    /// <summary>The turns before a message, as the trainer's examples have them.</summary>
    public static string Context(IEnumerable<Message> thread, Message message)
    {
        var context = string.Join(' ', Before(thread, message));
        return context.Length <= LongestContext ? context : context[^LongestContext..];
    }

    static Task<bool> WantsNothingRemembered(RapportDb db, ConversationId conversation, CancellationToken cancel) =>
        db.MemoryConsents.AnyAsync(c => c.WithdrawnAt != null && db.Conversations.Any(x => x.Id == conversation && x.CustomerId == c.CustomerId), cancel);

    /// <summary>A sentence that the same person sends to everybody is a pleasantry, however warm.</summary>
    static async Task<IReadOnlyCollection<string>> SaidElsewhere(RapportDb db, PersonId me, ConversationId conversation, CancellationToken cancel) =>
        await db.Messages.AsNoTracking().Where(m => m.PersonId == me && m.ConversationId != conversation).OrderByDescending(m => m.At).Take(OwnEarlier).Select(m => m.Body).ToListAsync(cancel);

    public void Dispose() => read.Dispose();
}

/// <summary>All that the thread shows of moments, to the person themself and to nobody else.</summary>
public sealed record MomentsHere(long Number, ILookup<MessageId, Moment> Kept, IReadOnlyDictionary<MessageId, Proposal> Proposed)
{
    static readonly ILookup<MessageId, Moment> none = Array.Empty<Moment>().ToLookup(m => m.MessageId ?? default);

    public bool SaysSomethingOf(Message message) => Kept.Contains(message.Id) || Proposed.ContainsKey(message.Id);

    public static async Task<MomentsHere> Load(RapportDb db, OpenConversationView open, Proposals proposals, CancellationToken cancel)
    {
        var (me, conversation) = (open.Me, open.Conversation.Id);
        var thread = open.Thread.OfType<ThreadItem.Said>().Select(s => s.Message).ToList();
        // Both are about one's own words alone.
        if (!thread.Exists(m => m.PersonId == me.Id)) return new(open.Conversation.Number, none, new Dictionary<MessageId, Proposal>());
        var kept = (await db.Moments.AsNoTracking().Where(m => m.ConversationId == conversation && m.GiverId == me.Id && m.MessageId != null).OrderBy(m => m.At).ToListAsync(cancel)).ToLookup(m => m.MessageId!.Value);
        var proposed = await proposals.Under(db, me, conversation, thread, cancel);
        if (proposed.Count > 0)
        {
            var ids = proposed.Keys.ToList();
            foreach (var corrected in await db.Corrections.Where(c => ids.Contains(c.MessageId)).Select(c => c.MessageId).Distinct().ToListAsync(cancel)) proposed.Remove(corrected);
            foreach (var id in ids.Where(kept.Contains)) proposed.Remove(id);
            // Kept by hand a moment ago, and not from the line below the words: it is in the book already.
            var byHand = await db.Moments.AsNoTracking().Where(m => m.ConversationId == conversation && m.GiverId == me.Id && m.MessageId == null).Select(m => new { m.Behavior, m.At }).ToListAsync(cancel);
            foreach (var moment in byHand)
                if (thread.FindLast(t => t.At <= moment.At && proposed.TryGetValue(t.Id, out var p) && p.Behavior == moment.Behavior) is { } message) proposed.Remove(message.Id);
        }
        return new(open.Conversation.Number, kept, proposed);
    }
}
