using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Customers.Merging;

public readonly record struct MergeId(Guid Value) : IId<MergeId>
{
    public static MergeId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out MergeId id) => Ids.TryParse(text, out id);
}

/// <summary>Two entries turned out to be one person. The log says which, and never why: those words can be erased.</summary>
public sealed record CustomersMerged(MergeId Merge, CustomerId Into, CustomerId From) : IFact
{
    public Subjects About => new(Customer: Into.Value);
    public IEnumerable<string> Topics => ["inbox", "alike", $"customer:{Into.Value}", $"customer:{From.Value}"];
}

public sealed record CustomersUnmerged(MergeId Merge, CustomerId Into, CustomerId From) : IFact
{
    public Subjects About => new(Customer: Into.Value);
    public IEnumerable<string> Topics => ["inbox", "alike", $"customer:{Into.Value}", $"customer:{From.Value}"];
}

/// <summary>Somebody found that two customers are one. What pointed at the one points at the other since, until it is undone.</summary>
public sealed class Merge : Entity
{
    public const int LongestReason = 300;

    public MergeId Id { get; init; } = Ids.New<MergeId>();

    /// <summary>Who stays.</summary>
    public required CustomerId IntoId { get; init; }

    /// <summary>Who went into them.</summary>
    public required CustomerId FromId { get; init; }

    public required PersonId ById { get; init; }
    public required Instant At { get; init; }

    /// <summary>In the words of whoever did it; nothing where they gave none.</summary>
    public required string Because { get; set; }

    public Instant? UndoneAt { get; private set; }
    public PersonId? UndoneById { get; private set; }

    public static Merge Of(CustomerId from, CustomerId into, PersonId by, string? because, Instant at)
    {
        var merge = new Merge { IntoId = into, FromId = from, ById = by, At = at, Because = because?.Trim() ?? "" };
        merge.Announce(new CustomersMerged(merge.Id, into, from));
        return merge;
    }

    /// <param name="by">Nobody where a restored backup has to forget one of the two.</param>
    /// <param name="at">When.</param>
    public void Undo(PersonId? by, Instant at)
    {
        if (UndoneAt is not null) throw Refusal.Conflict("This was undone already. Look again.", "undone");
        (UndoneAt, UndoneById) = (at, by);
        Announce(new CustomersUnmerged(Id, IntoId, FromId));
    }
}

/// <summary>A row that pointed at one of the two when they were put together.</summary>
public sealed class MergedRow
{
    public const string OfTheirs = "from", OfOurs = "into";

    public required MergeId MergeId { get; init; }

    /// <summary>At whom: <see cref="OfTheirs"/> who went, <see cref="OfOurs"/> who stayed.</summary>
    public required string Side { get; init; }

    /// <summary>Its table and column, with a point between.</summary>
    public required string Place { get; init; }

    public required string Key { get; init; }
}

sealed class MergeTables : IEntityTypeConfiguration<Merge>, IEntityTypeConfiguration<MergedRow>
{
    public void Configure(EntityTypeBuilder<Merge> builder)
    {
        builder.Property(m => m.IntoId).StaysWhenMerged("says who went into whom, which stays true");
        builder.Property(m => m.FromId).StaysWhenMerged("says who went into whom, which stays true");
    }

    public void Configure(EntityTypeBuilder<MergedRow> builder) => builder.HasKey(r => new { r.MergeId, r.Side, r.Place, r.Key });
}
