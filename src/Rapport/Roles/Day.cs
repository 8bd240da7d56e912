using NodaTime;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>A day as commands and forms give it.</summary>
static class Day
{
    /// <summary>A day in UTC (its beginning, or its last moment), or a time; null when nothing is given.</summary>
    public static Instant? Read(string field, string? text, bool atItsEnd = false)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (Time.TryDay(text, out var date)) return atItsEnd ? EndOf(date, DateTimeZone.Utc) : date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        new Check().That(Time.TryParse(text, out var instant), field, $"“{field}” is no day and no time. Give one like 2026-12-01, or 2026-12-01T09:00:00Z.").Done();
        return instant;
    }

    /// <summary>The last moment of a day: what came into force on it counts for it.</summary>
    public static Instant EndOf(LocalDate day, DateTimeZone zone) => day.PlusDays(1).AtStartOfDayInZone(zone).ToInstant() - Duration.FromTicks(10);
}
