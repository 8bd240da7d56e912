using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Library;

public readonly record struct ChoiceReasonId(Guid Value) : IId<ChoiceReasonId>
{
    public static ChoiceReasonId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out ChoiceReasonId id) => Ids.TryParse(text, out id);
}

public sealed record ChoiceReasonShared(ChoiceReasonId Reason, string Product) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["library"];
}

public sealed record ChoiceReasonRetired(ChoiceReasonId Reason) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["library"];
}

/// <summary>Why choosing a product was a good choice, for whom; true because of a fact about it that can be looked up.</summary>
public sealed class ChoiceReason : Entity
{
    public ChoiceReasonId Id { get; init; } = Ids.New<ChoiceReasonId>();

    /// <summary>The products, with commas between.</summary>
    public required string Product { get; init; }

    public required string Fact { get; init; }
    public required string Source { get; init; }

    /// <summary>Whom it suits: “dogs of seven and older”.</summary>
    public required string Suits { get; init; }

    public required string SharedBy { get; init; }
    public required PersonId SharedById { get; init; }
    public required Instant SharedAt { get; init; }
    public Instant? RetiredAt { get; private set; }

    public static ChoiceReason Share(string product, string fact, string? source, string suits, string sharedBy, PersonId by, Instant at)
    {
        Refusal.If(string.IsNullOrWhiteSpace(source) || !source.Any(char.IsLetter), "A reason without a source is a sales pitch. Say where the fact stands: the label, the maker's data sheet, the test that was read.", "reason-without-source");
        Obligation.RefuseInTelling("the reason", product, fact, source, suits);
        var reason = new ChoiceReason { Product = product.Trim(), Fact = fact.Trim(), Source = source.Trim(), Suits = suits.Trim(), SharedBy = sharedBy.Trim(), SharedById = by, SharedAt = at };
        reason.Announce(new ChoiceReasonShared(reason.Id, reason.Product));
        return reason;
    }

    /// <summary>Who shared it may take it out, and so may a lead.</summary>
    public void Retire(Me by, Instant at)
    {
        Refusal.If(SharedById != by.Id && by.Role < Role.Lead, $"{SharedBy} shared this. Ask them or a lead to take it out.");
        if (RetiredAt is not null) return;
        RetiredAt = at;
        Announce(new ChoiceReasonRetired(Id));
    }
}
