using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Rapport.Foundation.Search;

namespace Rapport.Memory;

/// <summary>
/// A day as far as somebody said it. “Turning ten on Saturday” is a date; “her birthday is the 12th of March” is a day of every
/// year and stays one, because nobody said which year.
/// </summary>
public readonly record struct SaidDay(LocalDate? Date, AnnualDate? EveryYear)
{
    static readonly string[] weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    static readonly string[] months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    static readonly string[] counts = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>What is told happens again and again.</summary>
    static readonly string[] again = ["every", "each", "most", "usually", "always", "often", "weekly"];

    /// <summary>A day or a time that is over.</summary>
    static readonly string[] gone = ["last", "ago", "yesterday"];

    /// <summary>What is told is over, and so is the weekday that is named with it.</summary>
    static readonly string[] told = ["was", "were", "had", "turned", "went", "came", "celebrated"];

    const int EarliestYear = 1900, LatestYear = 2200;

    /// <summary>The day that these words name, seen from the day on which they were said; null where they name none.</summary>
    public static SaidDay? In(string words, LocalDate said)
    {
        var all = Keys(words);
        return Iso(words) ?? Named(all) ?? (Coming(all, said) is { } day ? new SaidDay(day, null) : null);
    }

    static SaidDay? Iso(string words)
    {
        foreach (var word in words.Split([' ', ',', '.', ';', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
            if (LocalDatePattern.Iso.Parse(word) is { Success: true, Value: var date }) return new(date, null);
        return null;
    }

    /// <summary>“12 March”, “the 12th of March”, “March 12th, 2026”.</summary>
    static SaidDay? Named(string[] words)
    {
        for (var at = 0; at < words.Length; at++)
        {
            var month = MonthOf(words[at]);
            if (month == 0) continue;
            var before = at > 0 ? DayOf(words[at - 1]) ?? (words[at - 1] == "of" && at > 1 ? DayOf(words[at - 2]) : null) : null;
            var after = before is null && at + 1 < words.Length ? DayOf(words[at + 1]) : null;
            if ((before ?? after) is not { } day) continue;
            if (day > CalendarSystem.Iso.GetDaysInMonth(2024, month)) continue;
            var next = at + (before is null ? 2 : 1);
            if (next < words.Length && int.TryParse(words[next], CultureInfo.InvariantCulture, out var year) && year is > EarliestYear and < LatestYear)
                return day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? new(new LocalDate(year, month, day), null) : null;
            return new(null, new AnnualDate(month, day));
        }
        return null;
    }

    /// <summary>
    /// “On Saturday”, “tomorrow”, “in three weeks”: a day that is to come, seen from the day on which it was said. None where the words tell of
    /// what was or of a habit, and none rather than a guessed one. Who means today says “today”, so a weekday is the next of its name.
    /// </summary>
    public static LocalDate? Coming(string words, LocalDate said) => Coming(Keys(words), said);

    /// <summary>“Turned ten last Saturday”: nobody is to be congratulated on what they have had.</summary>
    public static bool IsOver(string words) =>
        Keys(words) is var all && (Has(all, gone) || Enumerable.Range(0, all.Length).Any(at => Weekday(all[at]) is not IsoDayOfWeek.None && IsPast(all, at)));

    static LocalDate? Coming(string[] words, LocalDate said)
    {
        for (var at = 0; at < words.Length; at++)
        {
            if (words[at] is "today" or "tonight") return said;
            if (words[at] is "tomorrow") return said.PlusDays(at > 0 && words[at - 1] is "after" ? 2 : 1);
            if (words[at] == "in" && at + 2 < words.Length && Count(words[at + 1]) is { } n)
            {
                if (words[at + 2] is "day" or "days") return said.PlusDays(n);
                if (words[at + 2] is "week" or "weeks") return said.PlusWeeks(n);
            }
            if (Weekday(words[at]) is not IsoDayOfWeek.None and var weekday) return IsPast(words, at) || Has(words, again) ? null : Named(weekday, words, at, said);
        }
        return null;
    }

    /// <summary>“Next Friday” is meant in two ways, but on a Friday; “Friday next week” is not.</summary>
    static LocalDate? Named(IsoDayOfWeek weekday, string[] words, int at, LocalDate said) =>
        Array.IndexOf(words, "next") is >= 0 and var next && next + 1 < words.Length && words[next + 1] == "week" ? said.PlusDays(7 - (int)said.DayOfWeek + (int)weekday)
        : at > 0 && words[at - 1] == "next" && said.DayOfWeek != weekday ? null
        : said.Next(weekday);

    static string[] Keys(string words) => [.. Words.Of(words).Select(w => w.Key)];

    static bool IsPast(string[] all, int weekday) => Has(all, gone) || Has(all, told) || (weekday > 0 && all[weekday - 1] is "past" or "previous" or "since");

    /// <summary>“On Saturdays” is a habit, and no day.</summary>
    static IsoDayOfWeek Weekday(string word) => (IsoDayOfWeek)(Array.IndexOf(weekdays, word) + 1);

    static bool Has(string[] all, string[] words) => Array.Exists(all, w => words.Contains(w, StringComparer.Ordinal));

    static int MonthOf(string word) => word.Length < 3 ? 0 : Array.FindIndex(months, m => m == word || (word.Length is 3 or 4 && word is not "may" and not "mar" && m.StartsWith(word, StringComparison.Ordinal))) + 1;

    static int? DayOf(string word)
    {
        var digits = word.TakeWhile(char.IsAsciiDigit).Count();
        return digits is 1 or 2 && word[digits..] is "" or "st" or "nd" or "rd" or "th" && digits > 0 && int.TryParse(word.AsSpan(0, digits), CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day : null;
    }

    static int? Count(string word) => word is "a" ? 1 : Array.IndexOf(counts, word) is >= 0 and var named ? named + 1
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= 60 ? n : null;

    /// <summary>The first such day that is not over.</summary>
    public LocalDate? Next(LocalDate today)
    {
        if (Date is { } once) return once >= today ? once : null;
        if (EveryYear is not { } each) return null;
        var here = each.InYear(today.Year);
        return here >= today ? here : each.InYear(today.Year + 1);
    }

    /// <summary>As it is kept: <c>2026-11-28</c>, or <c>--03-12</c> where no year was said.</summary>
    public override string ToString() => Date is { } once ? LocalDatePattern.Iso.Format(once) : EveryYear is { } each ? "--" + AnnualDatePattern.Iso.Format(each) : "";

    public static SaidDay? Parse(string? kept) =>
        kept is null ? null
        : kept.StartsWith("--", StringComparison.Ordinal) ? AnnualDatePattern.Iso.Parse(kept[2..]) is { Success: true, Value: var each } ? new(null, each) : null
        : LocalDatePattern.Iso.Parse(kept) is { Success: true, Value: var once } ? new(once, null) : null;
}
