using System.Text.Json;
using Rapport.Town.Line;

namespace Rapport.Workspace.Commands;

public enum Speaker { Customer, Desk, Lookup }

/// <summary>One thing that happened in a recorded dialogue. A label names the template that was picked; typed words have none.</summary>
public sealed record StarEvent(Speaker Who, long At, string Text, string? Label);

/// <summary>A recorded dialogue of the STAR set, reduced to what a desk sees: no stage directions, no look-up results.</summary>
public sealed record StarDialogue(int Id, IReadOnlyList<string> Tasks, string Customer, string Agent, IReadOnlyList<StarEvent> Events)
{
    public TimeSpan Length => Events.Count == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Events[^1].At - Events[0].At);

    public static IEnumerable<StarDialogue> Read(string file)
    {
        var number = 0;
        foreach (var line in Lines(file))
        {
            number++;
            if (line.Trim().Length > 0) yield return Parse(line, $"Line {number} of {file}");
        }
        if (number == 0) throw new CannotGoOn($"{file} is empty.");
    }

    public static StarDialogue Parse(string line, string where = "This line")
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return new StarDialogue(
                root.GetProperty("id").GetInt32(),
                [.. root.GetProperty("tasks").EnumerateArray().Select(t => t.GetString()!)],
                root.GetProperty("customer_worker").GetString()!,
                root.GetProperty("csr_worker").GetString()!,
                [.. root.GetProperty("events").EnumerateArray().Select(Event).OfType<StarEvent>()]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CannotGoOn($"{where} is not a dialogue of the STAR set (one JSON object a line, with id, tasks, customer_worker, csr_worker and events).");
        }
    }

    static StarEvent? Event(JsonElement e)
    {
        var kind = e.TryGetProperty("kind", out var given) ? given.GetString() : null;
        return (e.GetProperty("who").GetString(), kind) switch
        {
            ("customer", _) => new StarEvent(Speaker.Customer, e.GetProperty("t").GetInt64(), Words(e), null),
            ("csr", "query") => new StarEvent(Speaker.Lookup, e.GetProperty("t").GetInt64(), e.GetProperty("api").GetString()!, null),
            ("csr", _) => new StarEvent(Speaker.Desk, e.GetProperty("t").GetInt64(), Words(e), Label(e)),
            _ => null,
        };
    }

    /// <summary>A template called custom is one in which the agent typed the words.</summary>
    static string? Label(JsonElement e) => e.TryGetProperty("label", out var label) && label.GetString() is var text and not "custom" ? text : null;

    static string Words(JsonElement e) => e.GetProperty("text").GetString()!;

    static IEnumerable<string> Lines(string file)
    {
        try
        {
            return File.ReadLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotGoOn($"{file} cannot be read: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : e.Message)}");
        }
    }
}
