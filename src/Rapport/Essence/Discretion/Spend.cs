using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using NodaTime.Text;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Essence.Discretion;

public readonly record struct SpendId(Guid Value) : IId<SpendId>
{
    public static SpendId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out SpendId id) => Ids.TryParse(text, out id);
}

public sealed record SurpriseGiven(ConversationId Conversation, long Number, CustomerId Customer, GestureId Gesture, string Title) : IConversationFact;

public sealed record SurpriseTakenBack(ConversationId Conversation, long Number, CustomerId Customer, GestureId Gesture) : IConversationFact;

/// <summary>One entry of the ledger. Entries are added and never changed; the balance is their sum.</summary>
public sealed class Spend
{
    public SpendId Id { get; init; } = Ids.New<SpendId>();
    public required PersonId PersonId { get; init; }
    public required CustomerId CustomerId { get; init; }
    public required ConversationId ConversationId { get; init; }
    public required GestureId GestureId { get; init; }

    /// <summary>What was spent; negative where it takes another entry back.</summary>
    public required long Minor { get; init; }

    public required string Currency { get; init; }

    /// <summary>The day in the house on whose allowance it goes, as 2026-11-22.</summary>
    public required string Day { get; init; }

    public required Instant At { get; init; }
    public SpendId? TakesBack { get; init; }

    public Money Amount => new(Minor, Currency);

    /// <summary>It was a mistake: an entry of the same size the other way, on the same day's allowance.</summary>
    public Spend Reverse(PersonId by, Instant at)
    {
        if (PersonId != by) throw new NotFound("entry of yours");
        Refusal.If(TakesBack is not null, "This entry takes another one back already. Give the surprise again instead.");
        return new Spend { PersonId = by, CustomerId = CustomerId, ConversationId = ConversationId, GestureId = GestureId, Minor = -Minor, Currency = Currency, Day = Day, At = at, TakesBack = Id };
    }

    /// <summary>The day where the house is, whatever the browser says.</summary>
    public static string DayOf(Instant at) => LocalDatePattern.Iso.Format(House.DayOf(at));
}

/// <summary>Why, said afterwards by whoever gave it and only if they like.</summary>
public sealed class SpendReason
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>One for each entry.</summary>
    public required SpendId SpendId { get; init; }

    public required string Text { get; set; }
}

sealed class SpendTables : IEntityTypeConfiguration<Spend>, IEntityTypeConfiguration<Gesture>
{
    public void Configure(EntityTypeBuilder<Spend> builder) => builder.Ignore(s => s.Amount);

    public void Configure(EntityTypeBuilder<Gesture> builder) => builder.Ignore(g => g.UsualCost);
}
