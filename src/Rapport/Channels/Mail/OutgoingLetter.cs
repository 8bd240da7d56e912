using System.ComponentModel.DataAnnotations.Schema;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

public readonly record struct OutgoingLetterId(Guid Value) : IId<OutgoingLetterId>
{
    public static OutgoingLetterId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out OutgoingLetterId id) => Ids.TryParse(text, out id);
}

/// <summary>How far an answer has come. <see cref="Replaced"/>: it was changed and sent anew.</summary>
public enum OutgoingState { Queued, Accepted, Later, Refused, Bounced, Replaced }

/// <summary>What is written on it, apart from what is only made when it goes out.</summary>
public sealed record Sheet(
    IReadOnlyList<Correspondent> To, IReadOnlyList<Correspondent> Cc, string? ReplyTo, string Subject, string Body, string Author, string House,
    string? QuotedIntro, string? Quoted, string? InReplyTo, IReadOnlyList<string> References, IReadOnlyDictionary<string, string> Headers)
{
    public IReadOnlyList<Correspondent> Bcc { get; init; } = [];
}

/// <summary>An answer on its way to the customer. There is one for each message and revision, so none is written twice.</summary>
public sealed class OutgoingLetter : Entity
{
    public static readonly Duration Lease = Duration.FromMinutes(12);
    const int Patience = 30;
    static readonly Duration LongestPause = Duration.FromHours(2);

    public OutgoingLetterId Id { get; init; } = Ids.New<OutgoingLetterId>();
    public required ConversationId ConversationId { get; init; }

    /// <summary>The answer it carries; none for an acknowledgment.</summary>
    public MessageId? MessageId { get; init; }

    public int Revision { get; init; } = 1;

    /// <summary>Who wrote it, and is told when it does not arrive.</summary>
    public PersonId? PersonId { get; init; }

    public MailboxId? MailboxId { get; set; }
    public required string InternetId { get; init; }

    /// <summary>The first address, in lower case.</summary>
    public required string Recipient { get; init; }

    [NotMapped]
    public required Sheet Sheet
    {
        get => Written.Read<Sheet>(SheetText)!;
        set => SheetText = Written.Of(value)!;
    }

    public string SheetText { get; private set; } = "";
    public OutgoingState State { get; private set; }
    public required Instant QueuedAt { get; init; }
    public required Instant DueAt { get; set; }
    public Instant? ClaimedUntil { get; private set; }

    /// <summary>The node whose mailroom took it to send.</summary>
    public Guid? ClaimedBy { get; private set; }

    public int Attempts { get; private set; }
    public string? Code { get; private set; }

    /// <summary>What the server said, as it said it.</summary>
    public string? Words { get; private set; }

    public Instant? SettledAt { get; private set; }

    /// <summary>When its writer has dealt with what went wrong.</summary>
    public Instant? SeenAt { get; private set; }

    [NotMapped] public bool IsOpen => State is OutgoingState.Queued or OutgoingState.Later;

    public void Claim(Guid node, Instant now)
    {
        Attempts++;
        (ClaimedBy, ClaimedUntil) = (node, now + Lease);
    }

    /// <summary>No more than one answer counts: what was settled stays settled.</summary>
    public bool Settle(OutgoingState outcome, string? code, string? words, Conversation conversation, Instant now)
    {
        if (!IsOpen) return false;
        (Code, Words, ClaimedUntil) = (code, words, null);
        if (outcome is OutgoingState.Later && Attempts < Patience)
        {
            State = OutgoingState.Later;
            var pause = Duration.FromMinutes(Math.Pow(2, Math.Min(Attempts, 7)) / 2);
            DueAt = now + Duration.Min(pause, LongestPause);
            Announce(new AnswerWaits(Id, conversation.Id, conversation.Number, conversation.CustomerId));
            return true;
        }
        (State, SettledAt) = (outcome is OutgoingState.Later ? OutgoingState.Refused : outcome, now);
        Announce(State is OutgoingState.Accepted
            ? new AnswerAccepted(Id, conversation.Id, conversation.Number, conversation.CustomerId)
            : new AnswerDidNotArrive(Id, conversation.Id, conversation.Number, conversation.CustomerId, PersonId, $"The answer to {Recipient} was not taken: {words ?? "the server gave no reason"}"));
        return true;
    }

    /// <summary>A report says that it did not reach its reader after all.</summary>
    public void Bounce(string? code, string words, Conversation conversation, Instant now)
    {
        if (State is OutgoingState.Bounced or OutgoingState.Replaced) return;
        (State, Code, Words, SettledAt, SeenAt, ClaimedUntil) = (OutgoingState.Bounced, code, words, now, null, null);
        Announce(new AnswerDidNotArrive(Id, conversation.Id, conversation.Number, conversation.CustomerId, PersonId, $"The answer to {Recipient} came back: {words}"));
    }

    /// <summary>Something that was said about it on its way, and changes nothing.</summary>
    public void Remark(string words) => Words = words;

    public void Retry(Conversation conversation, Instant now)
    {
        Refusal.If(State is not (OutgoingState.Refused or OutgoingState.Bounced or OutgoingState.Later or OutgoingState.Queued), "It was taken already, so it is not sent again.");
        Refusal.If(ClaimedUntil > now, "It is being sent at this moment. Wait until it says what became of it.", "being-sent");
        Refusal.If(State is OutgoingState.Bounced, "It came back from its reader's server. Change the address or the words, and send that.", "bounced");
        (State, DueAt, ClaimedUntil, SettledAt, SeenAt) = (OutgoingState.Queued, now, null, null, null);
        Announce(new AnswerQueued(Id, conversation.Id, conversation.Number, conversation.CustomerId));
    }

    public void Replace(Instant now) => (State, SettledAt, SeenAt, ClaimedUntil) = (OutgoingState.Replaced, now, now, null);

    /// <summary>Somebody who is erased stands on it no more; nor does what it quoted, where that may be theirs.</summary>
    public void LeaveOut(IReadOnlySet<string> addresses, bool withQuote)
    {
        IReadOnlyList<Correspondent> Others(IReadOnlyList<Correspondent> people) => [.. people.Where(p => !addresses.Contains(p.Address))];
        var sheet = Sheet;
        sheet = sheet with { To = Others(sheet.To), Cc = Others(sheet.Cc), Bcc = Others(sheet.Bcc) };
        Sheet = withQuote ? sheet with { QuotedIntro = null, Quoted = null } : sheet;
        if (addresses.Any(a => Words?.Contains(a, StringComparison.OrdinalIgnoreCase) is true)) Words = null;
    }

    public void Acknowledge(Instant now) => SeenAt ??= now;

    public void Queue(Conversation conversation) => Announce(new AnswerQueued(Id, conversation.Id, conversation.Number, conversation.CustomerId));

    /// <summary>“queued”, “the server took it”, “refused: mailbox full”.</summary>
    public string InWords(Instant now) => State switch
    {
        OutgoingState.Queued => MailboxId is null ? "queued: no mailbox can send yet" : ClaimedUntil > now ? "being sent" : "queued",
        OutgoingState.Accepted => Words?.Contains(" was refused", StringComparison.Ordinal) is true ? $"the server took it, but {Words}" : "the server took it",
        OutgoingState.Later => $"tried again soon: {Words ?? "the server asked to wait"}",
        OutgoingState.Refused => $"refused: {Words ?? "the server gave no reason"}",
        OutgoingState.Bounced => $"came back: {Words ?? "its reader's server gave no reason"}",
        _ => "sent anew, with changes",
    };
}
