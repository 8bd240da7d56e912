using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Bonds.Leaving;

/// <summary>Somebody leaves: everybody who knew them is to be introduced to the next. Proposed is whom the customer knows, too, or who has an open matter of theirs.</summary>
public sealed class IntroduceNext(RapportDb db, TimeProvider time) : IWhen<PersonLeft>
{
    public async Task Handle(PersonLeft fact, CancellationToken cancel)
    {
        // Back again meanwhile.
        if (await db.People.AnyAsync(p => p.Id == fact.Who && p.Active, cancel)) return;
        var knew = await db.Bonds.AsNoTracking().Where(b => b.PersonId == fact.Who && b.EndedAt == null && !db.NoBonds.Any(n => n.CustomerId == b.CustomerId) && !db.Merges.Any(m => m.FromId == b.CustomerId && m.UndoneAt == null) && (b.Matters >= Bond.Enough || b.SaidByPersonAt != null || b.SaidByCustomerAt != null)
            && !db.Introductions.Any(i => i.CustomerId == b.CustomerId && i.FromId == b.PersonId && i.EndedAt == null)).Select(b => b.CustomerId).OrderBy(c => c).ToListAsync(cancel);
        foreach (var customer in knew) db.Add(WarmIntroduction.Make(customer, fact.Who, await Next(customer, cancel), time.Now()));
        await db.SaveChangesAsync(cancel);
    }

    async Task<PersonId?> Next(CustomerId customer, CancellationToken cancel) =>
        (await db.BondsOf(customer, cancel)).Select(b => (PersonId?)b.Person).FirstOrDefault()
        ?? await db.Conversations.Where(c => c.CustomerId == customer && c.Status == Status.Open && c.OwnerId != null && db.People.Any(p => p.Id == c.OwnerId && p.Active)).OrderByDescending(c => c.UpdatedAt).Select(c => c.OwnerId).FirstOrDefaultAsync(cancel);
}

/// <summary>They are back, so nobody has to be introduced.</summary>
public sealed class EndIntroductionsOf(RapportDb db, TimeProvider time) : IWhen<PersonReturned>
{
    public async Task Handle(PersonReturned fact, CancellationToken cancel)
    {
        foreach (var made in await db.Introductions.Where(i => i.FromId == fact.Who && i.Ending != IntroductionEnding.Forgotten && i.Ending != IntroductionEnding.Returned).ToListAsync(cancel)) made.Return(time.Now());
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>The next contact: whoever takes it is there, and the customer is told by name who left, who is next, and asked what may be passed on.</summary>
public sealed class TellOfNext(RapportDb db, TimeProvider time) : IWhen<OwnerTaken>
{
    public async Task Handle(OwnerTaken fact, CancellationToken cancel)
    {
        if (!await db.Introductions.AnyAsync(i => i.CustomerId == fact.Customer && i.EndedAt == null && i.ToldAt == null, cancel)) return;
        var conversation = await db.ToChange(fact.Number, cancel);
        var names = await db.Names(cancel);
        foreach (var made in await db.Introductions.Where(i => i.CustomerId == fact.Customer && i.EndedAt == null && i.ToldAt == null && i.FromId != fact.Owner).OrderBy(i => i.MadeAt).ToListAsync(cancel))
        {
            var next = made is { AgreedAt: not null, NextId: { } agreed } && await db.People.AnyAsync(p => p.Id == agreed && p.Active, cancel) ? agreed : made.Declined.Contains(fact.Owner.Value.ToString(), StringComparison.Ordinal) ? (PersonId?)null : fact.Owner;
            if (next is not { } one) continue;
            var (from, to) = (names[made.FromId].Persona, names[one].Persona);
            var told = await db.Tell(conversation, $"{from}, whom you know, doesn't work here any more. {to} is there for you from here on, if you like. What you told {from} rests, and nobody here sees it. May it be passed on to {to}?", time.Now(), cancel, Told.Introduced);
            made.Tell(one, told, time.Now());
        }
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>One tap of the customer, under what they were told.</summary>
public sealed class SettleIntroduction(RapportDb db, TimeProvider time) : IWhen<ToldAnswered>
{
    public async Task Handle(ToldAnswered fact, CancellationToken cancel)
    {
        if (fact.Question != Told.Introduced) return;
        if (await db.Introductions.SingleOrDefaultAsync(i => i.ToldId == fact.Told, cancel) is not { } made) return;
        if (made.Ending is not null and not IntroductionEnding.PassedOn) return;
        made.Answer(fact.Yes, time.Now());
        await db.SaveChangesAsync(cancel);
    }
}
