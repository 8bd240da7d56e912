using System.Globalization;

namespace Rapport.Town;

public enum Act { CustomerWrites, DeskWrites, Note, Claim, Done, Skip, Promise, Keep, Resolve, HandOver, Join, Release }

/// <summary>
/// One line of a written conversation: <c>2m ines: words</c>, <c>0 customer: words</c>, <c>1m note tom: words</c>, <c>1m claim tom</c>,
/// <c>5s done step step</c>, <c>1m skip step: reason</c>, <c>1m promise 6h: words</c>, <c>1h keep</c>, <c>1m resolve</c>,
/// <c>1m handover tom knowledge: what he should know</c>, <c>20s join tom</c>, <c>30s release</c>.
/// The first word is how long after the line before.
/// </summary>
public sealed record ScriptLine(TimeSpan Wait, Act Act, string? By, string Text, IReadOnlyList<string> Steps, TimeSpan Due = default, string? Why = null)
{
    public static ScriptLine Parse(string line)
    {
        var (head, text) = line.Split(": ", 2) is [var before, var after] ? (before, after) : (line, "");
        var words = head.Split(' ');
        var wait = Span(words[0]);
        return (words[1], words.Length) switch
        {
            ("customer", 2) => new(wait, Act.CustomerWrites, null, text, []),
            ("note", 3) => new(wait, Act.Note, words[2], text, []),
            ("claim", 3) => new(wait, Act.Claim, words[2], "", []),
            ("done", > 2) => new(wait, Act.Done, null, "", words[2..]),
            ("skip", 3) => new(wait, Act.Skip, null, text, words[2..]),
            ("promise", 3) => new(wait, Act.Promise, null, text, [], Span(words[2])),
            ("keep", 2) => new(wait, Act.Keep, null, "", []),
            ("handover", 4) => new(wait, Act.HandOver, words[2], text, [], default, words[3]),
            ("join", 3) => new(wait, Act.Join, words[2], "", []),
            ("release", 2) => new(wait, Act.Release, null, "", []),
            ("resolve", 2) => new(wait, Act.Resolve, null, "", []),
            (var person, 2) => new(wait, Act.DeskWrites, person, text, []),
            _ => throw new FormatException($"This line of a script cannot be read: {line}"),
        };
    }

    /// <summary>0, or a number with s, m, h or d.</summary>
    public static TimeSpan Span(string text)
    {
        if (text == "0") return TimeSpan.Zero;
        var number = double.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => throw new FormatException($"“{text}” is no time. Give one like 40s, 3m, 2h or 1d."),
        };
    }
}
