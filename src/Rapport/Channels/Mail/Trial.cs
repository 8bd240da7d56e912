using System.ComponentModel.DataAnnotations.Schema;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

public readonly record struct TrialId(Guid Value) : IId<TrialId>
{
    public static TrialId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out TrialId id) => Ids.TryParse(text, out id);
}

/// <summary><see cref="Find"/> looks for an address's servers, <see cref="Check"/> goes through both ways of a mailbox, <see cref="Dkim"/> looks for the record of its key.</summary>
public enum TrialKind { Find, Check, Dkim }

public sealed record TrialStep(string What, bool Ok, string? Words);

/// <summary>Something the mailroom tries for an admin, and what it found, step by step.</summary>
public sealed class Trial : Entity
{
    public const int Patience = 3;

    /// <summary>What the letter of a trial carries as X-Loop.</summary>
    public const string Mark = "rapport-trial";

    public static readonly Duration Lease = Duration.FromMinutes(2);

    public TrialId Id { get; init; } = Ids.New<TrialId>();
    public required TrialKind Kind { get; init; }
    public required string Address { get; init; }

    /// <summary>What the mailbox is to be called once its servers are found.</summary>
    public required string Name { get; init; }

    public MailboxId? MailboxId { get; set; }

    /// <summary>The password for what is found, sealed; gone once the mailbox has it.</summary>
    public string? Secret { get; set; }

    public required PersonId AskedById { get; init; }
    public required Instant AskedAt { get; init; }
    public Instant? ClaimedUntil { get; private set; }
    public Guid? ClaimedBy { get; private set; }
    public int Attempts { get; private set; }
    public Instant? DoneAt { get; private set; }
    [NotMapped] public IReadOnlyList<TrialStep>? Steps => Written.Read<List<TrialStep>>(StepsText);
    public string? StepsText { get; private set; }

    public static Trial Ask(TrialKind kind, string address, string name, MailboxId? mailbox, string? secret, PersonId by, Instant at)
    {
        var trial = new Trial { Kind = kind, Address = Mailbox.Normal(address), Name = name, MailboxId = mailbox, Secret = secret, AskedById = by, AskedAt = at };
        trial.Announce(new MailTrialAsked(trial.Id, trial.Address));
        return trial;
    }

    public void Claim(Guid node, Instant now)
    {
        Attempts++;
        (ClaimedBy, ClaimedUntil) = (node, now + Lease);
    }

    public void End(IReadOnlyList<TrialStep> steps, Instant at)
    {
        (StepsText, DoneAt, ClaimedUntil) = (Written.Of(steps), at, null);
        if (Kind is TrialKind.Find) Secret = null;
    }
}
