using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Merging;

namespace Rapport.Memory.Merging;

/// <summary>What a customer said about being remembered, or that they said nothing.</summary>
public readonly record struct Consented(bool There, Instant? AgreedAt, PersonId? NotedById, Instant? WithdrawnAt)
{
    public static Consented Nothing => default;

    /// <summary>Who wants nothing remembered in one entry wants it in the other; no answer is no answer.</summary>
    public static Consented Stricter(Consented one, Consented other)
    {
        if (one.WithdrawnAt is not null || other.WithdrawnAt is not null)
            return other.WithdrawnAt is null || one.WithdrawnAt <= other.WithdrawnAt ? one : other;
        if (one.AgreedAt is null || other.AgreedAt is null) return one.AgreedAt is not null ? one : other.AgreedAt is not null ? other : one with { There = one.There || other.There };
        return one.AgreedAt <= other.AgreedAt ? one : other;
    }
}

/// <summary>What somebody into whom others went had said themselves before, so that it is theirs again when they are alone.</summary>
public sealed class OwnConsent
{
    public required CustomerId CustomerId { get; init; }
    public bool There { get; private set; }
    public Instant? AgreedAt { get; private set; }
    public PersonId? NotedById { get; private set; }
    public Instant? WithdrawnAt { get; private set; }

    public Consented Says
    {
        get => new(There, AgreedAt, NotedById, WithdrawnAt);
        set => (There, AgreedAt, NotedById, WithdrawnAt) = value;
    }
}

sealed class OwnConsentTable : IEntityTypeConfiguration<OwnConsent>
{
    public void Configure(EntityTypeBuilder<OwnConsent> builder)
    {
        builder.HasKey(c => c.CustomerId);
        builder.Ignore(c => c.Says);
        builder.Property(c => c.CustomerId).StaysWhenMerged("each keeps what they said themselves");
    }
}
