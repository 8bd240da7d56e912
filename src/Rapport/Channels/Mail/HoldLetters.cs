using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Desk;

namespace Rapport.Channels.Mail;

/// <summary>The letters of their conversations, both ways, and those that they wrote or got in others'. What the former say stands with the messages; the latter say it here.</summary>
public sealed class HoldLetters(RapportDb db) : IHoldOfCustomer
{
    public string Part => "letters";

    public async Task<object> Of(CustomerId customer, CancellationToken cancel)
    {
        var theirs = db.Conversations.Where(c => c.CustomerId == customer).Select(c => c.Id);
        var addresses = await db.Addresses.Where(a => a.CustomerId == customer && a.Kind == AddressKind.Email).Select(a => a.Normal).ToListAsync(cancel);
        var own = await db.Letters.AsNoTracking().Where(l => l.ConversationId != null && theirs.Contains(l.ConversationId.Value)).ToListAsync(cancel);
        var elsewhere = await db.LettersElsewhere(customer, addresses, cancel);
        var written = elsewhere.Select(l => l.MessageId).OfType<MessageId>().ToList();
        var words = await db.Messages.Where(m => written.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Body, cancel);
        var files = (await db.Attachments.AsNoTracking().Where(a => a.MessageId != null && written.Contains(a.MessageId.Value)).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.MessageId!.Value);
        var came = own.Concat(elsewhere).OrderBy(l => l.ReceivedAt).Select(l => new
        {
            l.Sender,
            l.SenderName,
            l.Recipients,
            l.Copies,
            l.Subject,
            l.SentAt,
            l.ReceivedAt,
            l.Size,
            words = l.MessageId is { } said ? words.GetValueOrDefault(said) : null,
            files = l.MessageId is { } with ? files[with].Select(f => new { f.Name, f.Type, f.Size }) : [],
        });
        var went = (await db.OutgoingLetters.AsNoTracking().Where(l => theirs.Contains(l.ConversationId) || addresses.Contains(l.Recipient)).OrderBy(l => l.QueuedAt).ToListAsync(cancel)).Select(l => new { l.Recipient, l.Sheet.Subject, l.QueuedAt, l.State, l.Words });
        var inCopy = await db.StandsOnElsewhere(customer, addresses).Select(p => new { p.Address, p.Name }).Distinct().ToListAsync(cancel);
        return new { came, went, in_copy = inCopy };
    }
}
