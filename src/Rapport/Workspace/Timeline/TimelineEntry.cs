using System.Globalization;
using NodaTime;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Workspace.Timeline;

public enum EntryKind { Opened, Message, Note, Told, Resolved, Reopened, PromiseMade, PromiseKept, PromiseBroken, HandoverOffered, HandoverJoined, Assist, Remembered, Surprise, Moment, Merged }

/// <summary>One thing that happened with a customer, whichever room it belongs to.</summary>
public sealed record TimelineEntry(EntryKind Kind, Instant At, Guid Id, ConversationId? Conversation = null, string? By = null, string? Words = null, MessageFrom? From = null);

/// <summary>Where a page ended: at an instant, with so many of that instant already shown. Nothing is passed over and nothing is shown twice, however many share it.</summary>
public readonly record struct Place(Instant At, int Shown)
{
    public static readonly Place Top = new(Instant.FromUtc(9999, 1, 1, 0, 0), 0);

    public static Place Parse(string? text)
    {
        if (text is null or "") return Top;
        var parts = text.Split('-');
        var ok = parts.Length == 2 & long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at) & int.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out var shown);
        new Check().That(ok && at < Top.At.ToUnixTimeTicks() / 10, "after", "“after” must be the “next” of a page before.").Done();
        return new(Instant.FromUnixTimeTicks(at * 10), shown);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.ToUnixTimeTicks() / 10}-{Shown}");
}
