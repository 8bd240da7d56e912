using NodaTime;
using Rapport.Essence.Library;

namespace Rapport.Essence.Cues;

/// <summary>Which day somebody means, as far as their words say it.</summary>
public static class Calendar
{
    static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary>What is told happens again and again.</summary>
    static readonly string[] Again = ["every", "each", "most", "usually", "always", "often", "weekly"];

    /// <summary>A day or a time that is over.</summary>
    static readonly string[] Gone = ["last", "ago", "yesterday"];

    /// <summary>What is told is over, and so is the weekday that is named with it.</summary>
    static readonly string[] Told = ["was", "were", "had", "turned", "went", "came", "celebrated"];

    /// <summary>“On Saturday”, “tomorrow”, “today”, seen from the day on which it was said. No day rather than a guessed one.</summary>
    public static LocalDate? Day(string words, LocalDate said)
    {
        var all = Phrases.Fold(words);
        for (var at = 0; at < all.Length; at++)
        {
            if (all[at] is "today" or "tonight") return said;
            if (all[at] is "tomorrow") return said.PlusDays(at > 0 && all[at - 1] is "after" ? 2 : 1);
            var weekday = Weekday(all[at]);
            if (weekday is IsoDayOfWeek.None) continue;
            // “Next Friday” is meant in two ways.
            if (IsPast(all, at) || Has(all, Again) || (at > 0 && all[at - 1] is "next")) return null;
            return said.DayOfWeek == weekday ? said : said.Next(weekday);
        }
        return null;
    }

    /// <summary>“Turned ten last Saturday”: nobody is to be congratulated on what they have had.</summary>
    public static bool IsOver(string words) =>
        Phrases.Fold(words) is var all && (Has(all, Gone) || Enumerable.Range(0, all.Length).Any(at => Weekday(all[at]) is not IsoDayOfWeek.None && IsPast(all, at)));

    static bool IsPast(string[] all, int weekday) => Has(all, Gone) || Has(all, Told) || (weekday > 0 && all[weekday - 1] is "past" or "previous" or "since");

    /// <summary>“On Saturdays” is a habit, and no day.</summary>
    static IsoDayOfWeek Weekday(string word) => (IsoDayOfWeek)(Array.IndexOf(Weekdays, word) + 1);

    static bool Has(string[] all, string[] words) => Array.Exists(all, w => words.Contains(w, StringComparer.Ordinal));

    public static string Say(LocalDate day, LocalDate today) => Period.DaysBetween(today, day) switch
    {
        0 => "that is today",
        1 => "that is tomorrow",
        -1 => "that was yesterday",
        < 0 and var days => $"that was {(-days).ToString(System.Globalization.CultureInfo.InvariantCulture)} days ago",
        var days => $"that is in {days.ToString(System.Globalization.CultureInfo.InvariantCulture)} days",
    };
}
