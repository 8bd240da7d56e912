using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace Rapport.Foundation;

public static class Time
{
    /// <summary>The present, to the microsecond: what both databases keep, so that a value read back equals the value written.</summary>
    public static Instant Now(this TimeProvider time)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        return Instant.FromUnixTimeTicks(now.ToUnixTimeTicks() / 10 * 10);
    }

    /// <summary>RFC 3339 in UTC, as the outside contract wants it.</summary>
    public static string Rfc3339(this Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    public static bool TryParse(string? text, out Instant instant)
    {
        var parsed = OffsetDateTimePattern.Rfc3339.Parse(text ?? "");
        var kept = parsed.Success && IsKept(parsed.Value.Date);
        instant = kept ? parsed.Value.ToInstant() : default;
        return kept;
    }

    /// <summary>A day, as 2026-12-31.</summary>
    public static bool TryDay(string? text, out LocalDate day)
    {
        var parsed = LocalDatePattern.Iso.Parse(text ?? "");
        day = parsed.Success ? parsed.Value : default;
        return parsed.Success && IsKept(day);
    }

    /// <summary>Both databases keep the years 1 to 9999, and there must be a day before and after in any zone.</summary>
    static bool IsKept(LocalDate day) => day.Year is > 1 and < 9999;
}

public sealed class InstantColumn() : ValueConverter<Instant, DateTime>(
    instant => instant.ToDateTimeUtc(),
    value => Instant.FromDateTimeUtc(DateTime.SpecifyKind(value, DateTimeKind.Utc)));

/// <summary>Microseconds since 1970: short, and in order in an index.</summary>
public sealed class InstantMicroseconds() : ValueConverter<Instant, long>(
    instant => instant.ToUnixTimeTicks() / 10,
    value => Instant.FromUnixTimeTicks(value * 10));

public sealed class InstantJson : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Time.TryParse(reader.GetString(), out var instant)
            ? instant
            : throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"Give a time as RFC 3339, for example 2026-11-22T09:00:00Z."));

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteStringValue(value.Rfc3339());
}
