using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Bonds.Lanes;

/// <summary>Asking for one's person, and what becomes of it.</summary>
public static class Asking
{
    const int ForLane = 5502;

    public static Task<LaneAsk?> OpenAsk(this RapportDb db, ConversationId conversation, CancellationToken cancel) =>
        db.LaneAsks.SingleOrDefaultAsync(a => a.ConversationId == conversation && a.EndedAt == null, cancel);

    /// <summary>How many somebody has by way of their lane: who waits, and whom they have taken and not ended yet.</summary>
    public static Task<int> LaneLoad(this RapportDb db, PersonId person, CancellationToken cancel) =>
        db.LaneAsks.CountAsync(a => a.PersonId == person && (a.EndedAt == null || (a.Ending == LaneEnding.Taken && db.Conversations.Any(c => c.Id == a.ConversationId && c.Status == Status.Open && c.OwnerId == person))), cancel);

    /// <summary>One answer for whoever is full, away, or takes nobody on: which of them it is, is their own.</summary>
    public static string NotNow(string persona) => $"{persona} can't take anybody else right now, so we can't promise you {persona}. Somebody else can be there for you.";

    /// <summary>The conversation must be held to be changed.</summary>
    public static async Task<(LaneAsk Ask, HonestWait Wait, string Persona)> AskFor(this RapportDb db, Conversation conversation, PersonId who, PersonId? noted, Lines lines, Instant now, CancellationToken cancel)
    {
        Refusal.If(conversation.Status is Status.Resolved, "This conversation is resolved. Reopen it first.");
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == who, cancel) ?? throw new NotFound("person");
        Refusal.If(conversation.OwnerId == who, $"{person.Persona} has this conversation already.", "has-it");
        if (await db.OpenAsk(conversation.Id, cancel) is not null) throw Refusal.Conflict("They wait for somebody already. End that first.", "lane-open");
        if (conversation.OwnerId is not null && await db.OpenHandover(conversation.Id, cancel) is not null) throw Refusal.Conflict("This is being handed over already. Withdraw that first.", "handover-open");
        Refusal.If(!await db.MayAskFor(conversation.CustomerId, who, cancel), NotNow(person.Persona), "not-now");
        // Two customers who ask for the last place do so one after the other.
        await db.Alone(ForLane, who.Value, cancel);
        var (lane, load) = (await db.Lanes.AsNoTracking().SingleOrDefaultAsync(l => l.PersonId == who, cancel), await db.LaneLoad(who, cancel));
        Refusal.If(!person.Active || load >= (lane?.Limit ?? Lane.Usual) || await db.IsCovered(who, cancel), NotNow(person.Persona), "not-now");

        var wait = await HonestWait.For(db, who, conversation.Channel, load, lane?.SaysAt(now), now, cancel);
        var until = now + wait.GiveUpAfter;
        await db.NoteChoice(conversation, who, true, wait.To, (await FirstFree.For(db, conversation, now, cancel)).To, now, cancel);
        var handover = conversation.OwnerId is null ? null : await HandOver(db, conversation, person, until, noted, lines, now, cancel);
        if (handover is null) conversation.WaitFor(who);
        var name = await db.Customers.Where(c => c.Id == conversation.CustomerId).Select(c => c.Name).SingleAsync(cancel);
        var ask = LaneAsk.For(conversation, person, name, noted, handover?.Id, now, until);
        db.Add(ask);
        if (handover is null) db.Add(Errands.Later<LaneDue, ReturnToEverybody>(new(ask.Id, ask.Number), until));
        var stays = handover is null ? "" : $" {(await db.Names(cancel))[handover.SenderId].Persona} stays with you until {person.Persona} is here.";
        await db.Tell(conversation, $"{person.Persona} is asked. {wait.InWords(person.Persona)} If there is no answer within {HonestWait.InWordsOf(wait.GiveUpAfter)}, {(handover is null ? "everybody here is asked, and we tell you" : "we tell you")}.{stays}", now, cancel);
        return (ask, wait, person.Persona);
    }

    /// <summary>Whom they have met, or say they know, and neither has said no.</summary>
    public static Task<bool> MayAskFor(this RapportDb db, CustomerId customer, PersonId person, CancellationToken cancel) =>
        db.Bonds.AnyAsync(b => b.CustomerId == customer && b.PersonId == person && b.EndedAt == null, cancel);

    /// <summary>Who has it stays the owner until the other has joined.</summary>
    static async Task<Handover> HandOver(RapportDb db, Conversation conversation, Person to, Instant until, PersonId? noted, Lines lines, Instant now, CancellationToken cancel)
    {
        var sender = await db.People.SingleAsync(p => p.Id == conversation.OwnerId, cancel);
        var terms = new Offering.Terms(Reason.CustomerWanted, AnswerBy: until, SawLines: lines.IsHere(sender.Id) || lines.IsHere(to.Id), Tells: false);
        var handover = await db.Offer(conversation, sender, to, terms, new Dictionary<BriefField, string[]>(), noted ?? sender.Id, now, cancel);
        db.Add(Moving.Due(handover));
        return handover;
    }

    /// <summary>Their person is there; or it goes to everybody again, and the customer is told why. Whoever comes second finds it done.</summary>
    public static async Task Settle(this RapportDb db, Conversation conversation, LaneAsk ask, LaneEnding ending, Instant now, CancellationToken cancel)
    {
        if (ask.EndedAt is not null) return;
        ask.End(ending, now);
        // Where it is handed over, the handover says how that ends, but not that it is over with the matter.
        if (ending is not LaneEnding.Resolved && (ask.HandoverId is not null || (conversation.OwnerId is not null && ending is not LaneEnding.Taken))) return;
        conversation.WaitForAnybody();
        var persona = await db.People.Where(p => p.Id == ask.PersonId).Select(p => p.Persona).SingleAsync(cancel);
        await db.Tell(conversation, ending switch
        {
            LaneEnding.Taken => $"{persona} is here for you.",
            LaneEnding.SomebodyElse => "Whoever is free first looks after you. What you wrote is all here.",
            LaneEnding.Resolved => $"This was ended before {persona} answered, so {persona} is not asked any more. If something is still open, write here.",
            LaneEnding.Expired => $"{persona} did not get to it in the time we said, so everybody here is asked now. What you wrote is all here.",
            _ => $"{persona} can't come to it this time, so everybody here is asked now. What you wrote is all here.",
        }, now, cancel);
    }
}
