using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Library;

public readonly record struct TidbitId(Guid Value) : IId<TidbitId>
{
    public static TidbitId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out TidbitId id) => Ids.TryParse(text, out id);
}

/// <summary>When in the year a tidbit is worth something; seasons are those of the northern half.</summary>
public enum Season { Any, Spring, Summer, Autumn, Winter }

public sealed record TidbitShared(TidbitId Tidbit, string Subject) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["library"];
}

public sealed record TidbitRetired(TidbitId Tidbit) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["library"];
}

/// <summary>Something only somebody here knows, about a product or a place: from whom, and how long it is true.</summary>
public sealed class Tidbit : Entity
{
    public TidbitId Id { get; init; } = Ids.New<TidbitId>();
    public required string Text { get; init; }

    /// <summary>The products or places it is about, with commas between: any of them is enough.</summary>
    public required string About { get; init; }

    public required Season Season { get; init; }

    /// <summary>Where it is known from.</summary>
    public required string Source { get; init; }

    /// <summary>Who shared it, as others see it: “Ines, vet nurse”.</summary>
    public required string SharedBy { get; init; }

    public required PersonId SharedById { get; init; }
    public required Instant SharedAt { get; init; }

    /// <summary>From then on it is never offered.</summary>
    public Instant? Until { get; init; }

    public Instant? RetiredAt { get; private set; }

    /// <summary>What a customer would know again: the words, however they are written.</summary>
    public string Known => known ??= KnownAs(Text);

    string? known;

    public static string KnownAs(string text) => Phrases.Fold(text) is { Length: > 0 } words ? string.Join(' ', words) : text.Trim();

    public static Tidbit Share(string text, string about, Season season, string source, string sharedBy, PersonId by, Instant at, Instant? until)
    {
        Refusal.If(until <= at, "This tidbit has run out already. Give a later day, or leave it open.", "tidbit-expired");
        Obligation.RefuseInTelling("the tidbit", text, about, source, sharedBy);
        var tidbit = new Tidbit { Text = text.Trim(), About = about.Trim(), Season = season, Source = source.Trim(), SharedBy = sharedBy.Trim(), SharedById = by, SharedAt = at, Until = until };
        tidbit.Announce(new TidbitShared(tidbit.Id, tidbit.About));
        return tidbit;
    }

    public bool IsTrueAt(Instant now, Season season) => RetiredAt is null && !HasRunOut(now) && (Season is Season.Any || Season == season);

    public bool HasRunOut(Instant now) => Until <= now;

    /// <summary>Who shared it may take it out, and so may a lead.</summary>
    public void Retire(Me by, Instant at)
    {
        Refusal.If(SharedById != by.Id && by.Role < Role.Lead, $"{SharedBy} shared this. Ask them or a lead to take it out.");
        if (RetiredAt is not null) return;
        RetiredAt = at;
        Announce(new TidbitRetired(Id));
    }

    public static Season SeasonOf(LocalDate day) => day.Month switch { >= 3 and <= 5 => Season.Spring, >= 6 and <= 8 => Season.Summer, >= 9 and <= 11 => Season.Autumn, _ => Season.Winter };
}

/// <summary>A customer has heard a tidbit. One row for each pair, so that it is never offered again; nobody is named as the teller.</summary>
public sealed class ToldTidbit
{
    public required CustomerId CustomerId { get; init; }
    public required TidbitId TidbitId { get; init; }
}

sealed class ToldTidbitTable : IEntityTypeConfiguration<ToldTidbit>
{
    public void Configure(EntityTypeBuilder<ToldTidbit> builder) => builder.HasKey(t => new { t.CustomerId, t.TidbitId });
}
