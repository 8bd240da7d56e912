using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rapport.Foundation;

namespace Rapport.Roles;

public readonly record struct ContactTypeId(Guid Value) : IId<ContactTypeId>
{
    public static ContactTypeId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out ContactTypeId id) => Ids.TryParse(text, out id);
}

public readonly record struct FunctionStepId(Guid Value) : IId<FunctionStepId>
{
    public static FunctionStepId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out FunctionStepId id) => Ids.TryParse(text, out id);
}

public sealed record ContactTypeWritten(ContactTypeId ContactType, string Name, int Steps) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["contact-types"];
}

/// <summary>A kind of matter, with what must be done for it, in order.</summary>
public sealed class ContactType : Entity
{
    public ContactTypeId Id { get; init; } = Ids.New<ContactTypeId>();

    /// <summary>A short stable name for programs.</summary>
    public required string Key { get; init; }

    public required string Name { get; set; }
    public required string Description { get; set; }
    public List<FunctionStep> FunctionSteps { get; init; } = [];

    /// <summary>It is over when the customer says so, or was asked on three days.</summary>
    public bool EndsWithTheirWord { get; set; }

    public IEnumerable<FunctionStep> Steps => FunctionSteps.Where(s => !s.Retired).OrderBy(s => s.Position);

    /// <summary>Gives it these steps in this order. A step that is gone is retired, so that what was done stays on record.</summary>
    public void Write(string name, string? description, IReadOnlyList<(string Key, string Name, string? Detail)> steps)
    {
        Refusal.If(steps.GroupBy(s => s.Key, StringComparer.Ordinal).Any(g => g.Count() > 1), "Two steps have the same key. Give each step its own.");
        Obligation.RefuseAsFunctions(steps.SelectMany(s => new[] { ($"step “{s.Key}”", s.Name), ($"step “{s.Key}”, in detail", s.Detail) }));
        Obligation.RefuseAsRule("the description", description);
        Name = name.Trim();
        Description = description?.Trim() ?? "";
        var byKey = FunctionSteps.ToDictionary(s => s.Key, StringComparer.Ordinal);
        foreach (var step in FunctionSteps) step.Retired = true;
        foreach (var (key, stepName, detail) in steps)
        {
            if (!byKey.TryGetValue(key, out var step)) FunctionSteps.Add(step = new FunctionStep { ContactTypeId = Id, Key = key, Name = default, Detail = default });
            (step.Name, step.Detail, step.Retired) = (Duty.Of($"step “{key}”", stepName), Duty.Of($"step “{key}”, in detail", detail), false);
            step.Position = steps.Select((s, i) => (s.Key, i)).First(s => s.Key == key).i + 1;
        }
        Announce(new ContactTypeWritten(Id, Name, steps.Count));
    }
}

/// <summary>One thing that must be done. Mandatory by nature; what may be given is never one of these.</summary>
public sealed class FunctionStep
{
    public FunctionStepId Id { get; init; } = Ids.New<FunctionStepId>();
    public required ContactTypeId ContactTypeId { get; init; }
    public required string Key { get; init; }
    public required Duty Name { get; set; }
    public required Duty Detail { get; set; }
    public int Position { get; set; }
    public bool Retired { get; set; }

    /// <summary>Whether it can hold a conversation open: a behavior that stood here before anybody looked can't.</summary>
    public bool Binds => Name.Binds;
}

public static class ContactTypes
{
    /// <summary>All of them, by name; to read, not to change.</summary>
    public static ValueTask<List<ContactType>> KnownContactTypes(this RapportDb db, CancellationToken cancel) =>
        db.Keep(["contact-types"], "contact types", () => db.ContactTypes.AsNoTracking().OrderBy(t => t.Name).ToListAsync(cancel));

    /// <summary>The steps of one of them in order, the retired too; to read, not to change.</summary>
    public static ValueTask<List<FunctionStep>> KnownSteps(this RapportDb db, ContactTypeId type, CancellationToken cancel) =>
        db.Keep(["contact-types"], $"steps of {type.Value}", () => db.FunctionSteps.AsNoTracking().Where(s => s.ContactTypeId == type).OrderBy(s => s.Position).ToListAsync(cancel));
}

sealed class ContactTypeTable : IEntityTypeConfiguration<ContactType>, IEntityTypeConfiguration<FunctionStep>
{
    public void Configure(EntityTypeBuilder<FunctionStep> builder)
    {
        builder.Property(s => s.Name).HasConversion<Duty.InDatabase>();
        builder.Property(s => s.Detail).HasConversion<Duty.InDatabase>();
        builder.Ignore(s => s.Binds);
    }

    public void Configure(EntityTypeBuilder<ContactType> builder)
    {
        builder.HasMany(t => t.FunctionSteps).WithOne().HasForeignKey(s => s.ContactTypeId);
        builder.Ignore(t => t.Steps);
    }
}
