namespace Rapport.Language;

/// <summary>
/// What a person who serves may give beyond the job function. Seven, and empathy, which is recognized with them.
/// Source: <c>LABELLING.md</c> of the labeled messages, after the distinction of job function and job essence.
/// </summary>
public enum BehaviorKind { Interest, Compliment, Knowledge, Enthusiasm, Humor, Surprise, Heroics, Empathy }

/// <summary>How behaviors are called, by programs and by people.</summary>
public static class BehaviorKinds
{
    public static readonly IReadOnlyList<BehaviorKind> All = Enum.GetValues<BehaviorKind>();

    /// <summary>The name in files, in the API and in labels: <c>interest</c>.</summary>
    public static string Key(this BehaviorKind kind) => kind switch
    {
        BehaviorKind.Interest => "interest",
        BehaviorKind.Compliment => "compliment",
        BehaviorKind.Knowledge => "knowledge",
        BehaviorKind.Enthusiasm => "enthusiasm",
        BehaviorKind.Humor => "humor",
        BehaviorKind.Surprise => "surprise",
        BehaviorKind.Heroics => "heroics",
        BehaviorKind.Empathy => "empathy",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The words on a screen: “genuine interest”.</summary>
    public static string Words(this BehaviorKind kind) => kind switch
    {
        BehaviorKind.Interest => "genuine interest",
        BehaviorKind.Compliment => "sincere and specific compliment",
        BehaviorKind.Knowledge => "unique knowledge",
        BehaviorKind.Enthusiasm => "authentic enthusiasm",
        BehaviorKind.Humor => "appropriate humor",
        BehaviorKind.Surprise => "pleasant surprise",
        BehaviorKind.Heroics => "service heroics",
        BehaviorKind.Empathy => "empathy",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The kind with that key; false for any other word.</summary>
    public static bool TryParse(string? key, out BehaviorKind kind)
    {
        foreach (var known in All)
        {
            kind = known;
            if (known.Key() == key) return true;
        }
        kind = default;
        return false;
    }
}
