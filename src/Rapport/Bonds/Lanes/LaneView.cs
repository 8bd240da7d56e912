using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Handovers;

namespace Rapport.Bonds.Lanes;

/// <summary>For whom a customer waits, or whom they may ask for, each with the honest time; and how long it takes without.</summary>
public sealed record LaneView(long Number, Status Status, LaneAsk? Open, string? Persona, IReadOnlyList<LaneView.Choice> Choices, FirstFree? Other, bool TookOther, Me Me, Instant Now)
{
    const int Most = 3;

    /// <summary><see cref="Wait"/> is null where it is not possible right now.</summary>
    public sealed record Choice(BondOf Bond, HonestWait? Wait)
    {
        public string Words => Wait?.InWords(Bond.Persona) ?? Asking.NotNow(Bond.Persona);
    }

    public static async Task<LaneView> Load(RapportDb db, Conversation conversation, Me me, Instant now, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var open = await db.LaneAsks.AsNoTracking().SingleOrDefaultAsync(a => a.ConversationId == conversation.Id && a.EndedAt == null, cancel);
        var persona = open is null ? null : (await db.Names(cancel)).GetValueOrDefault(open.PersonId)?.Persona;
        var choices = open is not null || conversation.Status is Status.Resolved ? [] : await ChoicesOf(db, conversation, now, null, true, cancel);
        var (other, took) = await OtherWay(db, conversation, choices, now, cancel);
        return new(conversation.Number, conversation.Status, open, persona, choices, other, took, me, now);
    }

    /// <summary>Without their person, where one of them is to be had; and whether they have chosen that.</summary>
    public static async Task<(FirstFree? Other, bool Took)> OtherWay(RapportDb db, Conversation conversation, IReadOnlyList<Choice> choices, Instant now, CancellationToken cancel) =>
        choices.All(c => c.Wait is null) ? (null, false)
        : (await FirstFree.For(db, conversation, now, cancel), await db.PersonChoices.AnyAsync(c => c.ConversationId == conversation.Id && !c.ChosePerson, cancel));

    /// <param name="db">The database.</param>
    /// <param name="conversation">In which they ask.</param>
    /// <param name="now">The present.</param>
    /// <param name="among">Only these; null for all whom they know.</param>
    /// <param name="forDesk">A customer who wants to know whether somebody is in asks for it, and that is counted; it is not said by the way.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<List<Choice>> ChoicesOf(RapportDb db, Conversation conversation, Instant now, IReadOnlyCollection<PersonId>? among, bool forDesk, CancellationToken cancel)
    {
        var bonds = await (
            from b in db.Bonds.AsNoTracking()
            join p in db.People on b.PersonId equals p.Id
            where b.CustomerId == conversation.CustomerId && b.EndedAt == null && p.Active && p.Id != conversation.OwnerId
            orderby b.LastMetAt descending, b.Id
            select new BondOf(b.Id, p.Id, p.Persona, b.Since, b.LastMetAt, b.Matters)).ToListAsync(cancel);
        var choices = new List<Choice>();
        foreach (var bond in bonds.Where(b => among?.Contains(b.Person) ?? true).Take(Most))
        {
            var (lane, load) = (await db.Lanes.AsNoTracking().SingleOrDefaultAsync(l => l.PersonId == bond.Person, cancel), await db.LaneLoad(bond.Person, cancel));
            var possible = load < (lane?.Limit ?? Lane.Usual) && !await db.IsCovered(bond.Person, cancel);
            choices.Add(new(bond, possible ? await HonestWait.For(db, bond.Person, conversation.Channel, load, forDesk ? lane?.SaysAt(now) : null, now, cancel) : null));
        }
        return choices;
    }
}
