using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Maps;

public readonly record struct MapId(Guid Value) : IId<MapId>
{
    public static MapId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out MapId id) => Ids.TryParse(text, out id);
}

/// <summary>A map was drawn, which drew the kind of matter <paramref name="Before"/> until then.</summary>
public sealed record MapDrawn(MapId Map, string Key, string Name, PersonId By, ContactTypeId? Before = null) : IFact
{
    public Subjects About => new(Person: By.Value);
    public IEnumerable<string> Topics => ["maps", "weaves"];
}

public sealed record MapRemoved(MapId Map, string Key, string Name, PersonId By, Instant At, ContactTypeId? ContactType = null) : IFact
{
    public Subjects About => new(Person: By.Value);
    public IEnumerable<string> Topics => ["maps", "weaves"];
}

/// <summary>A touchpoint map that this desk has drawn, for a contact type or standing alone.</summary>
public sealed class DrawnMap : Entity
{
    public MapId Id { get; init; } = Ids.New<MapId>();
    public required string Key { get; init; }
    public string Name { get; private set; } = "";
    public string Trade { get; private set; } = "";

    /// <summary>The kind of matter whose steps it draws; one contact type has one map.</summary>
    public ContactTypeId? ContactTypeId { get; private set; }

    /// <summary>The key of the shipped example it began as.</summary>
    public string? CopiedFrom { get; init; }

    public IReadOnlyList<MapStep> Steps { get; private set; } = [];
    public Instant UpdatedAt { get; private set; }

    /// <summary>Counts its changes, so that two who draw it at once notice each other.</summary>
    public int Revision { get; private set; }

    /// <summary>Who drew it last.</summary>
    public PersonId? DrawnById { get; private set; }

    public string State => Seen.Of(Id.Value, Revision);

    public TouchpointMap Read() => TouchpointMap.Of(Steps);

    public void Draw(string name, string trade, ContactType? type, IReadOnlyList<MapStep> steps, PersonId by, Instant at)
    {
        _ = TouchpointMap.Of(steps);
        Obligation.RefuseAsFunctions(steps.Where(IsDuty).Select(s => ($"step “{s.Key}”", (string?)s.Name)));
        foreach (var step in steps.Where(s => !IsDuty(s))) Obligation.RefuseAsRule($"step “{step.Key}”", step.Name);
        var before = ContactTypeId;
        (Name, Trade, ContactTypeId, Steps, UpdatedAt, DrawnById) = (name.Trim(), trade.Trim(), type?.Id, steps, at, by);
        Revision++;
        Announce(new MapDrawn(Id, Key, Name, by, before));
    }

    /// <summary>What must be done, or is what whoever serves has to settle. What is between two people, and need not be, may be given.</summary>
    static bool IsDuty(MapStep step) => step.Mandatory || step is { Busy: Busy.Csr, Kind: StepKind.Transactional };

    public void Remove(PersonId by, Instant at) => Announce(new MapRemoved(Id, Key, Name, by, at, ContactTypeId));
}

public static class MapReading
{
    /// <summary>The map of a kind of matter; null when nobody has drawn one.</summary>
    public static async Task<TouchpointMap?> MapOf(this RapportDb db, ContactTypeId contactType, CancellationToken cancel = default) =>
        (await db.Maps.AsNoTracking().SingleOrDefaultAsync(m => m.ContactTypeId == contactType, cancel))?.Read();
}

sealed class DrawnMapTable : IEntityTypeConfiguration<DrawnMap>
{
    public void Configure(EntityTypeBuilder<DrawnMap> builder)
    {
        builder.Property(m => m.Revision).IsConcurrencyToken();
        builder.Property(m => m.Steps).HasConversion(
            steps => JsonSerializer.Serialize(steps, MapStep.Json),
            text => JsonSerializer.Deserialize<List<MapStep>>(text, MapStep.Json)!,
            new Microsoft.EntityFrameworkCore.ChangeTracking.ValueComparer<IReadOnlyList<MapStep>>((a, b) => ReferenceEquals(a, b), steps => steps.Count, steps => steps));
    }
}
