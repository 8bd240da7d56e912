using System.Globalization;
using NodaTime;

namespace Rapport.Foundation.Ui;

/// <summary>Times, lengths and sizes as one would say them, in the zone of whoever reads.</summary>
public static class InWords
{
    /// <summary>“14:02”</summary>
    public static string Time(Instant at, DateTimeZone zone) => at.InZone(zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>“Today”, “Yesterday”, “Tuesday, 3 March”, “3 March 2024”</summary>
    public static string Day(LocalDate day, LocalDate today) =>
        day == today ? "Today"
        : day == today.PlusDays(-1) ? "Yesterday"
        : day.Year == today.Year ? day.ToString("dddd, d MMMM", CultureInfo.InvariantCulture)
        : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>“14:02” today, “yesterday 14:02”, “3 Mar” this year, “3 Mar 2024”</summary>
    public static string When(Instant at, Instant now, DateTimeZone zone)
    {
        var (then, today) = (at.InZone(zone), now.InZone(zone).Date);
        return then.Date == today ? Time(at, zone)
            : then.Date == today.PlusDays(-1) ? $"yesterday {Time(at, zone)}"
            : then.Date == today.PlusDays(1) ? $"tomorrow {Time(at, zone)}"
            : then.Date.ToString(then.Year == today.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>“3 Mar, 14:02:09”: to the second, for a record.</summary>
    public static string Exactly(Instant at, DateTimeZone zone) => at.InZone(zone).ToString("d MMM uuuu, HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>“2 min”, “1 h 5 min”, “3 days”; the script that lets a clock run says the same words.</summary>
    public static string Lasted(Duration length)
    {
        if (length < Duration.FromMinutes(1)) return "less than a minute";
        if (length < Duration.FromHours(1)) return string.Create(CultureInfo.InvariantCulture, $"{length.Minutes} min");
        if (length < Duration.FromDays(1)) return string.Create(CultureInfo.InvariantCulture, $"{length.Hours} h {length.Minutes} min");
        return length.Days == 1 ? string.Create(CultureInfo.InvariantCulture, $"1 day {length.Hours} h") : string.Create(CultureInfo.InvariantCulture, $"{length.Days} days");
    }

    public static string Size(long bytes) =>
        bytes < 1024 ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes")
        : bytes < 1024 * 1024 ? string.Create(CultureInfo.InvariantCulture, $"{(bytes + 512) / 1024} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024d / 1024d:0.0} MB");

    /// <summary>“1 step”, “3 steps”</summary>
    public static string Count(int n, string one, string? many = null) => n == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{n} {many ?? one + "s"}");

    /// <summary>Two letters for a face: “RA” for Ruth Adeyemi.</summary>
    public static string Initials(string name)
    {
        var words = name.Split([' ', '-', '.', '@'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "?" : string.Concat(words.Length == 1 ? [First(words[0])] : [First(words[0]), First(words[^1])]).ToUpperInvariant();
    }

    /// <summary>What one calls somebody: “Ruth”; an address stays whole, and so does a number.</summary>
    public static string FirstName(string name) => name.Contains('@', StringComparison.Ordinal) || IsNumbered(name) ? name : name.Split(' ', 2)[0];

    /// <summary>“Visitor 0042”: nobody has told a name yet.</summary>
    public static bool IsNumbered(string name) => name.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at && at + 1 < name.Length && char.IsAsciiDigit(name[at + 1]);

    static string First(string word) => StringInfo.GetNextTextElement(word);
}
