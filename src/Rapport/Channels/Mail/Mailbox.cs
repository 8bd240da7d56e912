using System.ComponentModel.DataAnnotations.Schema;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

public readonly record struct MailboxId(Guid Value) : IId<MailboxId>
{
    public static MailboxId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out MailboxId id) => Ids.TryParse(text, out id);
}

/// <summary>Where letters are fetched. <paramref name="Secure"/> is <c>tls</c>, <c>starttls</c> or <c>none</c>; <paramref name="After"/> is <c>keep</c>, <c>seen</c> or <c>move</c>.</summary>
public sealed record Receiving(string Host, int Port, string Secure, string User, IReadOnlyList<string> Folders, string After = "keep", string? MoveTo = null);

/// <summary>Where letters are handed over for sending. While <paramref name="DkimWaits"/>, the key is not published yet and nothing is signed with it.</summary>
public sealed record Sending(string Host, int Port, string Secure, string User, string? DkimDomain = null, string? DkimSelector = null, bool DkimWaits = false);

/// <summary>What opens the servers. Kept sealed, and given to nobody but the mailroom.</summary>
public sealed record MailSecrets(string? InPassword = null, string? OutPassword = null, string? InToken = null, string? OutToken = null, string? DkimKey = null, string? RefreshToken = null);

/// <summary>An address of the house: where its letters come from, and how its answers go out.</summary>
public sealed class Mailbox : Entity
{
    /// <summary>From then on everybody at the desk is told.</summary>
    public static readonly Duration Worrying = Duration.FromMinutes(5);

    public MailboxId Id { get; init; } = Ids.New<MailboxId>();

    /// <summary>In lower case.</summary>
    public required string Address { get; init; }

    /// <summary>What customers see as the sender's house: “Harbor Pets”.</summary>
    public required string Name { get; set; }

    [NotMapped] public Receiving? Receiving => Written.Read<Receiving>(ReceivingText);
    [NotMapped] public Sending? Sending => Written.Read<Sending>(SendingText);
    public string? ReceivingText { get; private set; }
    public string? SendingText { get; private set; }

    /// <summary><see cref="MailSecrets"/>, sealed.</summary>
    public string Secrets { get; private set; } = "";

    /// <summary>Whether what is sent to <c>name+anything@…</c> arrives here too, so that answers may carry their seal in the address.</summary>
    public bool Plus { get; set; }

    /// <summary>The name under which its own server writes what it found out about a sender; what stands under another name anybody may have written.</summary>
    public string? AuthServer { get; set; }

    /// <summary>What a first letter is answered with at once; nothing where it is empty.</summary>
    public string? Acknowledgment { get; set; }

    /// <summary>At which provider somebody signed in for it, in place of a password; and when its token is renewed next, and was last.</summary>
    public string? Provider { get; private set; }

    public Instant? RenewAt { get; private set; }
    public Instant? RenewedAt { get; private set; }

    public required Instant MadeAt { get; init; }
    public Instant? RemovedAt { get; private set; }

    public Instant? InOkAt { get; private set; }
    public Instant? InFailingSince { get; private set; }
    public string? InWords { get; private set; }
    public Instant? OutOkAt { get; private set; }
    public Instant? OutFailingSince { get; private set; }
    public string? OutWords { get; private set; }
    public long? Unread { get; private set; }
    public Instant? OldestUnread { get; private set; }

    /// <summary>How many letters the server has had in its folders today, to be held against how many were stored.</summary>
    public long? SeenOnServer { get; private set; }

    public Instant? SeenAt { get; private set; }

    public static Mailbox Add(string address, string name, Receiving? receiving, Sending? sending, string secrets, Instant at)
    {
        var mailbox = new Mailbox { Address = Normal(address), Name = name.Trim(), MadeAt = at };
        mailbox.SetUp(receiving, sending, secrets);
        mailbox.Announce(new MailboxAdded(mailbox.Id, mailbox.Address));
        return mailbox;
    }

    public static string Normal(string address) => address.Trim().ToLowerInvariant();

    public void SetUp(Receiving? receiving, Sending? sending, string secrets)
    {
        (ReceivingText, SendingText, Secrets) = (Written.Of(receiving), Written.Of(sending), secrets);
        // What failed with the old way says nothing about the new one.
        (InFailingSince, InWords, OutFailingSince, OutWords) = (null, null, null, null);
    }

    public void Change() => Announce(new MailboxChanged(Id, Address));

    public void SignedIn(string provider, TimeSpan lasts, Instant now) => (Provider, RenewedAt, RenewAt) = (provider, now, now + Before(lasts));

    public void Renewed(string secrets, TimeSpan lasts, Instant now)
    {
        (Secrets, RenewedAt, RenewAt) = (secrets, now, now + Before(lasts));
        Announce(new MailboxTokenRenewed(Id, Address));
    }

    /// <summary>The provider gives no more tokens: somebody has to sign in again.</summary>
    public void SignedOut(string words, Instant now)
    {
        RenewAt = null;
        Report(incoming: true, ok: false, words, now);
        Announce(new MailboxChanged(Id, Address));
    }

    /// <summary>A server did not take the token. One that was renewed just now is not the reason.</summary>
    public bool TokenRefused(Instant now)
    {
        if (Provider is null || RenewAt is null || RenewedAt + Duration.FromMinutes(1) > now) return false;
        RenewAt = now;
        return true;
    }

    /// <summary>A password was given instead.</summary>
    public void ByPassword() => (Provider, RenewAt, RenewedAt) = (null, null, null);

    /// <summary>Five minutes before it ends, and a short one when three quarters of it are over.</summary>
    static Duration Before(TimeSpan lasts) => Duration.FromSeconds(Math.Max(lasts.TotalSeconds - 300, lasts.TotalSeconds * 0.75));

    public void Remove(Instant at)
    {
        if (RemovedAt is not null) return;
        RemovedAt = at;
        Secrets = "";
        Announce(new MailboxRemoved(Id, Address));
    }

    public void Report(bool incoming, bool ok, string? words, Instant at)
    {
        if (incoming) (InOkAt, InFailingSince, InWords) = (ok ? at : InOkAt, ok ? null : InFailingSince ?? at, ok ? null : words);
        else (OutOkAt, OutFailingSince, OutWords) = (ok ? at : OutOkAt, ok ? null : OutFailingSince ?? at, ok ? null : words);
    }

    public void Count(long? unread, Instant? oldestUnread, long? seenOnServer, Instant at) =>
        (Unread, OldestUnread, SeenOnServer, SeenAt) = (unread ?? Unread, unread is 0 ? null : oldestUnread ?? OldestUnread, seenOnServer ?? SeenOnServer, at);

    public bool Fails(Instant now) => RemovedAt is null && ((InFailingSince is { } i && i + Worrying <= now) || (OutFailingSince is { } o && o + Worrying <= now));
}

/// <summary>How far a folder has been fetched.</summary>
public sealed class MailboxFolder
{
    public required MailboxId MailboxId { get; init; }
    public required string Folder { get; init; }
    public required long UidValidity { get; set; }
    public required long Uid { get; set; }

    public void Reach(long uidValidity, long uid)
    {
        Uid = uidValidity == UidValidity ? Math.Max(Uid, uid) : uid;
        UidValidity = uidValidity;
    }
}

public sealed record MailboxAdded(MailboxId Mailbox, string Address) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["mail", "mailroom:mailboxes"];
}

public sealed record MailboxChanged(MailboxId Mailbox, string Address) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["mail", "mailroom:mailboxes"];
}

public sealed record MailboxTokenRenewed(MailboxId Mailbox, string Address) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["mailroom:mailboxes"];
}

public sealed record MailboxRemoved(MailboxId Mailbox, string Address) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["mail", "mailroom:mailboxes"];
}
