using Microsoft.EntityFrameworkCore;
using Rapport.Customers;

namespace Rapport.Channels.Mail;

/// <summary>The letters of their conversations, both ways. What they say stands with the messages.</summary>
public sealed class HoldLetters(RapportDb db) : IHoldOfCustomer
{
    public string Part => "letters";

    public async Task<object> Of(CustomerId customer, CancellationToken cancel)
    {
        var theirs = db.Conversations.Where(c => c.CustomerId == customer).Select(c => c.Id);
        var came = await db.Letters.AsNoTracking().Where(l => l.ConversationId != null && theirs.Contains(l.ConversationId.Value)).OrderBy(l => l.ReceivedAt).Select(l => new { l.Sender, l.SenderName, l.Recipients, l.Copies, l.Subject, l.SentAt, l.ReceivedAt, l.Size }).ToListAsync(cancel);
        var went = (await db.OutgoingLetters.AsNoTracking().Where(l => theirs.Contains(l.ConversationId)).OrderBy(l => l.QueuedAt).ToListAsync(cancel)).Select(l => new { l.Recipient, l.Sheet.Subject, l.QueuedAt, l.State, l.Words });
        return new { came, went };
    }
}
