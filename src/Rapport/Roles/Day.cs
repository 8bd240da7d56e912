using NodaTime;
using Rapport.Foundation;

namespace Rapport.Roles;

/// <summary>A day as commands and forms give it.</summary>
static class Day
{
    /// <summary>A day, from its beginning in UTC, or a time; null when nothing is given.</summary>
    public static Instant? Read(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (NodaTime.Text.LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date }) return date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        new Check().That(Time.TryParse(text, out var instant), field, $"“{field}” is no day and no time. Give one like 2026-12-01, or 2026-12-01T09:00:00Z.").Done();
        return instant;
    }
}
