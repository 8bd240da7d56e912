using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Handovers;

public readonly record struct GapId(Guid Value) : IId<GapId>
{
    public static GapId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out GapId id) => Ids.TryParse(text, out id);
}

/// <summary>Something the house lacks, so that people could not do it alone: with somebody who closes it, and by when.</summary>
public sealed class Gap : Entity
{
    public GapId Id { get; init; } = Ids.New<GapId>();
    public required Reason Reason { get; init; }
    public required string Missing { get; init; }
    public PersonId OwnerId { get; private set; }
    public Instant DueAt { get; private set; }
    public Instant? ClosedAt { get; private set; }

    /// <summary>What is different now, told to everybody who went without it.</summary>
    public string? ClosedBy { get; private set; }

    public void TakeOn(PersonId owner, Instant due, Instant at)
    {
        Refusal.If(due <= at, "Say a day that is still to come.");
        Refusal.If(ClosedAt is not null, "This gap is closed.");
        (OwnerId, DueAt) = (owner, due);
        Announce(new GapTakenOn(Id, Reason, Missing, owner));
    }

    public void Close(string how, Instant at)
    {
        Refusal.If(ClosedAt is not null, "This gap is closed already.");
        (ClosedAt, ClosedBy) = (at, how.Trim());
        Announce(new GapClosed(Id, Reason, Missing, ClosedBy));
    }
}
