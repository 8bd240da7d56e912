using System.Text;
using System.Text.Json;
using Rapport.Town.Line;

namespace Rapport.Workspace.Commands;

/// <summary>The guidelines of the ABCD set: procedures of a shop, each with what is to be done in order.</summary>
public static class GuidelineFile
{
    const int LongestName = 120;

    public static IReadOnlyList<ContactTypeDraft> Read(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotGoOn($"{file} cannot be read: {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : e.Message)}");
        }
    }

    public static IReadOnlyList<ContactTypeDraft> Parse(string json, string where = "This file")
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            List<ContactTypeDraft> all = [.. document.RootElement.EnumerateObject().SelectMany(flow =>
                flow.Value.GetProperty("subflows").EnumerateObject().Select(matter => Procedure(flow, matter)))];
            return all.Count > 0 ? all : throw new CannotGoOn($"{where} holds no guidelines.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CannotGoOn($"{where} is not a guidelines file of the ABCD set (flows with subflows, each with actions).");
        }
    }

    static ContactTypeDraft Procedure(JsonProperty flow, JsonProperty matter)
    {
        var instructions = matter.Value.TryGetProperty("instructions", out var given) ? given.EnumerateArray().Select(i => Clean(i.GetString())) : [];
        var about = string.Join("\n", new[] { Clean(flow.Name) + ": " + Clean(Text(flow.Value, "description")) + "." }.Concat(instructions.Where(i => i.Length > 0)));
        HashSet<string> taken = [];
        return new ContactTypeDraft($"abcd:{Slug(flow.Name)}/{Slug(matter.Name)}", Clean(matter.Name), about,
            [.. matter.Value.GetProperty("actions").EnumerateArray().Select(action => Step(action, taken))]);
    }

    static StepDraft Step(JsonElement action, HashSet<string> taken)
    {
        var (button, text) = (Clean(Text(action, "button")), Clean(Text(action, "text")));
        if (text is "x" or "Communication") text = "";
        var name = button is "" or "N/A" ? FirstSentence(text) : button;
        var more = action.TryGetProperty("subtext", out var lines) ? lines.EnumerateArray().Select(l => Clean(l.GetString())).Where(l => l.Length > 0) : [];
        var detail = new StringBuilder(text == name ? "" : text);
        foreach (var line in more) detail.Append(detail.Length == 0 ? "" : "\n").Append("• ").Append(line);
        return new StepDraft(Free(Slug(button is "" or "N/A" ? "say" : button), taken), name, detail.Length == 0 ? null : detail.ToString());
    }

    static string Free(string key, HashSet<string> taken)
    {
        var free = key;
        for (var n = 2; !taken.Add(free); n++) free = $"{key}-{n}";
        return free;
    }

    static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        var first = (end < 0 ? text : text[..end]).TrimEnd('.', ' ', ':');
        return first.Length <= LongestName ? first : first[..first.LastIndexOf(' ', LongestName)] + " …";
    }

    static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    static string Clean(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    static string Slug(string text) =>
        string.Join('-', new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
