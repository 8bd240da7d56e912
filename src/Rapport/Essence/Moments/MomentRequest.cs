using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Essence.Library;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Essence.Moments;

/// <summary>A moment as a program or a form gives it.</summary>
public sealed record MomentRequest(
    string? Behavior, string? Words = null, MessageId? Message = null, int? Seconds = null, Money? Money = null, string? Expectation = null, string? Happened = null,
    Instant? At = null, string? InsteadOf = null, string? Person = null, string? Teller = null, TidbitId? Tidbit = null)
{
    /// <summary>So much may a clock elsewhere be wrong.</summary>
    internal static readonly Duration Clocks = Duration.FromMinutes(5);

    static readonly string[] Keys = [.. BehaviorKinds.All.Select(k => k.Key())];

    public Given Check(Me me, Instant now)
    {
        Refusal.If(Person is not null && Person != "me" && Person != me.Id.Value.ToString(), "A moment is kept by whoever gave it. Nobody can keep one for somebody else.", "not-yours");
        Refusal.If(Teller is not null && Teller != "csr", "What a customer tells comes from the customer, in the chat. Nobody at the desk can write it for them.", "not-yours");
        new Check().Text("behavior", Behavior, 40).OneOf("behavior", Behavior, Keys).OneOf("instead_of", InsteadOf, Keys)
            .AtMost("words", Words, Moment.LongestText).AtMost("expectation", Expectation, Moment.LongestText).AtMost("happened", Happened, Moment.LongestText)
            .That(Seconds is null or (>= 0 and <= Moment.MostSeconds), "seconds", "“seconds” must be between 0 and a day (86400), or be left out.")
            .That(At is null || At <= now + Clocks, "at", "“at” is in the future. Give the time at which it was given, or leave it out: then it is now.")
            .That(Tidbit is null || Behavior == BehaviorKind.Knowledge.Key(), "tidbit", "A tidbit is told with unique knowledge. Choose that, or “None of these”.").Done();
        _ = BehaviorKinds.TryParse(Behavior, out var kind);
        return new(kind, Words, Expectation, Happened, Seconds, Money);
    }
}

/// <summary>A moment as its giver sees it.</summary>
public sealed record MomentView(
    MomentId Id, long Conversation, string Teller, string Behavior, string? Words, MessageId? Message, int? Seconds, Money? Money, string? Expectation, string? Happened, Instant At, bool Shown)
{
    public static MomentView Of(Moment m, long number) => new(m.Id, number, "csr", m.Behavior.Key(), m.Words, m.MessageId, m.Seconds, m.Money, m.Expectation, m.Happened, m.At, m.ShownAt is not null);
}
