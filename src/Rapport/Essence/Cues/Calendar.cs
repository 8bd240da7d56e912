using NodaTime;

namespace Rapport.Essence.Cues;

/// <summary>How far off a day is, in words. Which day somebody means, memory knows (<see cref="Memory.SaidDay"/>).</summary>
public static class Calendar
{
    public static string Say(LocalDate day, LocalDate today) => Period.DaysBetween(today, day) switch
    {
        0 => "that is today",
        1 => "that is tomorrow",
        -1 => "that was yesterday",
        < 0 and var days => $"that was {(-days).ToString(System.Globalization.CultureInfo.InvariantCulture)} days ago",
        var days => $"that is in {days.ToString(System.Globalization.CultureInfo.InvariantCulture)} days",
    };
}
