using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

public sealed record HandoverDue(HandoverId Handover, long Number) : IFact
{
    public Subjects About => default;
}

/// <summary>Nobody answered in time: it goes back to the sender, who has had it all the while, and the customer is told.</summary>
public sealed class ExpireHandover(RapportDb db, TimeProvider time) : IWhen<HandoverDue>
{
    public async Task Handle(HandoverDue fact, CancellationToken cancel)
    {
        var conversation = await db.ToChange(fact.Number, cancel);
        var handover = await db.Handovers.SingleAsync(h => h.Id == fact.Handover, cancel);
        if (handover.Stage is not Stage.Offered || handover.AnswerBy > time.Now()) return;
        await db.Move(conversation, handover, Step.Expire, null, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>What is resolved is not handed over any more, and needs no help.</summary>
public sealed class EndHandoverOfResolved(RapportDb db, TimeProvider time) : IWhen<ConversationResolved>
{
    public async Task Handle(ConversationResolved fact, CancellationToken cancel)
    {
        if (!await db.Handovers.AnyAsync(h => h.ConversationId == fact.Conversation && h.EndedAt == null, cancel) && !await db.Assists.AnyAsync(a => a.ConversationId == fact.Conversation && a.EndedAt == null, cancel)) return;
        var conversation = await db.ToChange(fact.Number, cancel);
        if (conversation.Status is Status.Open) return;
        await db.EndHelpIn(conversation, time.Now(), cancel);
        if (await db.OpenHandover(conversation.Id, cancel) is { } handover) await db.Move(conversation, handover, Step.Resolve, null, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>When somebody leaves for good while something is on its way: from them, it is nobody's and everybody sees it; to them, it goes back.</summary>
public sealed class SettleHandoversOf(RapportDb db, TimeProvider time) : IWhen<PersonLeft>
{
    public async Task Handle(PersonLeft fact, CancellationToken cancel)
    {
        var numbers = await db.Handovers.Where(h => h.EndedAt == null && (h.SenderId == fact.Who || h.ToId == fact.Who || h.ReceiverId == fact.Who)).Select(h => h.Number).Distinct().ToListAsync(cancel);
        foreach (var number in numbers.Order())
        {
            var conversation = await db.ToChange(number, cancel);
            if (await db.OpenHandover(conversation.Id, cancel) is not { } handover) continue;
            var step = handover.SenderId != fact.Who ? Step.LoseReceiver : handover.Stage is Stage.Joined ? Step.LoseSender : Step.SenderLeft;
            await db.Move(conversation, handover, step, null, time.Now(), cancel);
        }
        await db.EndHelpOf(fact.Who, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>A customer whose line drops keeps their place and everybody who waits for them; whoever may speak to them is asked, wherever they look, to write back.</summary>
public sealed class KnowCustomerIsLost(RapportDb db, TimeProvider time) : IWhen<CustomerLineDropped>
{
    public async Task Handle(CustomerLineDropped fact, CancellationToken cancel)
    {
        await db.MoveByItself(fact.Number, Step.LoseCustomer, time, cancel);
        await db.AskToWriteBack(fact.Conversation, cancel);
    }
}

public sealed class KnowCustomerIsBack(RapportDb db, TimeProvider time) : IWhen<CustomerCameBack>
{
    public async Task Handle(CustomerCameBack fact, CancellationToken cancel)
    {
        await db.MoveByItself(fact.Number, Step.CustomerBack, time, cancel);
        await db.AskToWriteBack(fact.Conversation, cancel);
    }
}

public sealed class KnowCustomerWasWrittenBack(RapportDb db) : IWhen<CustomerWrittenBack>
{
    public Task Handle(CustomerWrittenBack fact, CancellationToken cancel) => db.AskToWriteBack(fact.Conversation, cancel);
}

static class WritingBack
{
    /// <summary>Those who are asked look again.</summary>
    public static async Task AskToWriteBack(this RapportDb db, ConversationId conversation, CancellationToken cancel)
    {
        foreach (var person in await db.Speakers.AsNoTracking().Where(s => s.ConversationId == conversation).Select(s => s.PersonId).Distinct().ToListAsync(cancel)) db.Touch(Screens.Of(person));
    }
}
