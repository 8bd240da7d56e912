using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;

namespace Rapport.Roles.Coding;

/// <summary>Words that somebody gave, without a name, a time or a place in an order: a kind and a week, and what the program would call them.</summary>
public sealed class TextToCode
{
    public const int Longest = 1000;

    public required Guid Id { get; init; }
    public required string Kind { get; init; }

    /// <summary>The Monday, as 2026-11-16, in UTC.</summary>
    public required string Week { get; init; }

    public required string Words { get; init; }
    public required string Proposed { get; init; }
}

/// <summary>How many people gave texts of a kind in a week. It is a number and no list, so it leads back to nobody.</summary>
public sealed class TextGivers
{
    public required string Kind { get; init; }
    public required string Week { get; init; }
    public required int People { get; set; }
}

/// <summary>What one coder calls a text: what they said first, before they were told what the program proposes, and what they say now.</summary>
public sealed class TextCode
{
    public required Guid TextId { get; init; }
    public required PersonId PersonId { get; init; }
    public required string First { get; init; }
    public required string Code { get; set; }
}

/// <summary>Somebody who was asked to code, and may stop at any time.</summary>
public sealed class Coder
{
    public required PersonId PersonId { get; init; }
    public required PersonId AskedById { get; init; }
}

/// <summary>What somebody says belongs to their work, or gets in its way: theirs until they hand it in, and then only that they have done so.</summary>
public sealed class OwnList
{
    public required PersonId PersonId { get; init; }
    public required string Kind { get; init; }
    public string? Words { get; set; }

    /// <summary>The Monday of the week in which they handed one in; what they wrote then is not to be found from here.</summary>
    public string? HandedIn { get; set; }
}

sealed class CodingTables : IEntityTypeConfiguration<TextToCode>, IEntityTypeConfiguration<TextGivers>, IEntityTypeConfiguration<TextCode>, IEntityTypeConfiguration<Coder>, IEntityTypeConfiguration<OwnList>
{
    public void Configure(EntityTypeBuilder<TextToCode> builder) => builder.ToTable("texts_to_code").HasKey(t => t.Id);

    public void Configure(EntityTypeBuilder<TextGivers> builder) => builder.ToTable("text_givers").HasKey(g => new { g.Kind, g.Week });

    public void Configure(EntityTypeBuilder<TextCode> builder) => builder.ToTable("text_codes").HasKey(c => new { c.TextId, c.PersonId });

    public void Configure(EntityTypeBuilder<Coder> builder) => builder.ToTable("coders").HasKey(c => c.PersonId);

    public void Configure(EntityTypeBuilder<OwnList> builder) => builder.ToTable("own_lists").HasKey(a => new { a.PersonId, a.Kind });
}

/// <summary>Weeks as the tables name them: by their Monday, in UTC.</summary>
public static class Weeks
{
    public static string Of(Instant at) => Monday(at.InUtc().Date);

    public static string Before(Instant at, int weeks) => Monday(at.InUtc().Date.PlusWeeks(-weeks));

    public static string After(string week) => NodaTime.Text.LocalDatePattern.Iso.Format(NodaTime.Text.LocalDatePattern.Iso.Parse(week).Value.PlusWeeks(1));

    static string Monday(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day.PlusDays(1 - (int)day.DayOfWeek));
}
