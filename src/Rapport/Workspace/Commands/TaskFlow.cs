using System.Text.Json;
using Rapport.Town.Line;

namespace Rapport.Workspace.Commands;

/// <summary>A step of a task, and the templates that show that it was done. A step without templates is a look-up.</summary>
public sealed record FlowStep(string Key, string Name, string? Detail, IReadOnlySet<string> Labels)
{
    public bool IsLookup => Labels.Count == 0;
}

/// <summary>A task of the STAR set as an ordered list: the way through its graph on which everything goes well.</summary>
public sealed record TaskFlow(string Task, IReadOnlyList<FlowStep> Steps)
{
    // What a decision may end in, the happy end first. The others lead to a template that settles the same step.
    static readonly string[][] Ends = [["available", "unavailable"], ["query_success", "query_failure"], ["correct", "incorrect", "noanswer"], ["yes", "no"], ["done"]];
    static readonly string[] Courtesy = ["hello", "goodbye", "out_of_scope", "custom"];

    public string Key => $"star:{Task}";
    public string Name => StepNames.OfTask(Task);

    public ContactTypeDraft AsContactType() =>
        new(Key, Name, "Replayed from the STAR dialogues", [.. Steps.Select(s => new StepDraft(s.Key, s.Name, s.Detail))]);

    /// <summary>Every task folder under the given one: NAME/NAME.json.</summary>
    public static IReadOnlyDictionary<string, TaskFlow> ReadAll(string folder)
    {
        if (!Directory.Exists(folder)) throw new CannotGoOn($"There is no folder {folder}. Give the one with the tasks' flows with --tasks.");
        var flows = Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            .Select(d => (Task: Path.GetFileName(d), File: Path.Combine(d, Path.GetFileName(d) + ".json")))
            .Where(f => File.Exists(f.File)).ToDictionary(f => f.Task, f => Parse(f.Task, File.ReadAllText(f.File), f.File), StringComparer.Ordinal);
        return flows.Count > 0 ? flows : throw new CannotGoOn($"{folder} holds no task flows (folders NAME with NAME.json in them).");
    }

    public static TaskFlow Parse(string task, string json, string where = "This file")
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var graph = Pairs(document.RootElement.GetProperty("graph"));
            return new TaskFlow(task, [.. Walk(graph).Select(n => Step(n, task, graph, Pairs(document.RootElement.GetProperty("replies"))))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CannotGoOn($"{where} is not a task flow of the STAR set (an object with replies and graph).");
        }
    }

    static Dictionary<string, string> Pairs(JsonElement of) => of.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);

    static List<string> Walk(Dictionary<string, string> graph)
    {
        List<string> path = [];
        HashSet<string> seen = [];
        for (var node = graph.ContainsKey("hello") ? "hello" : graph.Keys.First(); node is not null && seen.Add(node); node = Next(node, graph, seen))
        {
            if (!IsCourtesy(node) && !IsEnd(node)) path.Add(node);
        }
        return path;
    }

    static string? Next(string node, Dictionary<string, string> graph, HashSet<string> seen) =>
        graph.TryGetValue(node, out var next) ? next : Ends
            .Select(group => group[0])
            .OrderBy(end => IsLookup(node) ? end == "yes" : end != "yes") // a look-up ends in what it found; a question, in the customer's yes
            .FirstOrDefault(end => graph.TryGetValue(end, out var to) && !seen.Contains(end) && !seen.Contains(to) && !IsCourtesy(to));

    static FlowStep Step(string node, string task, Dictionary<string, string> graph, Dictionary<string, string> replies)
    {
        if (IsLookup(node)) return new FlowStep(node, StepNames.For(node, task), null, new HashSet<string>(StringComparer.Ordinal));
        var siblings = Ends
            .Where(group => graph.GetValueOrDefault(group[0]) == node)
            .SelectMany(group => group.Skip(1)).Select(end => graph.GetValueOrDefault(end)).OfType<string>()
            .Where(label => replies.ContainsKey(label) && !IsCourtesy(label) && !graph.Any(edge => edge.Value == label && !IsEnd(edge.Key)));
        var labels = new HashSet<string>(siblings, StringComparer.Ordinal) { node };
        labels.UnionWith(StepNames.Kin(node, replies.Keys));
        return new FlowStep(node, StepNames.For(node, task), replies.GetValueOrDefault(node), labels);
    }

    static bool IsLookup(string node) => node.StartsWith("query", StringComparison.Ordinal);
    static bool IsCourtesy(string node) => Courtesy.Any(c => node.StartsWith(c, StringComparison.Ordinal)) || node.EndsWith("_bye", StringComparison.Ordinal);
    static bool IsEnd(string node) => Ends.Any(group => group.Contains(node)) || node.StartsWith("info_missing", StringComparison.Ordinal);
}
