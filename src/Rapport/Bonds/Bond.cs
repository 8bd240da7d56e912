using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Bonds;

public readonly record struct BondId(Guid Value) : IId<BondId>
{
    public static BondId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out BondId id) => Ids.TryParse(text, out id);
}

/// <summary>The two sides of a bond.</summary>
public enum BondSide { Customer, Person }

/// <summary>A customer and somebody who works here who know each other. It is between the two of them: either may say no without a reason, and nobody is measured by it.</summary>
public sealed class Bond : Entity
{
    /// <summary>One talk is a talk; who came again, or says so, knows somebody.</summary>
    public const int Enough = 2;

    public BondId Id { get; init; } = Ids.New<BondId>();
    public required CustomerId CustomerId { get; init; }
    public required PersonId PersonId { get; init; }
    public required Instant Since { get; set; }
    public required Instant LastMetAt { get; set; }

    /// <summary>In how many matters they met.</summary>
    public int Matters { get; private set; }

    public Instant? SaidByPersonAt { get; private set; }
    public Instant? SaidByCustomerAt { get; private set; }
    public Instant? NoByPersonAt { get; private set; }
    public Instant? NoByCustomerAt { get; private set; }

    /// <summary>Since one of them said no; each takes back their own and no other.</summary>
    public Instant? EndedAt { get; private set; }

    public bool Holds => EndedAt is null && (Matters >= Enough || SaidByPersonAt is not null || SaidByCustomerAt is not null);

    public static Bond Between(CustomerId customer, PersonId person, Instant at) => new() { CustomerId = customer, PersonId = person, Since = at, LastMetAt = at };

    /// <summary>What the conversations show; counting again changes nothing.</summary>
    public void Met(int matters, Instant since, Instant last)
    {
        if (matters == Matters && since == Since && last == LastMetAt) return;
        var held = Holds;
        (Matters, Since, LastMetAt) = (matters, since, last);
        if (Holds && !held) Announce(new BondGrew(Id, CustomerId, PersonId));
    }

    /// <summary>“We know each other.” Where the other side has said no, that stands, and nobody is told whose it was.</summary>
    public void Say(BondSide side, Instant at)
    {
        if ((side is BondSide.Person ? NoByCustomerAt : NoByPersonAt) is not null)
        {
            if ((side is BondSide.Person ? NoByPersonAt : NoByCustomerAt) is null) throw Refusal.Conflict("This can't be noted.", "bond-ended");
            if (side is BondSide.Person) NoByPersonAt = null;
            else NoByCustomerAt = null;
            return;
        }
        if (EndedAt is null && (side is BondSide.Person ? SaidByPersonAt : SaidByCustomerAt) is not null) return;
        (EndedAt, NoByPersonAt, NoByCustomerAt) = (null, null, null);
        if (side is BondSide.Person) SaidByPersonAt = at;
        else SaidByCustomerAt = at;
        Announce(new BondSaid(Id, CustomerId, PersonId, side));
    }

    /// <summary>Without a reason, and at once.</summary>
    public void End(BondSide side, Instant at)
    {
        if (side is BondSide.Person) NoByPersonAt ??= at;
        else NoByCustomerAt ??= at;
        if (EndedAt is not null) return;
        EndedAt = at;
        (SaidByPersonAt, SaidByCustomerAt) = (null, null);
        Announce(new BondEnded(Id, CustomerId, PersonId));
    }

    /// <summary>Two customers turn out to be one. What was said to the one entry of them was said: a no stays a no.</summary>
    public void HearNoOf(Bond other)
    {
        if (other.NoByPersonAt is { } person) End(BondSide.Person, person);
        if (other.NoByCustomerAt is { } customer) End(BondSide.Customer, customer);
    }
}

/// <summary>A customer who wants nothing to be remembered: with whom they spoke is not counted either.</summary>
public sealed class NoBonds
{
    public required CustomerId CustomerId { get; init; }
    public required Instant At { get; init; }
}
