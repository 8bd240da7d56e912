using Rapport.Language.Words;

namespace Rapport.Language.Customer;

/// <summary>The kinds of facts, and which of them are sensitive.</summary>
public static class FactKinds
{
    public static readonly IReadOnlyList<string> All =
        ["pet", "family", "occasion", "travel", "preference", "hobby", "work", "home", "loyalty", "diet", "age", "health", "disability", "bereavement", "religion", "finance", "other"];

    static readonly HashSet<string> sensitive = new(StringComparer.Ordinal) { "health", "disability", "bereavement", "religion", "finance" };

    /// <summary>Words that make a fact sensitive wherever they stand near it: better marked once too often.</summary>
    public static readonly Sorts SensitiveWords = Sorts.Of(Sort.Health, Sort.Disability, Sort.Bereavement, Sort.Religion, Sort.Finance);

    public static bool IsSensitive(string kind) => sensitive.Contains(kind);
    public static int Index(string kind) => All.Select((name, index) => (name, index)).Where(k => k.name == kind).Select(k => k.index).DefaultIfEmpty(All.Count - 1).First();
}
