namespace Rapport.Handovers;

public enum Stage { Offered, Joined, Over }

/// <summary>How a handover ended. Only after the first two has the receiver it.</summary>
public enum Ending { Released, Overridden, Declined, Withdrawn, Expired, ReceiverLost, SenderLeft, Resolved }

public enum Side { Sender, Receiver }

/// <summary>All that can happen to a handover, by somebody's hand or by itself.</summary>
public enum Step { Join, Decline, Withdraw, Expire, Release, Override, LoseSender, SenderBack, LoseReceiver, ReceiverBack, LoseCustomer, CustomerBack, Resolve, SenderLeft }

/// <summary>
/// Where a handover stands. Nothing else decides: people, errands and lost lines all ask <see cref="After"/>, the tests ask it about every order in which
/// things can happen. The owner changes at <see cref="Step.Join"/>, never before; from then until the sender leaves, the sender stands behind the receiver.
/// </summary>
// ToTeam: Everybody here is asked, not one person alone.
public readonly record struct HandoverState(Stage Stage, Ending? Ending, Side Owner, bool SenderHere, bool ReceiverHere, bool CustomerHere, bool ToTeam)
{
    public static HandoverState Begin(bool toTeam, bool receiverHere = true) => new(Stage.Offered, null, Side.Sender, true, receiverHere, true, toTeam);

    /// <summary>Somebody is there for the customer: the owner is, or everybody here has been called; or the matter is done.</summary>
    public bool SomebodyIsThere => Ending is Handovers.Ending.Resolved || (Owner is Side.Sender ? SenderHere : ReceiverHere) || (Stage is Stage.Offered && ToTeam);

    /// <summary>What it is after a step, or null where that step may not be taken now.</summary>
    public HandoverState? After(Step step) => Stage switch
    {
        Stage.Over => null,
        _ when step is Step.LoseCustomer => this with { CustomerHere = false },
        _ when step is Step.CustomerBack => this with { CustomerHere = true },
        _ when step is Step.Resolve => Over(Handovers.Ending.Resolved, Owner),
        // The account of the sender was closed: the conversation goes to the list of those that have nobody, with everything else that was theirs.
        _ when step is Step.SenderLeft => Stage is Stage.Offered ? (this with { SenderHere = false }).Over(Handovers.Ending.SenderLeft, Side.Sender) : null,
        Stage.Offered => WhileOffered(step),
        _ => WhileJoined(step),
    };

    HandoverState? WhileOffered(Step step) => step switch
    {
        // Whoever joins is here. Where the sender's line has dropped meanwhile, there is nobody left to wait for.
        Step.Join when SenderHere => this with { Stage = Stage.Joined, Owner = Side.Receiver, ReceiverHere = true },
        Step.Join => (this with { ReceiverHere = true }).Over(Handovers.Ending.Released, Side.Receiver),
        Step.Withdraw => (this with { SenderHere = true }).Over(Handovers.Ending.Withdrawn, Side.Sender),
        Step.Override when ReceiverHere && !ToTeam => Over(Handovers.Ending.Overridden, Side.Receiver),
        Step.Decline => BackOrOn(Handovers.Ending.Declined),
        Step.Expire => ToTeam && !SenderHere ? this : BackOrOn(Handovers.Ending.Expired, evenFromTheTeam: true),
        Step.LoseReceiver => (this with { ReceiverHere = false }).BackOrOn(Handovers.Ending.ReceiverLost),
        Step.ReceiverBack => this with { ReceiverHere = true },
        // The customer has nobody now: everybody is called, and the offer stands until somebody comes.
        Step.LoseSender => this with { SenderHere = false, ToTeam = true },
        Step.SenderBack => this with { SenderHere = true },
        _ => null,
    };

    HandoverState? WhileJoined(Step step) => step switch
    {
        Step.Release => Over(Handovers.Ending.Released, Side.Receiver),
        Step.Decline => Over(Handovers.Ending.Declined, Side.Sender),
        Step.LoseReceiver => (this with { ReceiverHere = false }).Over(Handovers.Ending.ReceiverLost, Side.Sender),
        Step.LoseSender => (this with { SenderHere = false }).Over(Handovers.Ending.Released, Side.Receiver),
        _ => null,
    };

    /// <summary>It goes back to a sender who is there; where none is, or others are asked too, the offer goes on to everybody.</summary>
    HandoverState BackOrOn(Ending ending, bool evenFromTheTeam = false) =>
        SenderHere && (!ToTeam || evenFromTheTeam) ? Over(ending, Side.Sender) : this with { ToTeam = true };

    HandoverState Over(Ending ending, Side owner) => this with { Stage = Stage.Over, Ending = ending, Owner = owner };
}
