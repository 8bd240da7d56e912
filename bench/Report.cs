using System.Globalization;
using System.Text;

namespace Rapport.Bench;

/// <summary>Writes RESULTS.md: the machine, the command, the table, and for what is missed the words of bounds.md.</summary>
public static class Report
{
    public static void Write(string file, string bounds, string command, Options options, IReadOnlyList<Row> rows, IEnumerable<string> prepared)
    {
        var figures = rows.SelectMany(r => r.Figures).ToList();
        var text = new StringBuilder($"# What it can do\n\nWritten by `{command}`. ");
        text.Append(CultureInfo.InvariantCulture, $"{options.Conversations:N0} conversations with {options.Conversations * 10:N0} messages. What is compared is measured in one run, in turns, on one machine, the load generator included.\n\n");
        foreach (var (what, value) in Machine.Describe(options.Folder)) text.Append(CultureInfo.InvariantCulture, $"- {what}: {value}\n");
        foreach (var line in prepared) text.Append(CultureInfo.InvariantCulture, $"- filled: {line}\n");
        foreach (var run in rows.GroupBy(r => r.Commit, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"- measured at commit {run.Key}, {run.Min(r => r.At):yyyy-MM-dd HH:mm} to {run.Max(r => r.At):HH:mm} UTC: {string.Join(", ", run.Select(r => r.Name))}\n");
        text.Append("\n| what | target | measured | met | behind it |\n|---|---|---|---|---|\n");
        foreach (var f in figures) text.Append(CultureInfo.InvariantCulture, $"| {f.What} | {f.Target} | **{f.Measured}** | {(f.Met ? "yes" : "**no**")} | {f.Raw} |\n");

        var why = File.Exists(bounds) ? Sections(File.ReadAllText(bounds)) : [];
        var missed = figures.Where(f => !f.Met).ToList();
        text.Append("\n## What is not reached, and what bounds it\n\n");
        if (missed.Count == 0) text.Append("Nothing on this run.\n");
        foreach (var f in missed) text.Append(CultureInfo.InvariantCulture, $"**{f.What}** ({f.Measured}). {why.GetValueOrDefault(f.Row, "Not looked into yet.")}\n\n");
        if (why.TryGetValue("how", out var how)) text.Append(CultureInfo.InvariantCulture, $"\n## How it is measured\n\n{how}\n");
        File.WriteAllText(file, text.ToString());
    }

    static Dictionary<string, string> Sections(string text) => text.Split("\n## ", StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Select(s => s.Split('\n', 2)).ToDictionary(s => s[0].Trim(), s => s[1].Trim(), StringComparer.Ordinal);
}
