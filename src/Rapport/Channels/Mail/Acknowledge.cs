using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Customers;
using Rapport.Desk;

namespace Rapport.Channels.Mail;

/// <summary>Where the house wants it, a first letter is acknowledged at once: never a machine's, never an old one, and nobody more than once an hour.</summary>
public sealed class Acknowledge(RapportDb db, KnownToMail known, Seals seals)
{
    static readonly Duration Pause = Duration.FromHours(1);

    public async Task First(Letter letter, Correspondent who, Conversation conversation, Customer customer, Instant now, CancellationToken cancel)
    {
        if (letter.Automatic is not null || !who.HasAddress || Manners.IsOld(letter, now)) return;
        // Whoever forges a letter does not choose whom the house writes to.
        if (letter.ReplyTo != letter.Sender) return;
        if (known.Boxes.For(letter) is not { Acknowledgment: { Length: > 0 } words } mailbox) return;
        var to = Correspondent.Of(letter.SenderName, letter.ReplyTo) is { HasAddress: true } answers ? answers : who;
        if (known.Ours.Contains(OwnMail.Plain(to.Address))) return;
        var since = now - Pause;
        if (await db.OutgoingLetters.AnyAsync(o => o.MessageId == null && o.Recipient == to.Address && o.QueuedAt > since, cancel)) return;
        var subject = conversation.Subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? conversation.Subject : $"Re: {conversation.Subject}";
        var outgoing = new OutgoingLetter
        {
            ConversationId = conversation.Id,
            MailboxId = mailbox.Id,
            InternetId = string.Create(CultureInfo.InvariantCulture, $"received.{letter.Id.Value:N}@{mailbox.Address[(mailbox.Address.LastIndexOf('@') + 1)..]}"),
            Recipient = to.Address,
            Sheet = new([to], [], mailbox.Plus ? await seals.Address(db, mailbox.Address, conversation.Number, cancel) : null, mailbox.Plus ? subject : $"{subject} {await seals.Subject(db, conversation.Number, cancel)}",
                words, mailbox.Name, mailbox.Name, null, null, letter.InternetId, letter.InternetId is { } id ? [id] : [],
                new Dictionary<string, string>(StringComparer.Ordinal) { ["Auto-Submitted"] = "auto-replied", ["X-Auto-Response-Suppress"] = "All", ["Precedence"] = "auto_reply" }),
            QueuedAt = now,
            DueAt = now,
        };
        outgoing.Queue(conversation);
        db.Add(outgoing);
        known.Goes(outgoing.InternetId);
        await db.Tell(conversation, words, now, cancel);
    }
}
