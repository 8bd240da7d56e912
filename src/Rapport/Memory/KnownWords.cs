using NodaTime;
using Rapport.Desk;
using Rapport.Foundation.Ui;

namespace Rapport.Memory;

/// <summary>What is said beside a fact.</summary>
public static class KnownWords
{
    public static string On(Channel channel) => channel switch { Channel.Chat => "in the chat", Channel.Counter => "at the counter", Channel.Mail => "by mail", Channel.Phone => "on the phone", _ => "by message" };

    /// <summary>“told Dana at the counter, 3 Mar · that is in 3 days · asked 3 Nov”</summary>
    public static string Source(Remembered fact, KnownView known)
    {
        var today = known.Now.InZone(known.Me.Zone).Date;
        var who = fact.KeptById is not { } by ? "written on their own page" : $"{(fact.ToldBy is ToldBy.Customer ? "told" : "guessed by")} {(by == known.Me.Id ? "you" : known.Names.GetValueOrDefault(by) ?? "somebody")}";
        string?[] parts =
        [
            $"{who}{(fact.Channel is { } channel ? " " + On(channel) : null)}, {InWords.When(fact.ToldAt, known.Now, known.Me.Zone)}",
            fact.Said?.Next(today) is { } day ? ComesIn(day, today) : null,
            fact.AskedAt is { } asked ? $"asked {InWords.When(asked, known.Now, known.Me.Zone)}" : null,
            fact.Sensitive ? $"sensitive, kept at their wish: {fact.Need}" : null,
        ];
        return string.Join(" · ", parts.OfType<string>());
    }

    static string ComesIn(LocalDate day, LocalDate today) => Period.DaysBetween(today, day) switch
    {
        0 => "that is today",
        1 => "that is tomorrow",
        <= 60 and var days => $"that is in {InWords.Count(days, "day")}",
        _ => $"on {day.ToString("d MMMM", System.Globalization.CultureInfo.InvariantCulture)}",
    };

    public static string Why(Remembered fact) => fact.Over switch { Over.Died => "has died", Over.Ended => "is over", Over.Moved => "has moved", _ => "please don’t ask" };

    /// <summary>What life may have done to such a thing.</summary>
    public static IEnumerable<(Over Why, string Words)> Endings(MemoryKind kind) => kind switch
    {
        MemoryKind.Pet or MemoryKind.Family => [(Over.Died, "Has died"), (Over.Moved, "Moved away")],
        MemoryKind.Home => [(Over.Moved, "Has moved")],
        _ => [(Over.Ended, "It is over")],
    };
}
