using Rapport.Handovers;

namespace Rapport.Tests.Handovers;

/// <summary>Somebody who only watches who comes and who goes. What the machine thinks of it is not asked.</summary>
readonly record struct Witness(bool SenderHere, bool ReceiverHere)
{
    public static Witness AtFirst => new(true, true);

    public Witness After(Step step) => step switch
    {
        Step.LoseSender or Step.SenderLeft => this with { SenderHere = false },
        Step.SenderBack or Step.Withdraw => this with { SenderHere = true }, // whoever withdraws it does so with their own hand
        Step.LoseReceiver => this with { ReceiverHere = false },
        Step.ReceiverBack or Step.Join => this with { ReceiverHere = true },
        _ => this,
    };

    public bool Sees(Side side) => side is Side.Sender ? SenderHere : ReceiverHere;
}
