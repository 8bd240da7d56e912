using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>What of the letters of a conversation the thread shows under its messages.</summary>
public sealed record MailHere(IReadOnlyDictionary<MessageId, MailHere.Origin> Originals, IReadOnlyDictionary<MessageId, Letter> Letters, IReadOnlyDictionary<MessageId, OutgoingLetter> Answers, OpenConversationView Open)
{
    /// <summary>What is shown of how a letter was written; its HTML itself only when somebody opens it.</summary>
    public sealed record Origin(bool HasHtml, bool HasRemote, string? Quoted);

    public static async Task<MailHere?> Load(RapportDb db, OpenConversationView open, CancellationToken cancel)
    {
        if (open.Conversation.Channel is not Channel.Mail) return null;
        var id = open.Conversation.Id;
        var letters = await db.Letters.AsNoTracking().Where(l => l.ConversationId == id && l.MessageId != null).OrderBy(l => l.Id).ToListAsync(cancel);
        var answers = await db.OutgoingLetters.AsNoTracking().Where(o => o.ConversationId == id && o.MessageId != null).OrderBy(o => o.Revision).ToListAsync(cancel);
        var originals = await db.Originals.AsNoTracking().Where(o => o.ConversationId == id).Select(o => new { o.MessageId, HasHtml = o.Html != null && o.Html != "", HasRemote = o.Html != null && o.Html.Contains("data-remote"), o.Quoted }).ToListAsync(cancel);
        return new(originals.ToDictionary(o => o.MessageId, o => new Origin(o.HasHtml, o.HasRemote, o.Quoted)), Last(letters, l => l.MessageId!.Value), Last(answers, o => o.MessageId!.Value), open);
    }

    static Dictionary<MessageId, T> Last<T>(IEnumerable<T> items, Func<T, MessageId> of) => items.GroupBy(of).ToDictionary(g => g.Key, g => g.Last());

    public bool SaysSomethingOf(Message message) => Originals.ContainsKey(message.Id) || Letters.ContainsKey(message.Id) || Answers.ContainsKey(message.Id);

    /// <summary>Whoever may answer may send it anew.</summary>
    public bool MaySend => Open.Conversation.OwnerId is null || Open.Conversation.OwnerId == Open.Me.Id || Open.SpeaksAs is not null;

    public string InWords(OutgoingLetter answer) => answer.InWords(Open.Now);
}

/// <summary>What everybody's desk says about mail: a mailbox that fails, a mailroom that is down, an answer of one's own that did not arrive.</summary>
public sealed class TellTrouble : IFeature
{
    const int Shown = 5;

    public sealed record Undelivered(long Number, OutgoingLetterId Id, string To, string Words);

    public sealed record View(IReadOnlyList<(string Address, string? Words, Instant Since)> Failing, Instant? DownSince, string? Why, IReadOnlyList<Undelivered> Mine, Me Me, Instant Now)
    {
        public bool IsQuiet => Failing.Count == 0 && DownSince is null && Mine.Count == 0;
    }

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/mail/trouble", async (Me me, RapportDb db, Mailroom mailroom, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<MailTrouble>(http, new { Page = await Load(db, mailroom, me, time.Now(), cancel) })).For(Who.Agent);

    public static async Task<View> Load(RapportDb db, Mailroom mailroom, Me me, Instant now, CancellationToken cancel)
    {
        var boxes = await db.Mailboxes.AsNoTracking().Where(m => m.RemovedAt == null && (m.InFailingSince != null || m.OutFailingSince != null)).OrderBy(m => m.Address).ToListAsync(cancel);
        var failed = await db.OutgoingLetters.AsNoTracking().Where(o => o.PersonId == me.Id && (o.State == OutgoingState.Refused || o.State == OutgoingState.Bounced) && o.SeenAt == null).OrderByDescending(o => o.Id).Take(Shown).ToListAsync(cancel);
        var numbers = await MailBook.Numbers(db, failed.Select(o => (ConversationId?)o.ConversationId), cancel);
        return new([.. boxes.Where(m => m.Fails(now)).Select(m => (m.Address, m.InWords ?? m.OutWords, m.InFailingSince ?? m.OutFailingSince!.Value))], mailroom.TroubleSince(now), mailroom.Why,
            failed.ConvertAll(o => new Undelivered(numbers[o.ConversationId], o.Id, o.Recipient, o.InWords(now))), me, now);
    }
}
