namespace Rapport.Language.Measuring;

/// <summary>What one would write in an afternoon: a list of words for each behavior. Measured against, never used.</summary>
public static class KeywordList
{
    static readonly Dictionary<BehaviorKind, string[]> words = new()
    {
        [BehaviorKind.Interest] = ["hope you", "hope your", "any plans", "plans for", "what kind", "tell me more", "tell us more", "how was", "how did", "enjoy your", "favorite", "favourite"],
        [BehaviorKind.Compliment] = ["great choice", "good choice", "great taste", "nice", "beautiful", "brilliant", "smart", "impressive", "well done", "good eye", "you're the best", "lovely"],
        [BehaviorKind.Knowledge] = ["fun fact", "did you know", "by the way", "tip", "next time", "actually", "heads up", "if you"],
        [BehaviorKind.Enthusiasm] = ["love", "awesome", "amazing", "excited", "can't wait", "wow", "yay", "woohoo", "fantastic", "thrilled", "wonderful"],
        [BehaviorKind.Humor] = ["haha", "lol", "joke", "kidding", "pun", "😂", "😉", "😜", ";)"],
        [BehaviorKind.Surprise] = ["on us", "on the house", "free", "complimentary", "upgrade", "voucher", "gift", "waived", "surprise"],
        [BehaviorKind.Heroics] = ["i'll", "i will", "personally", "myself", "our mistake", "my mistake", "i've called", "make this right"],
        [BehaviorKind.Empathy] = ["sorry", "understand", "apologize", "apologise", "frustrating", "must be", "imagine"],
    };

    public static bool Has(BehaviorKind kind, string text) => words[kind].Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
