using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>When a customer is erased, their letters go, and what was to be sent to them. That a letter came stays known by the hash of what is gone, so that it is not fetched anew.</summary>
public sealed class ForgetLetters(RapportDb db, TimeProvider time) : IWhen<CustomerErased>
{
    public async Task Handle(CustomerErased fact, CancellationToken cancel)
    {
        var conversations = await db.Conversations.Where(c => c.CustomerId == fact.Customer).Select(c => c.Id).ToListAsync(cancel);
        var letters = await db.Letters.Where(l => l.ConversationId != null && conversations.Contains(l.ConversationId.Value)).ToListAsync(cancel);
        var ids = letters.ConvertAll(l => l.Id);
        var kept = await db.LetterParts.Where(p => ids.Contains(p.LetterId)).Select(p => p.Sha256).ToListAsync(cancel);
        await db.LetterParts.Where(p => ids.Contains(p.LetterId)).ExecuteDeleteAsync(cancel);
        await db.OutgoingLetters.Where(o => conversations.Contains(o.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.MailParticipants.Where(p => conversations.Contains(p.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.ChosenReaders.Where(c => conversations.Contains(c.ConversationId)).ExecuteDeleteAsync(cancel);
        foreach (var letter in letters) letter.Forget();
        foreach (var file in letters.Select(l => l.Sha256).Concat(kept).Distinct(StringComparer.Ordinal)) db.LetGo(file, fact.Customer.Value, time.Now());
        db.Touch("mail");
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>A letter is needed as it came, with its parts, unless it was of somebody who is erased: of that one only the hash stays.</summary>
public sealed class LetterFiles(RapportDb db) : IPointAtFiles
{
    public async Task<bool> PointsAt(string sha256, CancellationToken cancel) => await db.LetterParts.AnyAsync(p => p.Sha256 == sha256, cancel)
        || await db.Letters.AnyAsync(l => l.Sha256 == sha256 && !db.Conversations.Any(c => c.Id == l.ConversationId && db.Customers.Any(u => u.Id == c.CustomerId && u.ErasedAt != null)), cancel);
}
