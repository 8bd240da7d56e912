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
    public Instant? EndedAt { get; private set; }

    /// <summary>Only who said no takes it back.</summary>
    public BondSide? EndedBy { get; private set; }

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
        if (EndedBy is { } by && by != side) throw Refusal.Conflict("This can't be noted.", "bond-ended");
        if (EndedBy is null && (side is BondSide.Person ? SaidByPersonAt : SaidByCustomerAt) is not null) return;
        (EndedAt, EndedBy) = (null, null);
        if (side is BondSide.Person) SaidByPersonAt = at;
        else SaidByCustomerAt = at;
        Announce(new BondSaid(Id, CustomerId, PersonId, side));
    }

    /// <summary>Without a reason, and at once.</summary>
    public void End(BondSide side, Instant at)
    {
        if (EndedAt is not null) return;
        (EndedAt, EndedBy) = (at, side);
        (SaidByPersonAt, SaidByCustomerAt) = (null, null);
        Announce(new BondEnded(Id, CustomerId, PersonId));
    }

    /// <summary>Two customers turn out to be one: the earlier beginning, the later meeting, all the matters; and a no stays a no.</summary>
    public void TakeIn(Bond other)
    {
        Met(Matters + other.Matters, Instant.Min(Since, other.Since), Instant.Max(LastMetAt, other.LastMetAt));
        SaidByPersonAt ??= other.SaidByPersonAt;
        SaidByCustomerAt ??= other.SaidByCustomerAt;
        if (other.EndedAt is { } ended && EndedAt is null) (EndedAt, EndedBy, SaidByPersonAt, SaidByCustomerAt) = (ended, other.EndedBy, null, null);
    }
}

/// <summary>A customer who wants nothing to be remembered: with whom they spoke is not counted either.</summary>
public sealed class NoBonds
{
    public required CustomerId CustomerId { get; init; }
    public required Instant At { get; init; }
}
