using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Customers.Alike;

public readonly record struct LikenessId(Guid Value) : IId<LikenessId>
{
    public static LikenessId From(Guid value) => new(value);
}

public sealed record LikenessFound(CustomerId One, CustomerId Other, string Reason) : IFact
{
    public Subjects About => new(Customer: One.Value);
    public IEnumerable<string> Topics => ["alike", $"customer:{One.Value}", $"customer:{Other.Value}"];
}

/// <summary>Somebody knows that these are two people.</summary>
public sealed record SaidToBeTwo(CustomerId One, CustomerId Other) : IFact
{
    public Subjects About => new(Customer: One.Value);
    public IEnumerable<string> Topics => ["alike", $"customer:{One.Value}", $"customer:{Other.Value}"];
}

/// <summary>Nobody is sure any more that these are two people.</summary>
public sealed record MayBeOneAgain(CustomerId One, CustomerId Other) : IFact
{
    public Subjects About => new(Customer: One.Value);
    public IEnumerable<string> Topics => ["alike", $"customer:{One.Value}", $"customer:{Other.Value}"];
}

/// <summary>Two customers who may be one person, with what speaks for it; or of whom somebody said that they are two.</summary>
public sealed class Likeness : Entity
{
    public LikenessId Id { get; init; } = Ids.New<LikenessId>();
    public required CustomerId OneId { get; init; }
    public required CustomerId OtherId { get; init; }
    public required string Reason { get; init; }
    public required Instant FoundAt { get; init; }
    public Instant? TwoSince { get; private set; }
    public PersonId? TwoSaidById { get; private set; }

    public static Likeness Of(CustomerId one, CustomerId other, string reason, Instant at)
    {
        var likeness = new Likeness { OneId = one, OtherId = other, Reason = reason, FoundAt = at };
        if (reason.Length > 0) likeness.Announce(new LikenessFound(one, other, reason));
        return likeness;
    }

    public CustomerId OtherThan(CustomerId customer) => OneId == customer ? OtherId : OneId;

    public void AreTwo(PersonId? by, Instant at)
    {
        if (TwoSince is not null) return;
        (TwoSince, TwoSaidById) = (at, by);
        Announce(new SaidToBeTwo(OneId, OtherId));
    }

    public void MayBeOne()
    {
        if (TwoSince is null) return;
        (TwoSince, TwoSaidById) = (null, null);
        Announce(new MayBeOneAgain(OneId, OtherId));
    }
}
