using NodaTime;
using Rapport.Access;
using Rapport.Essence.Team;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence;

public readonly record struct DesignId(Guid Value) : IId<DesignId>
{
    public static DesignId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out DesignId id) => Ids.TryParse(text, out id);
}

public enum DesignKind { Weave, Cue, Tool, Training, Other }

public sealed record DesignBegun(DesignId Design, DesignKind Kind, string What, Instant StartsAt, PersonId Owner) : IFact
{
    public Subjects About => new(Person: Owner.Value);
    public IEnumerable<string> Topics => ["weaves"];
}

public sealed record DesignEnded(DesignId Design, DesignKind Kind, string What, PersonId By) : IFact
{
    public Subjects About => new(Person: By.Value);
    public IEnumerable<string> Topics => ["weaves"];
}

/// <summary>A deliberate change with a start date, so that a shift in a chart can be traced to it, and a shift without one is not.</summary>
public sealed class Design : Entity
{
    public const int LongestWhat = 500;

    public DesignId Id { get; init; } = Ids.New<DesignId>();
    public required DesignKind Kind { get; init; }
    public required string What { get; init; }
    public required Instant StartsAt { get; init; }
    public required PersonId OwnerId { get; init; }
    public required Instant WrittenAt { get; init; }
    public Instant? EndedAt { get; private set; }

    /// <summary>What takes openings away and shall do so no longer: the design is the answer to it, and its owner looks after that.</summary>
    public Cause? Answers { get; init; }

    public static Design Begin(DesignKind kind, string what, Instant starts, PersonId owner, Instant at, Cause? answers = null)
    {
        Obligation.RefuseInTelling("the design", what);
        Obligation.RefuseAsRule("the design", what);
        Day.RefuseFarOff(starts, at);
        var design = new Design { Answers = answers, Kind = kind, What = what.Trim(), StartsAt = starts, OwnerId = owner, WrittenAt = at };
        design.Announce(new DesignBegun(design.Id, kind, design.What, starts, owner));
        return design;
    }

    /// <summary>It is over; that it was there stays on the register.</summary>
    public void End(PersonId by, Instant at)
    {
        if (EndedAt is not null) return;
        EndedAt = at;
        Announce(new DesignEnded(Id, Kind, What, by));
    }
}
