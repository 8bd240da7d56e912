using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Handovers;

public readonly record struct CoverId(Guid Value) : IId<CoverId>
{
    public static CoverId From(Guid value) => new(value);
}

/// <summary>Somebody is away until a time, and somebody is there for their customers meanwhile, under their name.</summary>
public sealed class Cover : Entity
{
    public CoverId Id { get; init; } = Ids.New<CoverId>();
    public required PersonId PersonId { get; init; }
    public required PersonId CoveredById { get; init; }
    public required Instant BegunAt { get; init; }
    public required Instant Until { get; init; }
    public Instant? EndedAt { get; private set; }

    public static Cover Begin(Person person, Person by, Instant until, Instant at)
    {
        Refusal.If(until <= at, "Say a time that is still to come.");
        Refusal.If(until > at + Duration.FromDays(60), "That is more than two months. Hand your conversations over instead.");
        var cover = new Cover { PersonId = person.Id, CoveredById = by.Id, BegunAt = at, Until = until };
        cover.Announce(new WentAway(person.Id, by.Id, until));
        return cover;
    }

    public void End(Instant at)
    {
        if (EndedAt is not null) return;
        EndedAt = at;
        Announce(new CameBack(PersonId, CoveredById));
    }
}
