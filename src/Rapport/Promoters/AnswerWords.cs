namespace Rapport.Promoters;

/// <summary>The questions and what can be said to them, in words for the customer.</summary>
public static class AnswerWords
{
    public static readonly IReadOnlyList<(string Value, string Words)> Often = [("never", "Never"), ("seldom", "Seldom"), ("sometimes", "Sometimes"), ("often", "Often"), ("always", "Always")];

    public static readonly IReadOnlyList<(string Value, string Words)> Picked = [("nothing", "There was nothing"), ("yes", "Yes, and they did"), ("missed", "Yes, and they did not")];

    public static readonly IReadOnlyList<(string Value, string Words)> YesNo = [("true", "Yes"), ("false", "No")];

    public static readonly IReadOnlyList<(string Value, string Words)> Ordinary = [("false", "Ordinary"), ("true", "Something I will remember")];

    public static readonly IReadOnlyList<(string Value, string Words)> ZeroToTen = [.. Enumerable.Range(0, CustomerAnswer.HighestRecommend + 1).Select(n => $"{n}").Select(n => (n, n))];

    /// <summary>The third question.</summary>
    public static string Of(Rotating question) => question switch
    {
        Rotating.Adjectives => "In one to three words, how was it?",
        Rotating.Frequency => "How often is service here exceptional?",
        Rotating.PickedUp => "Was there something you hoped they would pick up on? Did they?",
        _ => "How likely are you to recommend us, from 0 to 10?",
    };

    /// <summary>What was said, a line for each.</summary>
    public static IEnumerable<string> Lines(AskedView.Said said)
    {
        if (said.Memorable is { } memorable) yield return memorable ? $"Something you will remember{(said.Because is null ? null : $": {said.Because}")}" : "Ordinary";
        if (said.Impression is { } impression) yield return impression ? "They made an impression on you" : "They made no impression on you";
        if (said.Connection is { } connection) yield return connection ? "There was a connection between you" : "There was no connection between you";
        if (said.Adjectives is { } adjectives) yield return $"In your words: {adjectives}";
        if (said.Frequency is { } frequency) yield return $"Service here is exceptional: {frequency.ToString().ToLowerInvariant()}";
        if (said.PickedUp is { } picked) yield return $"What you hoped they would pick up on: {Picked[(int)picked].Words.ToLowerInvariant()}";
        if (said.Recommend is { } recommend) yield return $"You would recommend us: {recommend} of 10";
    }
}
