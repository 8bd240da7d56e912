using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Observing;

public readonly record struct ObservationAskId(Guid Value) : IId<ObservationAskId>
{
    public static ObservationAskId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out ObservationAskId id) => Ids.TryParse(text, out id);
}

/// <summary>
/// May I look on? Whoever is asked says yes, or nothing comes of it: a no looks like no answer to whoever asked, has no reason, and is told
/// to nobody. It makes no difference who asks. It announces nothing, so that the log does not say who was looked at.
/// </summary>
public sealed class ObservationAsk
{
    /// <summary>How long it can be answered, and how long a yes holds.</summary>
    public static readonly Duration Holds = Duration.FromHours(24);

    /// <summary>So long the same person does not ask the same again, whatever became of it.</summary>
    public static readonly Duration Rests = Duration.FromDays(7);

    public ObservationAskId Id { get; init; } = Ids.New<ObservationAskId>();
    public required PersonId ObserverId { get; init; }
    public required PersonId ObservedId { get; init; }

    /// <summary>The kind of matter, whose steps are then on the sheet.</summary>
    public ContactTypeId? ContactTypeId { get; init; }

    public required Instant AskedAt { get; init; }
    public Instant? YesAt { get; private set; }

    /// <summary>Gone from the page of whoever was asked.</summary>
    public bool SetAside { get; private set; }

    /// <summary>What was seen has been written down: one yes, one note.</summary>
    public bool Used { get; private set; }

    public static ObservationAsk Of(PersonId observer, PersonId observed, ContactTypeId? type, Instant at)
    {
        Refusal.If(observer == observed, "You are there anyway. Ask a colleague.");
        return new() { ObserverId = observer, ObservedId = observed, ContactTypeId = type, AskedAt = at };
    }

    public bool IsOpen(Instant now) => YesAt is null && !SetAside && now < AskedAt + Holds;

    public bool HasYes(Instant now) => YesAt is { } yes && !Used && now < yes + Holds;

    public void Yes(Instant at)
    {
        if (!IsOpen(at)) throw new NotFound("question that waits for your answer");
        YesAt = at;
    }

    /// <summary>Not now; or no longer, after a yes.</summary>
    public void Leave() => (YesAt, SetAside) = (null, true);

    /// <summary>The only way to an observation. Without the yes of whoever is observed there is none.</summary>
    public Observation Write(Seen seen, Instant at)
    {
        Refusal.If(!HasYes(at), "They have not said yes, or it is over. Nothing is written down about anybody who has not said yes.", "no-yes");
        Obligation.RefuseInTelling("the note", seen.Words);
        Used = true;
        return Observation.Of(this, seen, at);
    }
}
