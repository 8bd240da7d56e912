using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>A letter that was read goes where it belongs: into the conversation it answers, or into one of its own.</summary>
public sealed class PutAway(RapportDb db, KnownToMail known, FindsPlace places, TakeReport reports, Acknowledge acknowledge, TimeProvider time)
{
    const int ForSenders = 8102, MostInAnHour = 12;
    const string Nobody = "Unknown sender";

    public async Task Away(Letter letter, ReadLetter read, CancellationToken cancel)
    {
        var now = time.Now();
        await db.NotWhileMerging(cancel);
        letter.Learn(read, Manners.Of(read, letter.EnvelopeFrom, letter is { CameBy: CameBy.Smtp or CameBy.Lmtp, EnvelopeFrom: null }), await Doubt(letter, read, cancel));
        await db.Alone(ForSenders, letter.InternetId ?? letter.Sha256, cancel);
        await db.Alone(ForSenders, read.Sender.Address, cancel);
        await known.Ask([read], cancel);
        if (read.Headers.GetValueOrDefault("x-loop") == Trial.Mark)
        {
            letter.SetAside("The house's own trial of a mailbox.");
            return;
        }
        if (await CameBefore(letter, cancel) || await OwnCameBack(letter, cancel) || await reports.Takes(letter, read, now, cancel)) return;

        var ours = known.Ours;
        var who = ours.Contains(OwnMail.Plain(read.Sender.Address)) && read.Answer.HasAddress ? read.Answer : read.Sender;
        var customer = await db.Meet(Introduce(who), time, cancel, known.IsNew(who));
        known.Meets(who);
        var unread = letter.ConversationId;
        var place = await places.For(letter, read, who, customer, cancel);
        var (conversation, message) = place is null ? await Begin(letter, read, customer, cancel) : await GoOn(place, letter, read, who, customer, cancel);
        await Keep(letter, read, conversation, message, now, cancel);
        await TakeNoteOf(who, read, conversation, customer, ours, cancel);
        letter.Thread(conversation, message);
        await TellApart(unread, letter, conversation, cancel);
        if (place is null) await acknowledge.First(letter, who, conversation, customer, now, cancel);
    }

    static Introduction Introduce(Correspondent who) => new(who.Name.Length > 0 ? who.Name : who.HasAddress ? null : Nobody, who.HasAddress ? who.Address : null, null);

    async Task<(Conversation, Message)> Begin(Letter letter, ReadLetter read, Customer customer, CancellationToken cancel)
    {
        var (subject, body) = (Seals.Bare(read.Subject), Body(read));
        return letter.Automatic is null
            ? await OpenConversation.Open(db, Channel.Mail, customer, subject, body, letter.ReceivedAt, cancel)
            : await OpenConversation.Overhear(db, Channel.Mail, customer, subject, body, letter.ReceivedAt, cancel);
    }

    async Task<(Conversation, Message)> GoOn(Conversation conversation, Letter letter, ReadLetter read, Correspondent who, Customer customer, CancellationToken cancel)
    {
        if (letter.Automatic is null && await Loops(conversation, letter, cancel)) letter.IsInALoop($"in a loop: more than {MostInAnHour} letters within an hour");
        var author = conversation.CustomerId == customer.Id ? customer.Name : who.Name.Length > 0 ? who.Name : who.Address;
        if (letter.Automatic is null) await db.ReopenIfResolved(conversation, letter.ReceivedAt, cancel);
        var message = letter.Automatic is null ? conversation.Hear(author, Body(read), letter.ReceivedAt) : conversation.Overhear(author, Body(read), letter.ReceivedAt);
        db.AddMessage(message);
        return (conversation, message);
    }

    /// <summary>No person writes so many letters to one conversation in an hour; two machines do.</summary>
    async Task<bool> Loops(Conversation conversation, Letter letter, CancellationToken cancel)
    {
        var since = letter.ReceivedAt - Duration.FromHours(1);
        return await db.Letters.CountAsync(l => l.ConversationId == conversation.Id && l.Sender == letter.Sender && l.ReceivedAt > since && l.ReceivedAt <= letter.ReceivedAt, cancel) >= MostInAnHour;
    }

    async Task<string?> Doubt(Letter letter, ReadLetter read, CancellationToken cancel)
    {
        if (read.SaidByServers.Count == 0) return null;
        var to = letter.EnvelopeTo.Split(' ').Concat(read.Everybody.Select(p => p.Address)).Select(OwnMail.Plain).ToHashSet(StringComparer.Ordinal);
        var boxes = await db.Mailboxes.Where(m => m.RemovedAt == null && m.AuthServer != null).Select(m => new { m.Id, m.Address, m.AuthServer }).ToListAsync(cancel);
        var own = boxes.Find(m => m.Id == letter.MailboxId) ?? (letter.MailboxId is null ? boxes.Find(m => to.Contains(m.Address)) : null);
        return own is null ? null : Manners.Doubt(read, own.AuthServer!);
    }

    static string Body(ReadLetter read) => read.Words.New.Length > 0 ? read.Words.New
        : read.Protected is "smime-encrypted" or "pgp-encrypted" ? "This letter is encrypted, so only its reader's key opens it. It is attached as it came." : "";

    async Task Keep(Letter letter, ReadLetter read, Conversation conversation, Message message, Instant now, CancellationToken cancel)
    {
        db.Add(new Original { MessageId = message.Id, ConversationId = conversation.Id, Address = read.Sender.HasAddress ? read.Sender.Address : null, Subject = read.Subject, Html = read.Html, Quoted = read.Words.Quoted });
        if (read.Parts.Count == 0) return;
        var said = read.Parts.ToDictionary(p => p.N);
        foreach (var part in await db.LetterParts.Where(p => p.LetterId == letter.Id).OrderBy(p => p.N).ToListAsync(cancel))
        {
            if (said.GetValueOrDefault(part.N) is { } it) (part.ContentId, part.Inline, part.Kind) = (Clean.Line(it.ContentId, 500).Trim('<', '>') is { Length: > 0 } id ? id : null, it.Inline ?? false, Clean.Line(it.Kind ?? "file", 20));
            var file = new Attachment { ConversationId = conversation.Id, MessageId = message.Id, Name = part.Name, Type = part.Type, Size = part.Size, Sha256 = part.Sha256, At = now };
            part.AttachmentId = file.Id;
            db.Add(file);
        }
    }

    /// <summary>Whoever else stands on the letter stays in the loop.</summary>
    async Task TakeNoteOf(Correspondent who, ReadLetter read, Conversation conversation, Customer customer, HashSet<string> ours, CancellationToken cancel)
    {
        var theirs = customer.Addresses.Select(a => a.Normal).ToHashSet(StringComparer.Ordinal);
        var others = read.Everybody.Append(read.Answer).Append(who).Where(p => p.HasAddress && !ours.Contains(OwnMail.Plain(p.Address))).DistinctBy(p => p.Address, StringComparer.Ordinal).ToDictionary(p => p.Address, StringComparer.Ordinal);
        if (conversation.CustomerId == customer.Id) foreach (var address in theirs) others.Remove(address);
        if (others.Count == 0) return;
        // Of one that begins here nobody else is known.
        var begins = db.Entry(conversation).State is EntityState.Added;
        var there = begins ? [] : (await db.MailParticipants.Where(p => p.ConversationId == conversation.Id).Select(p => p.Address).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var of = begins ? [] : await db.Addresses.Where(a => a.CustomerId == conversation.CustomerId).Select(a => a.Normal).ToListAsync(cancel);
        db.AddRange(others.Values.Where(p => !there.Contains(p.Address) && !of.Contains(p.Address, StringComparer.Ordinal)).Select(p => new MailParticipant { ConversationId = conversation.Id, Address = p.Address, Name = p.Name }));
    }

    /// <summary>Several of the house's addresses on one letter, or a server that brings it twice: the second is known by its Message-ID, its sender and its subject.</summary>
    async Task<bool> CameBefore(Letter letter, CancellationToken cancel)
    {
        if (letter.InternetId is not { } id) return false;
        if (!known.Came(id))
        {
            known.Comes(id);
            return false;
        }
        var first = await db.Letters.Where(l => l.InternetId == id && l.Sender == letter.Sender && l.Subject == letter.Subject && l.SentAt == letter.SentAt && l.Id != letter.Id && (l.State == LetterState.Threaded || l.State == LetterState.Parsed)).OrderBy(l => l.Id).Select(l => new { l.ConversationId }).FirstOrDefaultAsync(cancel);
        if (first is null) return false;
        letter.SetAside("The same letter came before.", first.ConversationId);
        return true;
    }

    async Task<bool> OwnCameBack(Letter letter, CancellationToken cancel)
    {
        if (letter.InternetId is not { } id || !known.Went(id)) return false;
        var own = await db.OutgoingLetters.Where(o => o.InternetId == id).Select(o => (ConversationId?)o.ConversationId).SingleOrDefaultAsync(cancel);
        if (own is not null) letter.SetAside("An answer of the desk's own came back to it.", own);
        return own is not null;
    }

    /// <summary>It could not be read before and had a place of its own; that place is told.</summary>
    async Task TellApart(ConversationId? before, Letter letter, Conversation conversation, CancellationToken cancel)
    {
        if (before is not { } id) return;
        var old = id == conversation.Id ? conversation : await db.Conversations.SingleAsync(c => c.Id == id, cancel);
        if (id == conversation.Id && letter.Subject.Length > 0) conversation.Subject = letter.Subject;
        db.Record(new LetterReadAfterAll(letter.Id, old.Id, old.Number, old.CustomerId, id == conversation.Id ? "The letter could be read after all" : $"The letter could be read after all: it is in #{conversation.Number}"));
    }
}

static class OwnMail
{
    public static async Task<HashSet<string>> OwnAddresses(this RapportDb db, CancellationToken cancel) =>
        (await db.Mailboxes.Where(m => m.RemovedAt == null).Select(m => m.Address).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);

    /// <summary><c>desk+something@shop.example</c> is <c>desk@shop.example</c>.</summary>
    public static string Plain(string address)
    {
        var (plus, at) = (address.IndexOf('+', StringComparison.Ordinal), address.LastIndexOf('@'));
        return plus > 0 && at > plus ? address[..plus] + address[at..] : address;
    }
}
