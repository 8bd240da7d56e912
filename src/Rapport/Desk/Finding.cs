using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

/// <summary>Getting hold of a conversation and what belongs to it.</summary>
public static class Finding
{
    /// <summary>A conversation to change. On PostgreSQL whoever comes second waits here, so that nobody decides on what is no longer true.</summary>
    public static async Task<Conversation> ToChange(this RapportDb db, long number, CancellationToken cancel)
    {
        if (!db.Database.IsNpgsql()) return await db.Conversations.SingleOrDefaultAsync(c => c.Number == number, cancel) ?? throw new NotFound("conversation");
        var locked = await db.Conversations.FromSql($"SELECT * FROM conversations WHERE number = {number} FOR UPDATE").ToListAsync(cancel);
        return locked.Count == 1 ? locked[0] : throw new NotFound("conversation");
    }

    public static async Task<Conversation> ToRead(this RapportDb db, long number, CancellationToken cancel) =>
        await db.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, cancel) ?? throw new NotFound("conversation");

    public static async Task<long> NextNumber(this RapportDb db, CancellationToken cancel) => db.Database.IsNpgsql()
        ? (await db.Database.SqlQuery<long>($"SELECT nextval('conversation_number') AS \"Value\"").ToListAsync(cancel))[0]
        : (await db.Database.SqlQuery<long>($"UPDATE counters SET value = value + 1 WHERE name = 'conversation' RETURNING value AS \"Value\"").ToListAsync(cancel))[0];

    /// <summary>The words of the customer open again what was resolved.</summary>
    public static async Task ReopenIfResolved(this RapportDb db, Conversation conversation, Instant at, CancellationToken cancel)
    {
        if (conversation.Status is Status.Open) return;
        var last = await db.Resolutions.Where(r => r.ConversationId == conversation.Id && r.ReopenedAt == null).OrderByDescending(r => r.At).FirstAsync(cancel);
        conversation.Reopen(last, at);
    }

    /// <summary>What must be done here, in order, and what of it is done.</summary>
    public static async Task<List<StepState>> Steps(this RapportDb db, Conversation conversation, CancellationToken cancel)
    {
        if (conversation.ContactTypeId is not { } type) return [];
        var steps = await db.KnownSteps(type, cancel);
        var done = await db.StepCompletions.Where(c => c.ConversationId == conversation.Id).ToDictionaryAsync(c => c.StepId, cancel);
        return [.. steps.Where(s => !s.Retired || done.ContainsKey(s.Id)).Select(s => new StepState(s, done.GetValueOrDefault(s.Id)))];
    }

    public sealed record StepState(FunctionStep Step, StepCompletion? Completion)
    {
        public bool Done => Completion is not null;
    }

    public static Task<List<Promise>> OpenPromises(this RapportDb db, ConversationId conversation, CancellationToken cancel) =>
        db.Promises.Where(p => p.ConversationId == conversation && p.KeptAt == null).OrderBy(p => p.DueAt).ToListAsync(cancel);
}
