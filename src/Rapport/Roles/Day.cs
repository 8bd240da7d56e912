using System.Globalization;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>A day as commands and forms give it and as pages show it: the house's day, to everybody.</summary>
static class Day
{
    /// <summary>A day (its beginning, or its last moment), or a time; null when nothing is given.</summary>
    public static Instant? Read(string field, string? text, bool atItsEnd = false)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (Time.TryDay(text.Trim(), out var date)) return atItsEnd ? EndOf(date) : date.AtStartOfDayInZone(House.Zone).ToInstant();
        new Check().That(Time.TryParse(text.Trim(), out var instant), field, $"“{field}” is no day and no time. Give one like 2026-12-01, or 2026-12-01T09:00:00Z.").Done();
        return instant;
    }

    /// <summary>What holds from a day on is written down some time before or after it, and not years: then the year is a slip.</summary>
    public static void RefuseFarOff(Instant from, Instant now) =>
        Refusal.If(from > now + Furthest || from < now - Furthest, $"{InWords(from)} is more than two years off. Look at the year, and choose a day nearer to today.");

    static readonly Duration Furthest = Duration.FromDays(731);

    /// <summary>“1 December 2026”</summary>
    public static string InWords(Instant at) => House.DayOf(at).ToString("d MMMM uuuu", CultureInfo.InvariantCulture);

    /// <summary>The last moment of a day: what came into force on it counts for it.</summary>
    static Instant EndOf(LocalDate day) => day.PlusDays(1).AtStartOfDayInZone(House.Zone).ToInstant() - Duration.FromTicks(10);
}
