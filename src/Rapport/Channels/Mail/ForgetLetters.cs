using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>When a customer is erased, the letters of their conversations go, and what was to be sent to them. What they wrote in others' goes by <see cref="ForgetInCopy"/>.</summary>
public sealed class ForgetLetters(RapportDb db, TimeProvider time) : IWhen<CustomerErased>
{
    public async Task Handle(CustomerErased fact, CancellationToken cancel)
    {
        var conversations = await db.Conversations.Where(c => c.CustomerId == fact.Customer).Select(c => c.Id).ToListAsync(cancel);
        var letters = await db.Letters.Where(l => l.ConversationId != null && conversations.Contains(l.ConversationId.Value)).ToListAsync(cancel);
        await db.Forget(letters, fact.Customer, time.Now(), cancel);
        await db.OutgoingLetters.Where(o => conversations.Contains(o.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.MailParticipants.Where(p => conversations.Contains(p.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.ChosenReaders.Where(c => conversations.Contains(c.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>A letter is needed as it came, with its parts, unless it went with somebody who is erased: of that one only the hash stays.</summary>
public sealed class LetterFiles(RapportDb db) : IPointAtFiles
{
    public async Task<bool> PointsAt(string sha256, CancellationToken cancel) =>
        await db.LetterParts.AnyAsync(p => p.Sha256 == sha256, cancel) || await db.Letters.AnyAsync(l => l.Sha256 == sha256 && l.State != LetterState.Forgotten, cancel);
}
