using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>Every step of every handover goes through here: people's by their doors, the house's by errands and lost lines.</summary>
public static class Moving
{
    public static Task<Handover?> OpenHandover(this RapportDb db, ConversationId conversation, CancellationToken cancel) =>
        db.Handovers.SingleOrDefaultAsync(h => h.ConversationId == conversation && h.EndedAt == null, cancel);

    /// <summary>A step that a person asks for.</summary>
    public static async Task<Handover> Move(this RapportDb db, long number, Step step, Me me, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var handover = await db.OpenHandover(conversation.Id, cancel)
            ?? (await db.Handovers.AnyAsync(h => h.ConversationId == conversation.Id, cancel) ? throw Refusal.Conflict("This handover is over already.", "handover-over") : throw new NotFound("handover in this conversation"));
        await Allow(db, handover, step, me, cancel);
        await db.Move(conversation, handover, step, me.Id, time.Now(), cancel);
        return handover;
    }

    public static async Task Move(this RapportDb db, Conversation conversation, Handover handover, Step step, PersonId? by, Instant at, CancellationToken cancel, string? because = null)
    {
        var sender = await db.People.SingleAsync(p => p.Id == handover.SenderId, cancel);
        var id = step is Step.Join or Step.Override or Step.Decline or Step.Withdraw ? by ?? handover.ToId : handover.ReceiverId ?? handover.ToId;
        var other = id is null || id == sender.Id ? null : await db.People.SingleAsync(p => p.Id == id, cancel);
        var before = handover.State;
        handover.Take(step, conversation, sender, other, by, at, because);
        var after = handover.State;
        if (after != before) await db.Tell(conversation, Sentences.ForTheCustomer(step, before, after, sender.Persona, other?.Persona), at, cancel);
        if (after.Stage is Stage.Over && after.Owner is Side.Receiver) await AskWhetherRepeated(db, conversation, at, cancel);
        if (after.Stage is Stage.Offered && (step is Step.Expire || (step is Step.LoseSender or Step.SenderBack && after != before))) db.Add(Due(handover));
        if (step is Step.Join or Step.Override) await db.EndHelpOf(conversation, other!, at, cancel);
        db.Touch($"presence:{handover.Number}");
    }

    /// <summary>A step that follows from something else; where nothing is on its way, nothing follows, and neither where it is not so any more once it can be written down.</summary>
    public static async Task MoveByItself(this RapportDb db, long number, Step step, TimeProvider time, CancellationToken cancel, Func<bool>? stillSo = null)
    {
        var conversation = await db.ToChange(number, cancel);
        if (stillSo?.Invoke() is false) return;
        if (await db.OpenHandover(conversation.Id, cancel) is not { } handover || handover.State.After(step) is null) return;
        await db.Move(conversation, handover, step, null, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
    }

    public static Errand Due(Handover handover) => Errands.Later<HandoverDue, ExpireHandover>(new(handover.Id, handover.Number), handover.AnswerBy);

    public static async Task AskWhetherRepeated(RapportDb db, Conversation conversation, Instant at, CancellationToken cancel)
    {
        if (conversation.Channel is Channel.Chat) await db.Tell(conversation, "One question, if you like: did you have to say anything again?", at, cancel, Told.Repeated);
    }

    /// <summary>Who may take which step.</summary>
    static async Task Allow(RapportDb db, Handover handover, Step step, Me me, CancellationToken cancel)
    {
        var sender = handover.SenderId == me.Id;
        if (step is Step.Release or Step.Withdraw) Refusal.If(!sender && !(step is Step.Withdraw && me.Role >= Role.Lead), $"Only {await Name(db, handover.SenderId, cancel)}, who offered it, can do this.", "not-yours");
        if (step is Step.Join) Refusal.If(sender, "You have it until somebody else joins.", "not-yours");
        if (step is Step.Join && handover.Stage is Stage.Offered) Refusal.If(!handover.ToTeam && handover.ToId != me.Id, $"This was offered to {(handover.ToId is { } to ? await Name(db, to, cancel) : "the team")}.", "not-yours");
        if (step is Step.Join && handover.Stage is Stage.Joined) throw Refusal.Conflict(handover.ReceiverId == me.Id ? "You have joined already." : $"{await Name(db, handover.ReceiverId!.Value, cancel)} was faster and has it now.", "joined");
        if (step is Step.Decline) Refusal.If(sender || (handover.Stage is Stage.Joined ? handover.ReceiverId != me.Id : !handover.ToTeam && handover.ToId != me.Id), "This was not offered to you.", "not-yours");
    }

    static Task<string> Name(RapportDb db, PersonId person, CancellationToken cancel) => db.People.Where(p => p.Id == person).Select(p => p.Name).SingleAsync(cancel);
}
