using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Bonds.Leaving;

public readonly record struct WarmIntroductionId(Guid Value) : IId<WarmIntroductionId>
{
    public static WarmIntroductionId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out WarmIntroductionId id) => Ids.TryParse(text, out id);
}

public enum IntroductionEnding { PassedOn, Forgotten, Declined, Returned }

public sealed record IntroductionMade(WarmIntroductionId Introduction, CustomerId Customer, PersonId From, PersonId? Next) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => [$"customer:{Customer.Value}", "introductions"];
}

public sealed record IntroductionChanged(WarmIntroductionId Introduction, CustomerId Customer) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => [$"customer:{Customer.Value}", "introductions"];
}

/// <summary>The customer has said what is to become of what they told the one who left.</summary>
public sealed record IntroductionAnswered(WarmIntroductionId Introduction, CustomerId Customer, PersonId From, bool MayMove) : IFact
{
    public Subjects About => new(Customer: Customer.Value);
    public IEnumerable<string> Topics => [$"customer:{Customer.Value}", "introductions"];
}

/// <summary>Somebody has left whom a customer knows: who is next, whether the customer has been told, and whether what they told may be passed on. Next and customer may both say no.</summary>
public sealed class WarmIntroduction : Entity
{
    public WarmIntroductionId Id { get; init; } = Ids.New<WarmIntroductionId>();
    public required CustomerId CustomerId { get; init; }
    public required PersonId FromId { get; init; }
    public PersonId? NextId { get; private set; }
    public required Instant MadeAt { get; init; }

    /// <summary>The next has said yes; until then they are only proposed.</summary>
    public Instant? AgreedAt { get; private set; }

    public Instant? ToldAt { get; private set; }
    public ToldId? ToldId { get; private set; }

    /// <summary>Until then, what was told to the one who left rests.</summary>
    public Instant? FactsMoveAt { get; private set; }

    public Instant? EndedAt { get; private set; }
    public IntroductionEnding? Ending { get; private set; }

    /// <summary>Who would rather not, so that they are not proposed again.</summary>
    public string Declined { get; private set; } = "";

    public static WarmIntroduction Make(CustomerId customer, PersonId from, PersonId? next, Instant at)
    {
        var made = new WarmIntroduction { CustomerId = customer, FromId = from, NextId = next, MadeAt = at };
        made.Announce(new IntroductionMade(made.Id, customer, from, next));
        return made;
    }

    /// <summary>Oneself says yes by it; another is only proposed.</summary>
    public void BeNext(PersonId person, bool agrees, Instant at)
    {
        MustBeOpen();
        Refusal.If(!agrees && Declined.Contains(person.Value.ToString(), StringComparison.Ordinal), "They would rather not, and need no reason. Propose somebody else.");
        (NextId, AgreedAt) = (person, agrees ? at : null);
        Announce(new IntroductionChanged(Id, CustomerId));
    }

    public void DeclineNext(PersonId person)
    {
        MustBeOpen();
        if (NextId != person) throw Refusal.Conflict("You are not the next here any more.", "not-next");
        (NextId, AgreedAt, Declined) = (null, null, $"{Declined} {person.Value}".Trim());
        Announce(new IntroductionChanged(Id, CustomerId));
    }

    /// <summary>The customer has been told, by name.</summary>
    public void Tell(PersonId next, ToldId? told, Instant at)
    {
        (NextId, ToldAt, ToldId) = (next, at, told);
        Announce(new IntroductionChanged(Id, CustomerId));
    }

    /// <summary>It is the customer's to say, and to say otherwise as long as nothing is forgotten.</summary>
    public void Answer(bool mayMove, Instant at)
    {
        if (Ending is not IntroductionEnding.PassedOn) MustBeOpen();
        FactsMoveAt = mayMove ? at : null;
        (EndedAt, Ending) = (at, mayMove ? IntroductionEnding.PassedOn : IntroductionEnding.Forgotten);
        Announce(new IntroductionAnswered(Id, CustomerId, FromId, mayMove));
    }

    /// <summary>The customer wants no introduction; what they told goes on resting until it runs out.</summary>
    public void DeclineByCustomer(Instant at)
    {
        if (EndedAt is not null) return;
        (EndedAt, Ending) = (at, IntroductionEnding.Declined);
        Announce(new IntroductionChanged(Id, CustomerId));
    }

    /// <summary>The one who left is back, so all is as it was.</summary>
    public void Return(Instant at)
    {
        FactsMoveAt ??= at;
        if (EndedAt is null) (EndedAt, Ending) = (at, IntroductionEnding.Returned);
        Announce(new IntroductionChanged(Id, CustomerId));
    }

    void MustBeOpen()
    {
        if (EndedAt is not null) throw Refusal.Conflict("This introduction is over.", "introduction-over");
    }
}
