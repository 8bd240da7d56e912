using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Handovers;

namespace Rapport.Bonds.Lanes;

/// <summary>For whom a customer waits, or whom they may ask for, each with the honest time.</summary>
public sealed record LaneView(long Number, Status Status, LaneAsk? Open, string? Persona, IReadOnlyList<LaneView.Choice> Choices, Me Me, Instant Now)
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
        return new(conversation.Number, conversation.Status, open, persona, choices, me, now);
    }

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
