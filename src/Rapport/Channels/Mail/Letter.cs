using NodaTime;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

public readonly record struct LetterId(Guid Value) : IId<LetterId>
{
    public static LetterId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out LetterId id) => Ids.TryParse(text, out id);
}

/// <summary>How far a letter has come. What is <see cref="Parsed"/> was read and is no words of a customer: a report, or a letter that came before. What is <see cref="Forgotten"/> went with somebody who was erased.</summary>
public enum LetterState { Stored, Parsed, Threaded, CouldNotRead, Forgotten }

public enum CameBy { Smtp, Lmtp, Imap, Pipe }

/// <summary>A letter that came, from the moment its bytes are safe. It is never thrown away, whatever becomes of it.</summary>
public sealed class Letter : Entity
{
    public const int Patience = 3;
    public static readonly Duration Lease = Duration.FromMinutes(3);

    public LetterId Id { get; init; } = Ids.New<LetterId>();
    public required string Sha256 { get; init; }
    public required long Size { get; init; }
    public required CameBy CameBy { get; init; }
    public MailboxId? MailboxId { get; init; }
    public string? EnvelopeFrom { get; internal set; }

    /// <summary>With blanks between.</summary>
    public string EnvelopeTo { get; internal set; } = "";

    public required Instant ReceivedAt { get; init; }
    public LetterState State { get; private set; }
    public int Attempts { get; private set; }
    public Instant? ClaimedUntil { get; private set; }

    /// <summary>The node whose mailroom took it to read.</summary>
    public Guid? ClaimedBy { get; private set; }

    /// <summary>Why it is where it is, in words.</summary>
    public string? Why { get; private set; }

    /// <summary>Its Message-ID.</summary>
    public string? InternetId { get; private set; }

    public string Sender { get; private set; } = "";
    public string SenderName { get; private set; } = "";

    /// <summary>Where an answer goes.</summary>
    public string ReplyTo { get; private set; } = "";

    /// <summary>To whom else it went, each as <c>Name &lt;address&gt;</c> with line ends between.</summary>
    public string Recipients { get; private set; } = "";

    public string Copies { get; private set; } = "";

    /// <summary>The letters it goes back to, oldest first, with blanks between.</summary>
    public string Links { get; private set; } = "";

    public string Subject { get; private set; } = "";
    public Instant? SentAt { get; private set; }

    /// <summary>What says that no person wrote it, in words.</summary>
    public string? Automatic { get; private set; }

    /// <summary>What the house's own server found out against its sender, in words.</summary>
    public string? Doubt { get; private set; }

    /// <summary>How it is signed or encrypted, as the mailroom names it.</summary>
    public string? Protection { get; private set; }

    public ConversationId? ConversationId { get; private set; }
    public MessageId? MessageId { get; private set; }

    public void Claim(Guid node, Instant now)
    {
        Attempts++;
        (ClaimedBy, ClaimedUntil) = (node, now + Lease);
    }

    public void Learn(ReadLetter read, string? automatic, string? doubt)
    {
        Doubt = doubt;
        (InternetId, Sender, SenderName, ReplyTo) = (read.InternetId, read.Sender.Address, read.Sender.Name, read.Answer.Address);
        (Recipients, Copies, Links, Subject) = (string.Join('\n', read.To), string.Join('\n', read.Cc), string.Join(' ', read.Links), read.Subject);
        (SentAt, Automatic, Protection) = (read.SentAt, automatic, read.Protected);
    }

    /// <summary>Too many came here too quickly: a machine answers a machine.</summary>
    public void IsInALoop(string words) => Automatic ??= words;

    public void Thread(Conversation conversation, Message message)
    {
        (State, ConversationId, MessageId, ClaimedUntil, Why) = (LetterState.Threaded, conversation.Id, message.Id, null, null);
        Announce(new LetterThreaded(Id, conversation.Id, conversation.Number, conversation.CustomerId));
    }

    /// <summary>Read, and nothing of a customer's.</summary>
    public void SetAside(string why, ConversationId? about = null) => (State, Why, ConversationId, ClaimedUntil) = (LetterState.Parsed, why, about ?? ConversationId, null);

    public void GiveUp(string why, Conversation conversation, Message? message)
    {
        (State, Why, ConversationId, MessageId, ClaimedUntil) = (LetterState.CouldNotRead, why, conversation.Id, message?.Id ?? MessageId, null);
        Announce(new LetterNotRead(Id, conversation.Id, conversation.Number, conversation.CustomerId, why));
    }

    /// <summary>Another try, after an upgrade or a repair.</summary>
    public void ReadAgain()
    {
        Refusal.If(State is LetterState.Threaded or LetterState.Parsed, "This letter was read already.");
        Refusal.If(State is LetterState.Forgotten, "This letter was forgotten with whoever was erased. There is nothing left to read.", "erased");
        (State, Attempts, ClaimedUntil, Why) = (LetterState.Stored, 0, null, null);
        Announce(new LetterToBeReadAgain(Id));
    }

    /// <summary>Its words go with whoever is erased; that it came stays known, so that it does not come again.</summary>
    public void Forget()
    {
        (State, ClaimedUntil) = (LetterState.Forgotten, null);
        (Sender, SenderName, ReplyTo, Recipients, Copies, Links, Subject) = ("", "", "", "", "", "", "");
        (EnvelopeFrom, EnvelopeTo, InternetId, Why, Doubt) = (null, "", null, null, null);
    }

    /// <summary>Somebody who is erased is nobody any more to whom an answer to it goes.</summary>
    public void LeaveOut(IReadOnlySet<string> addresses)
    {
        (Recipients, Copies) = (Correspondent.Without(Recipients, addresses), Correspondent.Without(Copies, addresses));
        if (addresses.Contains(ReplyTo)) ReplyTo = Sender;
    }
}

/// <summary>One place in which a letter was seen on a server.</summary>
public sealed class LetterSighting
{
    public required MailboxId MailboxId { get; init; }
    public required string Folder { get; init; }
    public required long UidValidity { get; init; }
    public required long Uid { get; init; }
    public required LetterId LetterId { get; init; }
    public required Instant At { get; init; }
}

/// <summary>A file in a letter, or a picture in its text.</summary>
public sealed class LetterPart
{
    public required LetterId LetterId { get; init; }
    public required int N { get; init; }
    public required string Name { get; set; }

    /// <summary>What its first bytes say it is.</summary>
    public required string Type { get; set; }

    public required long Size { get; set; }
    public required string Sha256 { get; set; }
    public string? ContentId { get; set; }
    public bool Inline { get; set; }
    public string Kind { get; set; } = "file";
    public AttachmentId? AttachmentId { get; set; }
}

/// <summary>Somebody who stands on the letters of a conversation beside its customer: a colleague in copy. They stay in the loop.</summary>
public sealed class MailParticipant
{
    public required ConversationId ConversationId { get; init; }

    /// <summary>In lower case.</summary>
    public required string Address { get; init; }

    public required string Name { get; set; }
}
