using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Roles;
using Rapport.Roles.Maps;

namespace Rapport.Essence;

public readonly record struct WeaveId(Guid Value) : IId<WeaveId>
{
    public static WeaveId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out WeaveId id) => Ids.TryParse(text, out id);
}

public sealed record WovenIn(WeaveId Weave, DesignId Design, string Step, BehaviorKind Kind, int Version, PersonId By) : IFact
{
    public Subjects About => new(Person: By.Value);
    public IEnumerable<string> Topics => ["weaves"];
}

public sealed record WeaveTakenOut(WeaveId Weave, DesignId Design, string Step, PersonId By) : IFact
{
    public Subjects About => new(Person: By.Value);
    public IEnumerable<string> Topics => ["weaves"];
}

public sealed record WeaveMoved(WeaveId Weave, string Step, ContactTypeId? ContactType, PersonId By) : IFact
{
    public Subjects About => new(Person: By.Value);
    public IEnumerable<string> Topics => ["weaves"];
}

/// <summary>
/// An opening for something that may be given, beside a function step. It only stands there: the step is neither longer nor more
/// mandatory for it, and whole without it.
/// </summary>
public sealed class Weave : Entity
{
    public const int LongestOpening = 300, LongestText = 1000;

    public WeaveId Id { get; init; } = Ids.New<WeaveId>();
    public DesignId DesignId { get; private set; }

    /// <summary>The kind of matter on whose step it stands; or else it stands on a map of its own.</summary>
    public ContactTypeId? ContactTypeId { get; private set; }

    public string? MapKey { get; private set; }
    public required string StepKey { get; init; }
    public BehaviorKind Kind { get; private set; }
    public string Opening { get; private set; } = "";
    public string Reason { get; private set; } = "";
    public string Evidence { get; private set; } = "";
    public PersonId OwnerId { get; private set; }
    public int Version { get; private set; }
    public Instant WrittenAt { get; private set; }
    public string State => Seen.Of(Id.Value, Version);

    /// <summary>Each version is a design of its own with its own start, so that each can be told from the one before.</summary>
    public Design Write(string step, BehaviorKind kind, string opening, string reason, string evidence, PersonId owner, PersonId by, Instant starts, Instant at)
    {
        Obligation.RefuseIn("the opening", opening);
        Obligation.RefuseInTelling("why there is an opening here", reason, evidence);
        (Kind, Opening, Reason, Evidence, OwnerId, WrittenAt) = (kind, opening.Trim(), reason.Trim(), evidence.Trim(), owner, at);
        Version++;
        var design = Design.Begin(DesignKind.Weave, $"{Kind.Words()} beside “{step}”: {Opening}", starts, owner, at);
        DesignId = design.Id;
        Announce(new WovenIn(Id, DesignId, StepKey, Kind, Version, by));
        return design;
    }

    public static Weave On(ContactTypeId type, string step) => new() { ContactTypeId = type, StepKey = step };

    public static Weave OnMap(string key, string step) => new() { MapKey = key, StepKey = step };

    /// <summary>The map of its step draws another kind of matter now, or none: it stays beside its step, and its design goes on.</summary>
    public void GoWith(DrawnMap map, PersonId by)
    {
        (ContactTypeId, MapKey) = (map.ContactTypeId, map.ContactTypeId is null ? map.Key : null);
        Announce(new WeaveMoved(Id, StepKey, ContactTypeId, by));
    }

    public void TakeOut(Design design, PersonId by, Instant at)
    {
        design.End(by, at);
        Announce(new WeaveTakenOut(Id, DesignId, StepKey, by));
    }
}
