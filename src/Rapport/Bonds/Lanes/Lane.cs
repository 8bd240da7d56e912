using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Bonds.Lanes;

/// <summary>What somebody lets be said of whether they are in, today and no longer.</summary>
public enum InSays { In, Out }

public sealed record LaneBounded(PersonId Who, int? Own, int? Lead) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => [BondTopics.Of(Who)];
}

/// <summary>Somebody lets it be said, or takes it back. What they let be said, the log does not keep.</summary>
public sealed record InSaid(PersonId Who, bool Lets) : IFact
{
    public Subjects About => new(Person: Who.Value);
    public IEnumerable<string> Topics => [BondTopics.Of(Who)];
}

/// <summary>How many customers may wait for somebody at a time. Without it, the usual; and of whether they are in, nothing is said.</summary>
public sealed class Lane : Entity
{
    public const int Usual = 3, Most = 20;

    public required PersonId PersonId { get; init; }

    /// <summary>What they take on; none is their right.</summary>
    public int? OwnLimit { get; private set; }

    /// <summary>What a lead thinks is enough. It protects, so it can only be less than what they take on themselves.</summary>
    public int? LeadLimit { get; private set; }

    public InSays? Says { get; private set; }
    public Instant? SaysUntil { get; private set; }

    public int Limit => Math.Min(OwnLimit ?? Usual, LeadLimit ?? Most);

    public InSays? SaysAt(Instant now) => SaysUntil > now ? Says : null;

    public void Bound(int? limit, bool byLead)
    {
        if (byLead) LeadLimit = limit;
        else OwnLimit = limit;
        Announce(new LaneBounded(PersonId, OwnLimit, LeadLimit));
    }

    /// <param name="says">Null: nothing is said, from this moment on.</param>
    /// <param name="until">The end of their day.</param>
    public void Let(InSays? says, Instant until)
    {
        (Says, SaysUntil) = (says, says is null ? null : until);
        Announce(new InSaid(PersonId, says is not null));
    }
}
