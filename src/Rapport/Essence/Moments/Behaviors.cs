using Rapport.Language;

namespace Rapport.Essence.Moments;

/// <summary>Behaviors in sentences and at the beginning of a line.</summary>
static class Behaviors
{
    /// <summary>“That looks like …”</summary>
    public static string InSentence(BehaviorKind kind) => kind is BehaviorKind.Compliment or BehaviorKind.Surprise ? $"a {kind.Words()}" : kind.Words();

    /// <summary>“Genuine interest”</summary>
    public static string Title(BehaviorKind kind) => string.Concat(kind.Words()[..1].ToUpperInvariant(), kind.Words().AsSpan(1));
}
