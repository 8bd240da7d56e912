using System.Text.Json;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

public enum BriefField { Asked, Found, Promised, Done, ToDo, SaidTwice, Words }

/// <summary>One line of what travels with a conversation. Lines are added and never taken away, so nothing is lost on any number of ways.</summary>
public sealed class BriefLine
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required ConversationId ConversationId { get; init; }
    public required HandoverId HandoverId { get; init; }
    public required int Position { get; init; }
    public required BriefField Field { get; init; }
    public required string Body { get; init; }
    public required PersonId ById { get; init; }
    public required Instant At { get; init; }
}

/// <summary>What was asked, found, promised and done, what is still to do, and what the customer already had to say twice.</summary>
public sealed record Brief(IReadOnlyList<string> Asked, IReadOnlyList<string> Found, IReadOnlyList<string> Promised, IReadOnlyList<string> Done, IReadOnlyList<string> ToDo, IReadOnlyList<string> SaidTwice, IReadOnlyList<string> Words)
{
    public const int Longest = 8000;
    const int LongestLine = 500;

    public static readonly (BriefField Field, string Name, string Title)[] Fields =
    [
        (BriefField.Asked, "asked", "What was asked"), (BriefField.Found, "found", "What was found"), (BriefField.Promised, "promised", "What was promised"), (BriefField.Done, "done", "What is done"),
        (BriefField.ToDo, "to_do", "What is still to do"), (BriefField.SaidTwice, "said_twice", "What was said twice already"), (BriefField.Words, "words", "In the sender's words"),
    ];

    public static readonly Brief Empty = new([], [], [], [], [], [], []);

    public IReadOnlyList<string> this[BriefField field] => field switch
    {
        BriefField.Asked => Asked,
        BriefField.Found => Found,
        BriefField.Promised => Promised,
        BriefField.Done => Done,
        BriefField.ToDo => ToDo,
        BriefField.SaidTwice => SaidTwice,
        _ => Words,
    };

    public bool IsEmpty => Fields.All(f => this[f.Field].Count == 0);

    public static Brief Of(Func<BriefField, IEnumerable<string>> lines)
    {
        return new(Of(BriefField.Asked), Of(BriefField.Found), Of(BriefField.Promised), Of(BriefField.Done), Of(BriefField.ToDo), Of(BriefField.SaidTwice), Of(BriefField.Words));

        IReadOnlyList<string> Of(BriefField field) => [.. lines(field).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What is in this one and not yet in the other.</summary>
    public Brief Without(Brief other)
    {
        var mine = this;
        return Of(f => mine[f].Except(other[f], StringComparer.Ordinal));
    }

    /// <summary>A program may give one text, or lines by field; null for a field leaves it to what the conversation shows.</summary>
    public static IReadOnlyDictionary<BriefField, string[]> Read(JsonElement? given, Check check)
    {
        var read = new Dictionary<BriefField, string[]>();
        if (given is not { } brief || brief.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return read;
        if (brief.ValueKind is JsonValueKind.String) read[BriefField.Words] = Split(brief.GetString());
        else if (brief.ValueKind is JsonValueKind.Object)
        {
            foreach (var field in brief.EnumerateObject())
            {
                var known = Array.Find(Fields, f => f.Name == field.Name);
                check.That(known.Name is not null, "brief", $"“brief” has no field “{field.Name}”. It has: {string.Join(", ", Fields.Select(f => f.Name))}.");
                if (known.Name is null) continue;
                read[known.Field] = field.Value.ValueKind switch
                {
                    JsonValueKind.String => Split(field.Value.GetString()),
                    JsonValueKind.Array => [.. field.Value.EnumerateArray().Where(l => l.ValueKind is JsonValueKind.String).SelectMany(l => Split(l.GetString()))],
                    _ => [],
                };
            }
        }
        else check.That(false, "brief", "“brief” must be a text, or an object with the lines of each field.");
        check.That(read.Values.SelectMany(l => l).Sum(l => l.Length) <= Longest, "brief", $"“brief” is too long: at most {Longest} characters.")
            .That(read.Values.All(lines => lines.All(l => !l.Contains('\0', StringComparison.Ordinal))), "brief", "“brief” contains a zero character, which is not text.");
        return read;
    }

    public static string[] Split(string? text) => [.. (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    public static string Line(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Cut.To(line, LongestLine);
    }
}
