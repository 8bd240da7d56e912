using Rapport.Language.Words;

namespace Rapport.Language.Customer;

/// <summary>The kinds of facts, and which of them are sensitive.</summary>
public static class FactKinds
{
    public static readonly IReadOnlyList<string> All =
        ["pet", "family", "occasion", "travel", "preference", "hobby", "work", "home", "loyalty", "diet", "age", "health", "disability", "bereavement", "religion", "finance", "other"];

    static readonly HashSet<string> sensitive = new(StringComparer.Ordinal) { "health", "disability", "bereavement", "religion", "finance" };

    /// <summary>Words that make a fact sensitive wherever they stand near it: better marked once too often.</summary>
    public static readonly Sorts SensitiveWords = Sorts.Of(Sort.Health, Sort.Disability, Sort.Bereavement, Sort.Religion, Sort.Finance, Sort.Private);

    /// <summary>From this much chance of a sensitive kind on a fact is marked, whatever its likeliest kind.</summary>
    public const float SensitiveFrom = 0.12f;

    static readonly (Sort Sort, float Bonus)[] bonuses =
    [
        (Sort.Pet, 2), (Sort.Family, 1), (Sort.Occasion, 1.5f), (Sort.Travel, 1), (Sort.Preference, 0.5f), (Sort.Hobby, 1), (Sort.Work, 1), (Sort.Home, 1), (Sort.Loyalty, 1.5f),
        (Sort.Diet, 3), (Sort.Age, 2), (Sort.Health, 2.5f), (Sort.Disability, 3), (Sort.Bereavement, 3), (Sort.Religion, 2.5f), (Sort.Finance, 2.5f), (Sort.Private, 2.5f),
    ];

    /// <summary>What the words of a span say for a kind, as a logit: few examples say less than the lexicon, and the rarer kinds weigh more.</summary>
    public static float Bonus(int kind, Sorts words) => kind < bonuses.Length && words.Has(bonuses[kind].Sort) ? bonuses[kind].Bonus : 0;

    public static bool IsSensitive(string kind) => sensitive.Contains(kind);
    public static int Index(string kind) => All.Select((name, index) => (name, index)).Where(k => k.name == kind).Select(k => k.index).DefaultIfEmpty(All.Count - 1).First();
}
