namespace Rapport.Handovers;

/// <summary>What the two sides are told about a step: the customer by the names they know, the desk by the names it knows.</summary>
static class Sentences
{
    const string Somebody = "a colleague";

    public static string Offered(string sender, string? receiver, string? introduction) =>
        $"{sender} is bringing in {(receiver is null ? Somebody : introduction is null ? receiver : $"{receiver}, {Who(introduction)}")}. {sender} stays with you until {(receiver is null ? "they are" : $"{receiver} is")} here.";

    public static string Fetched(string sender, string receiver) => $"{receiver} looks after you now, because {sender} is away. What you wrote is all here.";

    /// <summary>Null where there is nothing that the customer has to know.</summary>
    public static string? ForTheCustomer(Step step, HandoverState before, HandoverState after, string sender, string? to) => step switch
    {
        Step.Join when after.Stage is Stage.Over => $"{to} is here now and looks after you. {to} has read everything, so you don't have to say it again.",
        Step.Join => $"{to} is here now and has read everything, so you don't have to say it again. {sender} is still here too.",
        Step.Override => $"{to} looks after you now. What you wrote is all here.",
        Step.Release => $"{sender} has said goodbye. {to} looks after you from here on.",
        Step.LoseSender when after.Stage is Stage.Over => $"{sender}'s line dropped. {to} is here and looks after you.",
        Step.LoseSender => $"{sender}'s line dropped. We are calling a colleague for you; what you wrote is all here.",
        Step.SenderBack when !before.SenderHere => $"{sender} is back.",
        Step.Withdraw => $"{sender} stays with you.",
        Step.SenderLeft => "We are finding somebody else for you. What you wrote is all here.",
        Step.Decline when before.Stage is Stage.Joined => $"{to} can't go on here after all. {sender} is with you again.",
        Step.Decline when after.Stage is Stage.Over => $"{to ?? "Nobody"} can{(to is null ? "" : "'t")} come right now. {sender} is still with you.",
        Step.Expire when after.Stage is Stage.Over => $"{to ?? "Nobody"} {(to is null ? "was free" : "did not answer")} in time. {sender} is still with you.",
        Step.LoseReceiver when before.Stage is Stage.Joined => $"{to}'s line dropped. {sender} is with you again.",
        Step.LoseReceiver when after.Stage is Stage.Over => $"{to}'s line dropped. {sender} is still with you.",
        _ => null,
    };

    public static string ForTheDesk(Step step, HandoverState after, string sender, string? by, string? because) => step switch
    {
        Step.Join when after.Stage is Stage.Over => $"{by} joined and has it now; {sender}'s line had dropped",
        Step.Join => $"{by} joined and has it now; {sender} is still here",
        Step.Decline when after.Stage is Stage.Offered => $"{by} can't right now; others are asked too",
        Step.Decline => $"{by} can't; {sender} has it",
        Step.Withdraw => by is null ? $"{sender} keeps it after all" : $"{by} called it off; {sender} keeps it",
        Step.SenderLeft => $"{sender} has left, so nobody hands it over any more",
        Step.Expire when after.Stage is Stage.Offered => "Nobody has come yet; everybody is asked again",
        Step.Expire => $"Nobody answered in time; {sender} has it",
        Step.Release => $"{sender} left; the handover is done",
        Step.Override => $"{by} has it now, without being asked: {because}",
        Step.LoseSender when after.Stage is Stage.Over => $"{sender}'s line dropped; the handover is done",
        Step.LoseSender => $"{sender}'s line dropped; everybody is asked",
        Step.SenderBack => $"{sender} is back",
        Step.LoseReceiver when after.Stage is Stage.Over => $"{by ?? "The receiver"}'s line dropped; {sender} has it",
        Step.LoseReceiver => $"{by ?? "The receiver"}'s line dropped; others are asked too",
        Step.ReceiverBack => $"{by ?? "The receiver"} is back",
        Step.LoseCustomer => "The customer's line dropped; the same people wait for them",
        Step.CustomerBack => "The customer is back",
        _ => "It is resolved, so nothing is handed over",
    };

    static string Who(string introduction) => introduction.StartsWith("who ", StringComparison.OrdinalIgnoreCase) ? introduction.TrimEnd('.') : $"who {introduction.TrimEnd('.')}";
}
