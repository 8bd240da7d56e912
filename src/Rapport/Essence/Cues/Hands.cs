using NodaTime;

namespace Rapport.Essence.Cues;

/// <summary>What somebody is doing at a conversation right now.</summary>
/// <param name="CustomerWaits">Somebody waits for their answer.</param>
/// <param name="TypingNow">Keys have been pressed within the last seconds.</param>
/// <param name="DraftChangedAt">When the half-written words last changed.</param>
/// <param name="InWindow">The map says that the customer or a machine is busy now.</param>
public sealed record Hands(bool CustomerWaits, bool TypingNow, Instant? DraftChangedAt, bool InWindow)
{
    /// <summary>So long after the last word, nobody is in the middle of a sentence any more.</summary>
    public static readonly Duration Pause = Duration.FromSeconds(3);

    /// <summary>docs/cues.md says it in words; this is all of it.</summary>
    public bool AreIdle(Instant now) => !CustomerWaits || InWindow || !(TypingNow || DraftChangedAt > now - Pause);
}
