using Microsoft.EntityFrameworkCore;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>What somebody answered at the desk becomes a letter, once.</summary>
public sealed class WriteLetter(RapportDb db, Seals seals, TimeProvider time) : IWhen<AnsweredByMail>
{
    const int MostReferences = 20, LongestQuote = 20_000;

    public async Task Handle(AnsweredByMail fact, CancellationToken cancel)
    {
        if (await db.OutgoingLetters.AnyAsync(o => o.MessageId == fact.Message, cancel)) return;
        var message = await db.Messages.SingleAsync(m => m.Id == fact.Message, cancel);
        var conversation = await db.Conversations.SingleAsync(c => c.Id == fact.Conversation, cancel);
        var readers = await Readers.Of(db, conversation, message.Position, cancel);
        var (last, to) = (readers.Last, readers.To);
        var mailbox = await db.MailboxFor(last, cancel);
        var sheet = await Write(conversation, message, readers, mailbox, cancel);
        var letter = new OutgoingLetter
        {
            ConversationId = conversation.Id,
            MessageId = message.Id,
            PersonId = message.PersonId,
            MailboxId = mailbox?.Id,
            InternetId = await seals.MessageId(db, message.Id, 1, mailbox?.Address ?? "desk@localhost", cancel),
            Recipient = to?.Address ?? "",
            Sheet = sheet,
            QueuedAt = time.Now(),
            DueAt = time.Now(),
        };
        letter.Queue(conversation);
        db.Add(letter);
        await Remember(conversation, readers, cancel);
        if (to is null)
        {
            letter.Settle(OutgoingState.Refused, null, "no mail address of this customer is known", conversation, time.Now());
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Whom somebody chose has been chosen for this answer; whoever gets it may go on with it.</summary>
    async Task Remember(Conversation conversation, Readers readers, CancellationToken cancel)
    {
        if (readers.Chosen is null) return;
        db.Remove(readers.Chosen);
        var known = (await db.MailParticipants.Where(p => p.ConversationId == conversation.Id).Select(p => p.Address).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        db.AddRange(readers.Copies.Concat(readers.Hidden).DistinctBy(c => c.Address, StringComparer.Ordinal).Where(c => c.Address != readers.To?.Address && !known.Contains(c.Address)).Select(c => new MailParticipant { ConversationId = conversation.Id, Address = c.Address, Name = c.Name }));
    }

    async Task<Sheet> Write(Conversation conversation, Message message, Readers readers, Mailbox? mailbox, CancellationToken cancel)
    {
        var (last, to) = (readers.Last, readers.To);
        var earlier = await db.OutgoingLetters.Where(o => o.ConversationId == conversation.Id && o.MessageId != null).OrderByDescending(o => o.Id).Select(o => o.InternetId).Take(MostReferences).ToListAsync(cancel);
        var references = (last?.Links.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []).Concat(Enumerable.Reverse(earlier)).Append(last?.InternetId).OfType<string>().Distinct(StringComparer.Ordinal).TakeLast(MostReferences).ToList();
        var (intro, quoted) = await Quote(conversation, message, last, cancel);
        var subject = Seals.Bare(last is { Subject.Length: > 0 } ? last.Subject : conversation.Subject);
        subject = subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? subject : $"Re: {subject}";
        var plus = mailbox is { Plus: true };
        return new(to is null ? [] : [to], readers.Copies, plus ? await seals.Address(db, mailbox!.Address, conversation.Number, cancel) : null,
            plus ? subject : $"{subject} {await seals.Subject(db, conversation.Number, cancel)}", message.Body, message.Author, mailbox?.Name ?? "", intro, quoted,
            last?.InternetId ?? earlier.FirstOrDefault(), references, new Dictionary<string, string>(StringComparer.Ordinal))
        { Bcc = readers.Hidden };
    }

    /// <summary>What the customer said last, with what they carried along.</summary>
    async Task<(string? Intro, string? Quoted)> Quote(Conversation conversation, Message answer, Letter? last, CancellationToken cancel)
    {
        var said = last?.MessageId is { } id ? await db.Messages.AsNoTracking().SingleAsync(m => m.Id == id, cancel)
            : await db.Messages.AsNoTracking().Where(m => m.ConversationId == conversation.Id && m.From == MessageFrom.Customer && m.Position < answer.Position).OrderByDescending(m => m.Position).FirstOrDefaultAsync(cancel);
        if (said is null) return (null, null);
        var before = await db.Originals.Where(o => o.MessageId == said.Id).Select(o => o.Quoted).SingleOrDefaultAsync(cancel);
        var at = said.At.InUtc().ToString("d MMMM uuuu, HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        return ($"On {at} (UTC), {said.Author} wrote:", Cut.To(before is null ? said.Body : $"{said.Body}\n\n{before}", LongestQuote));
    }
}

static class MailboxesForAnswers
{
    /// <summary>The mailbox whose customer this is: where the letter came in, or to whose address it was sent; else the first that can send.</summary>
    public static async Task<Mailbox?> MailboxFor(this RapportDb db, Letter? last, CancellationToken cancel) =>
        (await db.Mailboxes.Where(m => m.RemovedAt == null).OrderBy(m => m.MadeAt).ToListAsync(cancel)).For(last);

    public static Mailbox? For(this IReadOnlyList<Mailbox> mailboxes, Letter? last)
    {
        var boxes = mailboxes.Where(m => m.SendingText is not null).ToList();
        var sentTo = last is null ? [] : last.EnvelopeTo.Split(' ', StringSplitOptions.RemoveEmptyEntries).Concat(Correspondent.All($"{last.Recipients}\n{last.Copies}").Select(c => c.Address)).Select(OwnMail.Plain).ToList();
        return boxes.Find(m => m.Id == last?.MailboxId) ?? boxes.Find(m => sentTo.Contains(m.Address, StringComparer.Ordinal)) ?? boxes.FirstOrDefault();
    }
}
