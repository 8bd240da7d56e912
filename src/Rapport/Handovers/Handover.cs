using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

public readonly record struct HandoverId(Guid Value) : IId<HandoverId>
{
    public static HandoverId From(Guid value) => new(value);
}

/// <summary>Ownership on its way from one person to another. What may happen to it, <see cref="HandoverState"/> says.</summary>
public sealed class Handover : Entity
{
    public HandoverId Id { get; init; } = Ids.New<HandoverId>();
    public required ConversationId ConversationId { get; init; }
    public required long Number { get; init; }

    /// <summary>Who has it, until somebody has joined.</summary>
    public required PersonId SenderId { get; init; }

    /// <summary>Whom it was offered to; null is the team.</summary>
    public PersonId? ToId { get; init; }

    /// <summary>Who joined.</summary>
    public PersonId? ReceiverId { get; private set; }

    public required Reason Reason { get; init; }
    public string? Missing { get; init; }

    /// <summary>“who knows every courier by name”: what the customer is told about who comes.</summary>
    public string? Introduction { get; init; }

    /// <summary>Whether the customer stands or sits there waiting, so that a lost line counts.</summary>
    public required bool Live { get; init; }

    public required Instant OfferedAt { get; init; }
    public Instant AnswerBy { get; private set; }
    public Instant? JoinedAt { get; private set; }
    public Instant? EndedAt { get; private set; }

    public Stage Stage { get; private set; }
    public Ending? Ending { get; private set; }
    public Side Owner { get; private set; }
    public bool SenderHere { get; private set; } = true;
    public bool ReceiverHere { get; private set; } = true;
    public bool CustomerHere { get; private set; } = true;
    public bool ToTeam { get; private set; }

    /// <summary>Why it could not wait for a yes.</summary>
    public string? OverriddenBecause { get; private set; }

    /// <summary>Whether the people in it had pages open when it began; programs have none, and none to lose.</summary>
    public bool SawLines { get; init; }

    /// <summary>Whether the sender has seen how it ended.</summary>
    public bool Acknowledged { get; set; }

    /// <summary>Who of the team said “not now”, so that they are not asked again.</summary>
    public string NotNow { get; private set; } = "";

    public HandoverState State => new(Stage, Ending, Owner, SenderHere, ReceiverHere, CustomerHere, ToTeam);

    /// <summary>A minute where the customer waits there; four hours by letter, unless it is said otherwise.</summary>
    public static Duration Patience(bool live) => live ? Duration.FromMinutes(1) : Duration.FromHours(4);

    public static bool IsLive(Channel channel) => channel is Channel.Chat or Channel.Counter or Channel.Phone;

    public static Handover Offer(Conversation conversation, Person sender, Person? to, Reason reason, string? missing, string? introduction, Instant at, Instant? answerBy, bool sawLines)
    {
        var live = IsLive(conversation.Channel);
        var handover = new Handover { ConversationId = conversation.Id, Number = conversation.Number, SenderId = sender.Id, ToId = to?.Id, Reason = reason, Missing = missing, Introduction = introduction, Live = live, OfferedAt = at, AnswerBy = answerBy ?? at + Patience(live), ToTeam = to is null, SawLines = sawLines };
        handover.Announce(new HandoverOffered(conversation.Id, conversation.Number, conversation.CustomerId, handover.Id, sender.Id, to?.Id, reason, missing, $"{sender.Name} asks {to?.Name ?? "the team"} to take over, {reason.Words(missing)}"));
        return handover;
    }

    /// <summary>Takes a step, and passes ownership where that is what it does.</summary>
    /// <param name="step">What happens.</param>
    /// <param name="conversation">What is on its way.</param>
    /// <param name="sender">Who hands it over.</param>
    /// <param name="other">Whom it is about besides: who joins, declines, is lost.</param>
    /// <param name="by">Who took the step; null is the house.</param>
    /// <param name="at">When.</param>
    /// <param name="overriddenBecause">Why it could not wait for a yes.</param>
    public void Take(Step step, Conversation conversation, Person sender, Person? other, PersonId? by, Instant at, string? overriddenBecause = null)
    {
        var before = State;
        var after = before.After(step) ?? throw Refuse(step);
        var receiver = step is Step.Join or Step.Override ? other!.Id : ReceiverId;
        if (after == before && step is not (Step.Decline or Step.Expire)) return;
        (Stage, Ending, Owner, SenderHere, ReceiverHere, CustomerHere, ToTeam, ReceiverId) = (after.Stage, after.Ending, after.Owner, after.SenderHere, after.ReceiverHere, after.CustomerHere, after.ToTeam, receiver);
        if (step is Step.Join or Step.Override) JoinedAt = at;
        if (step is Step.Override) OverriddenBecause = overriddenBecause;
        if (after.Stage is Stage.Over) EndedAt = at;
        else if (step is Step.Expire or Step.LoseSender or Step.SenderBack) AnswerBy = at + (step is Step.Expire ? Later(at) : Patience(Live));
        if (step is Step.Decline && after.Stage is Stage.Offered) NotNow = $"{NotNow},{other?.Id.Value}";
        if (step is Step.Expire) NotNow = "";
        if (before.Owner is Side.Sender && after.Owner is Side.Receiver) conversation.Pass(SenderId, receiver!.Value);
        if (before.Owner is Side.Receiver && after.Owner is Side.Sender) conversation.PassBack(receiver!.Value, SenderId);
        Announce(new HandoverMoved(conversation.Id, Number, conversation.CustomerId, Id, step, Stage, Ending, SenderId, ReceiverId ?? ToId, by, overriddenBecause, Sentences.ForTheDesk(step, after, sender.Name, other?.Name, overriddenBecause)));
    }

    /// <summary>While nobody is there to hand it over, everybody is asked again and again, each time after as long as it has waited already.</summary>
    Duration Later(Instant at) => Duration.Max(Patience(Live), at - OfferedAt);

    /// <summary>Taken from an owner who is away. They had no part in it, so there is nobody to wait for.</summary>
    public void Fetch(Conversation conversation, Person sender, Person by, Instant at)
    {
        SenderHere = false;
        Take(Step.Join, conversation, sender, by, by.Id, at);
    }

    public bool IsAsked(PersonId person) => person != SenderId && (ToId == person || (ToTeam && !NotNow.Contains(person.Value.ToString(), StringComparison.Ordinal)));

    Refusal Refuse(Step step) => step switch
    {
        _ when Stage is Stage.Over => Refusal.Conflict("This handover is over already.", "handover-over"),
        Step.Release => Refusal.Conflict("Nobody has joined yet, so you can't leave. Wait for them, ask somebody else, or keep it.", "not-joined"),
        Step.Join => Refusal.Conflict("You have joined already.", "joined"),
        Step.Withdraw => Refusal.Conflict("They have joined already and have it now. Ask them to give it back.", "joined"),
        _ => Refusal.Conflict("That can't be done now. Look again.", "not-now"),
    };
}
