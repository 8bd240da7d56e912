using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>When a customer is erased, the words of their conversations go: messages, notes, drafts, promises, files, the index. A matter that somebody has ends; one that nobody has stays in the list, without a word, for whoever closes it.</summary>
public sealed class ForgetWhatWasSaid(RapportDb db, TimeProvider time) : IWhen<CustomerErased>
{
    public async Task Handle(CustomerErased fact, CancellationToken cancel)
    {
        var conversations = await db.Conversations.AsNoTracking().Where(c => c.CustomerId == fact.Customer).ToListAsync(cancel);
        var ids = conversations.ConvertAll(c => c.Id);
        var raw = ids.ConvertAll(id => (Guid?)id.Value);
        await db.SearchEntries.Where(e => raw.Contains(e.Conversation)).ExecuteDeleteAsync(cancel);
        await db.HeldReplies.Where(r => ids.Contains(r.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.Drafts.Where(d => ids.Contains(d.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.Presences.Where(p => ids.Contains(p.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.Promises.Where(p => ids.Contains(p.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.FeltWaits.Where(w => ids.Contains(w.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.LetGoOf(db.Attachments.Where(a => ids.Contains(a.ConversationId)), fact.Customer, time.Now(), cancel);
        await db.Messages.Where(m => ids.Contains(m.ConversationId)).ExecuteUpdateAsync(s => s.SetProperty(m => m.Body, "").SetProperty(m => m.Author, m => m.From == MessageFrom.Customer ? "" : m.Author), cancel);
        await db.Originals.Where(o => ids.Contains(o.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.Notes.Where(n => ids.Contains(n.ConversationId)).ExecuteUpdateAsync(s => s.SetProperty(n => n.Body, ""), cancel);
        await db.Told.Where(t => ids.Contains(t.ConversationId)).ExecuteUpdateAsync(s => s.SetProperty(t => t.Body, ""), cancel);
        await db.Understandings.Where(u => ids.Contains(u.ConversationId)).ExecuteUpdateAsync(s => s.SetProperty(u => u.Words, ""), cancel);
        await db.Confirmations.Where(c => ids.Contains(c.ConversationId)).ExecuteUpdateAsync(s => s.SetProperty(c => c.Words, ""), cancel);
        await db.StepCompletions.Where(c => ids.Contains(c.ConversationId) && c.SkippedBecause != null).ExecuteUpdateAsync(s => s.SetProperty(c => c.SkippedBecause, "erased"), cancel);
        await db.Conversations.Where(c => c.CustomerId == fact.Customer).ExecuteUpdateAsync(s => s.SetProperty(c => c.Subject, "Erased").SetProperty(c => c.Preview, "").SetProperty(c => c.WaitingSince, (Instant?)null).SetProperty(c => c.PromisedUntil, (Instant?)null), cancel);
        foreach (var open in conversations.Where(c => c is { Status: Status.Open, OwnerId: not null }))
        {
            db.Add(new Resolution { ConversationId = open.Id, ById = open.OwnerId!.Value, At = time.Now() });
            await db.Conversations.Where(c => c.Id == open.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.Status, Status.Resolved), cancel);
            db.Record(new ConversationResolved(open.Id, open.Number, open.CustomerId, open.OwnerId!.Value));
        }
        foreach (var conversation in conversations) db.Touch($"conversation:{conversation.Number}");
        db.Touch("inbox");
        // Whoever looked between the erasure and this has had the words read once more.
        db.Touch("erased");
        await db.SaveChangesAsync(cancel);
    }
}

public static class ForgettingMessages
{
    /// <summary>What somebody said in another's conversation: their words, their name and their files go; what the others said stays.</summary>
    public static async Task ForgetMessages(this RapportDb db, List<MessageId> ids, CustomerId of, Instant now, CancellationToken cancel)
    {
        if (ids.Count == 0) return;
        var raw = ids.ConvertAll(id => (Guid?)id.Value);
        await db.SearchEntries.Where(e => raw.Contains(e.Message)).ExecuteDeleteAsync(cancel);
        await db.LetGoOf(db.Attachments.Where(a => a.MessageId != null && ids.Contains(a.MessageId.Value)), of, now, cancel);
        await db.Originals.Where(o => ids.Contains(o.MessageId)).ExecuteDeleteAsync(cancel);
        await db.Conversations.Where(c => db.Messages.Any(m => ids.Contains(m.Id) && m.ConversationId == c.Id && !db.Messages.Any(n => n.ConversationId == c.Id && n.Position > m.Position))).ExecuteUpdateAsync(s => s.SetProperty(c => c.Preview, ""), cancel);
        await db.Messages.Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(s => s.SetProperty(m => m.Body, "").SetProperty(m => m.Author, ""), cancel);
        foreach (var number in await db.Conversations.Where(c => db.Messages.Any(m => m.ConversationId == c.Id && ids.Contains(m.Id))).Select(c => c.Number).ToListAsync(cancel)) db.Touch($"conversation:{number}");
        db.Touch("inbox");
        db.Touch("erased");
    }
}
