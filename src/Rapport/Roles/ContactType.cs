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

    public IEnumerable<FunctionStep> Steps => FunctionSteps.Where(s => !s.Retired).OrderBy(s => s.Position);

    /// <summary>Gives it these steps in this order. A step that is gone is retired, so that what was done stays on record.</summary>
    public void Write(string name, string? description, IReadOnlyList<(string Key, string Name, string? Detail)> steps)
    {
        Refusal.If(steps.GroupBy(s => s.Key, StringComparer.Ordinal).Any(g => g.Count() > 1), "Two steps have the same key. Give each step its own.");
        foreach (var step in steps) Obligation.RefuseAsFunction($"step “{step.Key}”", step.Name);
        Name = name.Trim();
        Description = description?.Trim() ?? "";
        var byKey = FunctionSteps.ToDictionary(s => s.Key, StringComparer.Ordinal);
        foreach (var step in FunctionSteps) step.Retired = true;
        foreach (var (key, stepName, detail) in steps)
        {
            if (!byKey.TryGetValue(key, out var step)) FunctionSteps.Add(step = new FunctionStep { ContactTypeId = Id, Key = key, Name = "", Detail = "" });
            (step.Name, step.Detail, step.Retired) = (stepName.Trim(), detail?.Trim() ?? "", false);
            step.Position = steps.Select((s, i) => (s.Key, i)).First(s => s.Key == key).i + 1;
        }
        Announce(new ContactTypeWritten(Id, Name, steps.Count));
    }

    /// <summary>A key out of a name: letters and digits in lower case, everything else a dash.</summary>
    public static string KeyOf(string name) =>
        string.Join('-', new string([.. name.Trim().ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>One thing that must be done. Mandatory by nature; what may be given is never one of these.</summary>
public sealed class FunctionStep
{
    public FunctionStepId Id { get; init; } = Ids.New<FunctionStepId>();
    public required ContactTypeId ContactTypeId { get; init; }
    public required string Key { get; init; }
    public required string Name { get; set; }
    public required string Detail { get; set; }
    public int Position { get; set; }
    public bool Retired { get; set; }
}

sealed class ContactTypeTable : IEntityTypeConfiguration<ContactType>
{
    public void Configure(EntityTypeBuilder<ContactType> builder)
    {
        builder.HasMany(t => t.FunctionSteps).WithOne().HasForeignKey(s => s.ContactTypeId);
        builder.Ignore(t => t.Steps);
    }
}
