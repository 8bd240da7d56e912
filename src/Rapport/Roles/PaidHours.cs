using NodaTime;
using NodaTime.Text;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>
/// How many hours a week the house pays and what one of them costs it, from a week on: two figures of all together, and of nobody. What
/// held in earlier weeks stays, because another row is added. It knows nothing of what was given, and what was given knows nothing of it.
/// </summary>
public sealed class PaidHours
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The Monday from which on it holds, as 2026-11-16.</summary>
    public required string FromWeek { get; init; }

    public required int MinutesAWeek { get; init; }

    /// <summary>What an hour costs the house.</summary>
    public required long HourMinor { get; init; }

    public required string Currency { get; init; }
    public required PersonId SetById { get; init; }
    public required Instant SetAt { get; init; }

    public Money AnHour => new(HourMinor, Currency);

    public decimal Hours => MinutesAWeek / 60m;

    /// <summary>What a week costs, to the smallest unit of the currency.</summary>
    public Money AWeek => new((long)Math.Round(HourMinor * (decimal)MinutesAWeek / 60, MidpointRounding.AwayFromZero), Currency);

    /// <summary>The Monday of a day, as it stands in a row.</summary>
    public static string WeekOf(LocalDate day) => LocalDatePattern.Iso.Format(day.PlusDays(1 - (int)day.DayOfWeek));

    /// <summary>Of all that were ever set, what held in a week: the last to begin, and of two that begin together the one that was set later.</summary>
    public static PaidHours? In(string week, IEnumerable<PaidHours> all) =>
        all.Where(p => string.CompareOrdinal(p.FromWeek, week) <= 0).OrderBy(p => p.FromWeek, StringComparer.Ordinal).ThenBy(p => p.SetAt).LastOrDefault();
}

sealed class PaidHoursTable : Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<PaidHours>
{
    public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<PaidHours> builder) => builder.Ignore(p => p.AnHour).Ignore(p => p.Hours).Ignore(p => p.AWeek);
}
