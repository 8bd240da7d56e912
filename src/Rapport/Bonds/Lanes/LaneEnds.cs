using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Bonds.Lanes;

public sealed record LaneDue(LaneAskId Ask, long Number) : IFact
{
    public Subjects About => default;
}

/// <summary>The stated time has come and their person has not.</summary>
public sealed class ReturnToEverybody(RapportDb db, TimeProvider time) : IWhen<LaneDue>
{
    public async Task Handle(LaneDue fact, CancellationToken cancel)
    {
        var conversation = await db.ToChange(fact.Number, cancel);
        // Taken or declined in the same moment: whoever held the conversation first has said what became of it.
        if (await db.OpenAsk(conversation.Id, cancel) is not { } ask || ask.Id != fact.Ask) return;
        await db.Settle(conversation, ask, conversation.OwnerId == ask.PersonId ? LaneEnding.Taken : LaneEnding.Expired, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Their person has taken it, and the customer is told by name.</summary>
public sealed class NoticeLaneAnswered(RapportDb db, TimeProvider time) : IWhen<OwnerTaken>
{
    public async Task Handle(OwnerTaken fact, CancellationToken cancel)
    {
        if (!await db.LaneAsks.AnyAsync(a => a.ConversationId == fact.Conversation && a.EndedAt == null, cancel)) return;
        var conversation = await db.ToChange(fact.Number, cancel);
        // What was taken before they asked is handed over, and the handover says how that ends.
        if (await db.OpenAsk(conversation.Id, cancel) is not { HandoverId: null } ask || conversation.OwnerId is null) return;
        await db.Settle(conversation, ask, conversation.OwnerId == ask.PersonId ? LaneEnding.Taken : LaneEnding.SomebodyElse, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Where it is handed over, the handover tells how it ends.</summary>
public sealed class NoticeLaneHandedOver(RapportDb db, TimeProvider time) : IWhen<HandoverMoved>
{
    public async Task Handle(HandoverMoved fact, CancellationToken cancel)
    {
        var ask = await db.LaneAsks.SingleOrDefaultAsync(a => a.HandoverId == fact.Handover && a.EndedAt == null, cancel);
        // What is resolved ends it by itself, and tells the customer.
        if (ask is null || fact.Ending is Ending.Resolved) return;
        // Where their person does not come in time or would rather not, everybody is asked, and they wait for that one no more.
        var gone = fact.Stage is Stage.Offered && fact.Ending is null && (fact.Step is Step.Expire || (fact.Step is Step.Decline && fact.By == ask.PersonId));
        if (fact.Stage is Stage.Offered && fact.Ending is null && !gone) return;
        ask.End(gone ? (fact.Step is Step.Expire ? LaneEnding.Expired : LaneEnding.Declined) : fact.Ending switch { null or Ending.Released or Ending.Overridden => fact.To == ask.PersonId ? LaneEnding.Taken : LaneEnding.SomebodyElse, Ending.Declined => LaneEnding.Declined, Ending.Expired => LaneEnding.Expired, Ending.Withdrawn => LaneEnding.SomebodyElse, _ => LaneEnding.NotAvailable }, time.Now());
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>What is resolved waits for nobody, and the customer, who was promised an answer, is told.</summary>
public sealed class EndLaneOfResolved(RapportDb db, TimeProvider time) : IWhen<ConversationResolved>
{
    public async Task Handle(ConversationResolved fact, CancellationToken cancel)
    {
        if (!await db.LaneAsks.AnyAsync(a => a.ConversationId == fact.Conversation && a.EndedAt == null, cancel)) return;
        var conversation = await db.ToChange(fact.Number, cancel);
        if (await db.OpenAsk(fact.Conversation, cancel) is not { } ask) return;
        await db.Settle(conversation, ask, ask.PersonId == fact.By ? LaneEnding.Taken : LaneEnding.Resolved, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Either side has said no: nobody waits for the other any more.</summary>
public sealed class EndLaneOfBond(RapportDb db, TimeProvider time) : IWhen<BondEnded>
{
    public async Task Handle(BondEnded fact, CancellationToken cancel)
    {
        await db.EndLanes(db.LaneAsks.Where(a => a.CustomerId == fact.Customer && a.PersonId == fact.Person), time, cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Whoever has left is waited for by nobody.</summary>
public sealed class EndLanesOf(RapportDb db, TimeProvider time) : IWhen<PersonLeft>
{
    public async Task Handle(PersonLeft fact, CancellationToken cancel)
    {
        await db.EndLanes(db.LaneAsks.Where(a => a.PersonId == fact.Who), time, cancel);
        await db.SaveChangesAsync(cancel);
    }
}

static class EndingLanes
{
    /// <summary>One after the other, each held while it is changed. One that is handed over meanwhile is declined there.</summary>
    public static async Task EndLanes(this RapportDb db, IQueryable<LaneAsk> asks, TimeProvider time, CancellationToken cancel)
    {
        foreach (var number in (await asks.Where(a => a.EndedAt == null).Select(a => a.Number).ToListAsync(cancel)).Order())
        {
            var conversation = await db.ToChange(number, cancel);
            if (await db.OpenAsk(conversation.Id, cancel) is not { } ask) continue;
            if (ask.HandoverId is { } id && await db.OpenHandover(conversation.Id, cancel) is { } handover && handover.Id == id) await db.Move(conversation, handover, Step.Decline, ask.PersonId, time.Now(), cancel);
            await db.Settle(conversation, ask, LaneEnding.NotAvailable, time.Now(), cancel);
        }
    }
}
