using NodaTime;

namespace Rapport.Access;

/// <summary>Where the house is: a day that it names is the same day for everybody, wherever they read it.</summary>
public static class House
{
    static readonly Lazy<DateTimeZone> zone = new(() => DateTimeZoneProviders.Tzdb.GetZoneOrNull(TimeZoneInfo.Local.Id) ?? DateTimeZone.Utc);

    public static DateTimeZone Zone => zone.Value;

    public static LocalDate DayOf(Instant at) => at.InZone(Zone).Date;
}
