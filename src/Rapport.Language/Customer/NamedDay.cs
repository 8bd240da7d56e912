using System.Globalization;
using Rapport.Language.Text;

namespace Rapport.Language.Customer;

/// <summary>
/// The day that a customer's words name, seen from the day on which they were said: “turning ten on Saturday”, “tomorrow”, “in two weeks”, “on the 12th”, “4 May”.
/// No day rather than a guessed one: none for “next Friday”, which people mean in two ways, none for what is past, and none where two are named.
/// </summary>
public static class NamedDay
{
    static readonly string[] weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    static readonly string[] months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    static readonly string[] counts = ["a", "two", "three", "four", "five", "six"];

    public static DateOnly? In(string words, DateOnly said)
    {
        var tokens = Tokens.Of(words);
        HashSet<DateOnly> named = [];
        for (var i = 0; i < tokens.Count; i++)
        {
            var norm = tokens[i].Norm;
            if (norm is "last" or "ago" or "yesterday" || norm is "next" && Weekday(tokens, i + 1) >= 0) return null;
            if (At(words, tokens, i, said) is { } day) named.Add(day);
        }
        return named.Count == 1 ? named.Single() : null;
    }

    static DateOnly? At(string words, List<Token> tokens, int i, DateOnly said)
    {
        var norm = tokens[i].Norm;
        if (norm is "today" or "tonight") return said;
        if (norm is "tomorrow") return said.AddDays(i > 1 && tokens[i - 1].Norm is "after" ? 2 : 1);
        if (Weekday(tokens, i) is var weekday and >= 0) return said.AddDays((weekday - (int)said.DayOfWeek + 6) % 7 + 1);
        if (norm is "in" && i + 2 < tokens.Count && Amount(words, tokens[i + 1]) is var amount and > 0)
            return tokens[i + 2].Norm switch { "day" or "days" => said.AddDays(amount), "week" or "weeks" => said.AddDays(7 * amount), _ => null };
        if (Ordinal(words, tokens[i]) is not (var number and >= 1 and <= 31)) return null;
        var month = Month(tokens, i - 1) is var before and > 0 ? before : Month(tokens, i + 1) is var after and > 0 ? after : i + 1 < tokens.Count && tokens[i + 1].Norm is "of" ? Month(tokens, i + 2) : 0;
        if (month > 0) return Coming(said, number, month);
        return i > 0 && tokens[i - 1].Norm is "the" && !char.IsDigit(words[tokens[i].End - 1]) ? Coming(said, number, 0) : null;
    }

    /// <summary>The next such day, in that month or (0) in the first month that still has it before it.</summary>
    static DateOnly? Coming(DateOnly said, int day, int month)
    {
        for (var ahead = 0; ahead <= 48; ahead++)
        {
            var first = new DateOnly(said.Year, said.Month, 1).AddMonths(ahead);
            if (month > 0 && first.Month != month || day > DateTime.DaysInMonth(first.Year, first.Month)) continue;
            if (first.AddDays(day - 1) is var found && found >= said) return found;
        }
        return null;
    }

    static int Weekday(List<Token> tokens, int i) => i < tokens.Count ? Array.IndexOf(weekdays, tokens[i].Norm) : -1;

    static int Month(List<Token> tokens, int i) => i >= 0 && i < tokens.Count ? Array.IndexOf(months, tokens[i].Norm) + 1 : 0;

    static int Amount(string words, Token token) => token.Norm is "one" ? 1 : Array.IndexOf(counts, token.Norm) + 1 is var spelled and > 0 ? spelled : Ordinal(words, token);

    static int Ordinal(string words, Token token)
    {
        if (token.Kind is not TokenKind.Number) return 0;
        var raw = words.AsSpan(token.Start, token.Length);
        foreach (var ending in (ReadOnlySpan<string>)["st", "nd", "rd", "th"]) if (raw.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) raw = raw[..^2];
        return int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
