using System.Text;
using System.Text.RegularExpressions;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Roles.Charters;

/// <summary>
/// A charter as text that people write in any editor, and back without loss. A job description that already exists comes in too:
/// each of its lines is a function, unless it stands under a heading that speaks of behaviors.
/// </summary>
public sealed partial record CharterText(string Role, string HighestPriority, IReadOnlyList<Function> Functions, IReadOnlyList<Behavior> Behaviors)
{
    const string Priority = "Highest priority:", Standard = "Standard:", Example = "Example:", Not = "Not:";

    [GeneratedRegex(@"^([-*•–·▪◦]|\d{1,3}[.)])\s+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bullet { get; }

    [GeneratedRegex(@"^\[(?<kind>[a-z]+)\]\s*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kind { get; }

    [GeneratedRegex(@"\b(behaviou?rs?|essence|optional|may (be given|give))\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpeaksOfBehaviors { get; }

    public string Write()
    {
        var text = new StringBuilder().Append("# ").AppendLine(Role).AppendLine();
        if (HighestPriority.Length > 0) text.Append(Priority).Append(' ').AppendLine(HighestPriority).AppendLine();
        text.AppendLine("## Functions: what must be done").AppendLine();
        foreach (var function in Functions)
        {
            text.Append("- ").AppendLine(function.Name);
            if (function.Standard.Length > 0) text.Append("  ").Append(Standard).Append(' ').AppendLine(function.Standard);
        }
        text.AppendLine().AppendLine("## Behaviors: what may be given").AppendLine();
        foreach (var behavior in Behaviors)
        {
            text.Append("- [").Append(behavior.Kind.Key()).Append("] ").AppendLine(behavior.Name);
            foreach (var example in behavior.Examples) text.Append("  ").Append(Example).Append(' ').AppendLine(example);
            foreach (var not in behavior.NonExamples) text.Append("  ").Append(Not).Append(' ').AppendLine(not);
        }
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <exception cref="Invalid">A line can't be read; it is named.</exception>
    /// <exception cref="Refusal">There are two priorities, a behavior is made a rule, or lines demand what can only be given: all of them are named.</exception>
    public static CharterText Read(string text, string? role = null)
    {
        var (title, priority, functions, behaviors, inBehaviors) = ((string?)null, (string?)null, new List<(string Name, string Standard)>(), new List<(string Line, List<string> Examples, List<string> Nots)>(), false);
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            var isDetail = raw.Length > 0 && raw[0] is ' ' or '\t';
            if (line.Length == 0) continue;
            if (isDetail && !inBehaviors && functions.Count > 0 && After(line, Standard) is { } standard) functions[^1] = (functions[^1].Name, Line.Of(standard));
            else if (isDetail && inBehaviors && behaviors.Count > 0 && After(line, Example) is { } example) behaviors[^1].Examples.Add(example);
            else if (isDetail && inBehaviors && behaviors.Count > 0 && After(line, Not) is { } not) behaviors[^1].Nots.Add(not);
            else if (line.StartsWith("# ", StringComparison.Ordinal)) title ??= Line.Of(line[2..]);
            else if (After(line, Priority) is { } words)
            {
                Refusal.If(priority is not null, OnePriority.Words, OnePriority.Code);
                priority = Line.Of(words);
            }
            else if (IsHeading(line)) inBehaviors = SpeaksOfBehaviors.IsMatch(line);
            else if (inBehaviors) behaviors.Add((Bullet.Replace(line, "", 1), [], []));
            else functions.Add((Line.Of(Bullet.Replace(line, "", 1)), ""));
        }
        role = title ?? role;
        new Check().That(!string.IsNullOrWhiteSpace(role), "role", "Which role is it? Begin the text with “# ” and its name, or say it beside the text.").Done();
        Obligation.RefuseAsFunctions(functions.SelectMany(f => new (string, string?)[] { ("function", f.Name), ($"standard of “{f.Name}”", f.Standard) }));
        return new(Line.Of(role), priority ?? "", [.. functions.Select(f => Function.Of(f.Name, f.Standard))], [.. behaviors.Select(b => ReadBehavior(b.Line, b.Examples, b.Nots))]);
    }

    static bool IsHeading(string line) => line[0] == '#' || (line[^1] == ':' && !Bullet.IsMatch(line));

    static string? After(string line, string word) => line.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? line[word.Length..] : null;

    static Behavior ReadBehavior(string line, List<string> examples, List<string> nots)
    {
        if (Kind.Match(line) is { Success: true } match && BehaviorKinds.TryParse(match.Groups["kind"].Value, out var named)) return Behavior.Of(named, line[match.Length..], examples, nots);
        Obligation.RefuseIn("a behavior", line);
        var kinds = BehaviorKinds.All.Where(k => line.Contains(k.Key(), StringComparison.OrdinalIgnoreCase)).ToList();
        new Check().That(kinds.Count == 1, "text", $"Which behavior is “{line}”? Begin the line with one of {string.Join(", ", BehaviorKinds.All.Select(k => $"[{k.Key()}]"))}.").Done();
        return Behavior.Of(kinds[0], line, examples, nots);
    }
}
