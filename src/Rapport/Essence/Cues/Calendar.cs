using NodaTime;
using Rapport.Essence.Library;

namespace Rapport.Essence.Cues;

/// <summary>Which day somebody means, as far as their words say it.</summary>
public static class Calendar
{
    static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary>“On Saturday”, “tomorrow”, “today”, seen from the day on which it was said.</summary>
    public static LocalDate? Day(string words, LocalDate said)
    {
        foreach (var word in Phrases.Fold(words))
        {
            if (word is "today" or "tonight") return said;
            if (word is "tomorrow") return said.PlusDays(1);
            var weekday = Array.IndexOf(Weekdays, Phrases.One(word)) + 1;
            if (weekday > 0) return said.Next((IsoDayOfWeek)weekday) is var next && said.DayOfWeek == (IsoDayOfWeek)weekday ? said : next;
        }
        return null;
    }

    public static string Say(LocalDate day, LocalDate today) => Period.DaysBetween(today, day) switch
    {
        0 => "that is today",
        1 => "that is tomorrow",
        var days => $"that is in {days.ToString(System.Globalization.CultureInfo.InvariantCulture)} days",
    };
}
