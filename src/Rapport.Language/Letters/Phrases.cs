namespace Rapport.Language.Letters;

/// <summary>The words by which mail clients mark what they quote, in the languages of their users.</summary>
static class Phrases
{
    static readonly ILookup<string, string> all = Embedded.Lines("phrases.txt")
        .Where(line => line[0] is not '#')
        .Select(line => line.Split(' ', 2))
        .ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public static readonly string[] Wrote = Of("wrote"), Openers = Of("opener"), Originals = Of("original"), Forwards = Of("forwarded"), Devices = Of("device"), Above = Of("above");

    /// <summary>The labels of a quoted head, each with what it labels.</summary>
    public static readonly Dictionary<string, string> Labels = new[] { "from", "sent", "to", "subject" }
        .SelectMany(kind => Of(kind).Select(label => (label, kind)))
        .DistinctBy(pair => pair.label, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(pair => pair.label, pair => pair.kind, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the phrase stands in the line as a word of its own; languages without spaces need none around it.</summary>
    public static bool HasWord(string line, string phrase)
    {
        for (var at = line.IndexOf(phrase, StringComparison.OrdinalIgnoreCase); at >= 0; at = line.IndexOf(phrase, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (phrase[0] >= '\u0900') return true;
            if ((at == 0 || !char.IsLetter(line[at - 1])) && (at + phrase.Length == line.Length || !char.IsLetter(line[at + phrase.Length]))) return true;
        }
        return false;
    }

    public static bool BeginsWith(string line, string phrase) =>
        line.StartsWith(phrase, StringComparison.OrdinalIgnoreCase) && (line.Length == phrase.Length || phrase[0] >= '\u0900' || !char.IsLetter(line[phrase.Length]));

    static string[] Of(string kind) => [.. all[kind]];
}
