using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>When a customer is erased, their letters go, and what was to be sent to them. That a letter came stays known by the hash of what is gone, so that it is not fetched anew.</summary>
public sealed class ForgetLetters(RapportDb db, FileStore files) : IWhen<CustomerErased>
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
        foreach (var file in letters.Select(l => l.Sha256).Concat(kept).Distinct(StringComparer.Ordinal))
            if (!await db.Attachments.AnyAsync(a => a.Sha256 == file && !conversations.Contains(a.ConversationId), cancel) && !await db.LetterParts.AnyAsync(p => p.Sha256 == file, cancel)) await files.Remove(db, file, cancel);
        db.Touch("mail");
        await db.SaveChangesAsync(cancel);
    }
}
