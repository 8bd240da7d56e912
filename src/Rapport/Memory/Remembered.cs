using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Memory.Merging;
using Rapport.Proposing;

namespace Rapport.Memory;

public readonly record struct RememberedId(Guid Value) : IId<RememberedId>
{
    public static RememberedId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out RememberedId id) => Ids.TryParse(text, out id);
}

public readonly record struct OwnPageId(Guid Value) : IId<OwnPageId>
{
    public static OwnPageId From(Guid value) => new(value);
}

/// <summary>What the customer told outranks what somebody inferred.</summary>
public enum ToldBy { Customer, Inferred }

/// <summary>Why something is not to be asked about any more. Silent is “please don't ask”, without a reason.</summary>
public enum Over { Died, Ended, Moved, Silent }

/// <summary>What somebody says is worth remembering.</summary>
public sealed record WhatWasTold(MemoryKind Kind, string Text, ToldBy By, Instant ToldAt, PersonId? KeptBy, Channel? Channel = null, MessageId? Source = null, Instant? Until = null, bool Sensitive = false, string? Need = null, SaidDay? Day = null);

/// <summary>One fact about a customer: in words as told, with a teller, a date, a purpose and an end. The consent is the customer's, and beside it.</summary>
public sealed class Remembered : Entity
{
    public const int Longest = 300, LongestNeed = 300;

    public RememberedId Id { get; init; } = Ids.New<RememberedId>();
    public required CustomerId CustomerId { get; init; }
    public required MemoryKind Kind { get; init; }
    public required string Text { get; set; }
    public required ToldBy ToldBy { get; set; }
    public required Instant ToldAt { get; init; }

    /// <summary>To whom; nobody where the customer wrote it on their own page.</summary>
    public PersonId? KeptById { get; init; }

    /// <summary>Where.</summary>
    public Channel? Channel { get; init; }

    /// <summary>In which message.</summary>
    public MessageId? SourceMessageId { get; init; }

    public required string Purpose { get; init; }
    public required Instant ExpiresAt { get; set; }
    public bool Sensitive { get; set; }

    /// <summary>Names that stand in it, of the customer and of those they told of.</summary>
    public IEnumerable<string> Names => Kind is MemoryKind.Name ? [Text] : NamesTold.In(Text);

    /// <summary>What a sensitive fact is needed for; the customer asked for it to be kept.</summary>
    public string? Need { get; set; }

    /// <summary>As <see cref="SaidDay"/> writes it.</summary>
    public string? Day { get; private set; }

    /// <summary>When somebody last asked about it.</summary>
    public Instant? AskedAt { get; set; }

    public Over? Over { get; private set; }
    public Instant? OverAt { get; private set; }

    public SaidDay? Said => SaidDay.Parse(Day);

    public static Remembered Keep(CustomerId customer, WhatWasTold telling, Instant now)
    {
        var until = telling.Until ?? telling.Kind.Until(telling.Day, now);
        Refusal.If(until <= now, "Keep it until a time that is still to come.");
        Refusal.If(until > now + MemoryKinds.Longest, "Nothing is kept for more than three years. Ask again then.", "too-long");
        var fact = new Remembered
        {
            CustomerId = customer,
            Kind = telling.Kind,
            Text = telling.Text.Trim(),
            ToldBy = telling.By,
            ToldAt = telling.ToldAt,
            KeptById = telling.KeptBy,
            Channel = telling.Channel,
            SourceMessageId = telling.Source,
            Purpose = telling.Kind.Purpose(),
            ExpiresAt = until,
            Sensitive = telling.Sensitive,
            Need = telling.Sensitive ? telling.Need?.Trim() : null,
            Day = telling.Day?.ToString(),
        };
        fact.Announce(new MemoryKept(fact.Id, customer, fact.Kind, fact.ToldBy, fact.Sensitive));
        return fact;
    }

    public void Correct(string text, SaidDay? day)
    {
        if (text.Trim() == Text) return;
        Text = text.Trim();
        Day = day?.ToString();
        Announce(new MemoryCorrected(Id, CustomerId));
    }

    /// <summary>From now on nobody is offered it, anywhere.</summary>
    public void Close(Over why, Instant at)
    {
        if (Over == why) return;
        Over = why;
        OverAt ??= at;
        Announce(new MemoryClosed(Id, CustomerId, why));
    }

    public void Reopen()
    {
        if (Over is null) return;
        (Over, OverAt) = (null, null);
        Announce(new MemoryReopened(Id, CustomerId));
    }
}

/// <summary>Whether a customer may be remembered. Somebody who asked not to be is asked again by nobody; they can change that themselves.</summary>
public sealed class MemoryConsent : Entity
{
    public required CustomerId CustomerId { get; init; }
    public Instant? AgreedAt { get; private set; }
    public PersonId? NotedById { get; private set; }
    public Instant? WithdrawnAt { get; private set; }

    public bool Holds => AgreedAt is not null && WithdrawnAt is null;

    /// <summary>What was said, apart from whose entry it stands in.</summary>
    internal Consented Says
    {
        get => new(true, AgreedAt, NotedById, WithdrawnAt);
        set => (AgreedAt, NotedById, WithdrawnAt) = (value.AgreedAt, value.NotedById, value.WithdrawnAt);
    }

    /// <param name="by">Who noted it; nobody where the customer did it themselves.</param>
    /// <param name="at">When.</param>
    public void Agree(PersonId? by, Instant at)
    {
        if (Holds) return;
        (AgreedAt, NotedById, WithdrawnAt) = (at, by, null);
        Announce(new MemoryAgreed(CustomerId));
    }

    public void Withdraw(Instant at)
    {
        if (WithdrawnAt is not null) return;
        WithdrawnAt = at;
        Announce(new MemoryDeclined(CustomerId));
    }
}

/// <summary>A proposal that was kept or that nobody wanted, by a hash of its words: it is not made again.</summary>
public sealed class DeclinedProposal
{
    /// <summary>Stands for all of a message, and holds none of its words: what was kept of it has been put right or forgotten, so the message speaks for itself no more.</summary>
    public const string TakenBack = "taken back";

    public required MessageId MessageId { get; init; }
    public required string Proposal { get; init; }
}

sealed class MemoryTables : IEntityTypeConfiguration<Remembered>, IEntityTypeConfiguration<MemoryConsent>, IEntityTypeConfiguration<DeclinedProposal>
{
    public void Configure(EntityTypeBuilder<Remembered> builder) => builder.Ignore(r => r.Said);

    public void Configure(EntityTypeBuilder<MemoryConsent> builder)
    {
        builder.HasKey(c => c.CustomerId);
        builder.Ignore(c => c.Holds);
        builder.Property(c => c.CustomerId).StaysWhenMerged("each keeps what they said; of whoever stays, the stricter is worked out");
    }

    public void Configure(EntityTypeBuilder<DeclinedProposal> builder) => builder.HasKey(d => new { d.MessageId, d.Proposal });
}
