using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Bonds;

/// <summary>A matter is over: in how many of them the customer and each of those who served them have met is counted anew, from what is written down.</summary>
public sealed class CountBonds(RapportDb db) : IWhen<ConversationResolved>
{
    public async Task Handle(ConversationResolved fact, CancellationToken cancel)
    {
        await db.CountBonds(fact.Customer, cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Whoever passed a matter on has met the customer, too.</summary>
public sealed class CountBondsOfPassed(RapportDb db) : IWhen<OwnerPassed>
{
    public async Task Handle(OwnerPassed fact, CancellationToken cancel)
    {
        await db.CountBonds(fact.Customer, cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Two entries turned out to be one customer: what both did is counted together, and a no to the one is a no to both.</summary>
public sealed class CountBondsOfMerged(RapportDb db) : IWhen<CustomersMerged>
{
    public async Task Handle(CustomersMerged fact, CancellationToken cancel)
    {
        var whole = await db.WholeToServe(fact.Into, cancel);
        var went = (await db.MergedInto(whole, cancel)).ConvertAll(m => m.FromId);
        var ended = await db.Bonds.AsNoTracking().Where(b => went.Contains(b.CustomerId) && b.EndedAt != null).ToListAsync(cancel);
        await db.CountBonds(whole, cancel);
        await db.SaveChangesAsync(cancel);
        foreach (var bond in await db.Bonds.Where(b => b.CustomerId == whole).ToListAsync(cancel))
            foreach (var no in ended.Where(n => n.PersonId == bond.PersonId)) bond.HearNoOf(no);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>They were two after all, and each is counted alone.</summary>
public sealed class CountBondsOfUnmerged(RapportDb db) : IWhen<CustomersUnmerged>
{
    public async Task Handle(CustomersUnmerged fact, CancellationToken cancel)
    {
        foreach (var one in new[] { fact.Into, fact.From }.OrderBy(c => c.Value)) await db.CountBonds(one, cancel);
        await db.SaveChangesAsync(cancel);
    }
}

public static class Counting
{
    internal const int ForBond = 5501;
    static readonly string[] owning = ["owner_taken", "owner_passed"];

    sealed record Meeting(ConversationId Conversation, PersonId Person, Instant First, Instant Last);

    /// <summary>From the conversations that somebody owned and answered. Safe to do any number of times, and after two customers became one.</summary>
    public static async Task CountBonds(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        customer = await db.WholeToServe(customer, cancel);
        // Two errands for the same customer count one after the other.
        await db.Alone(ForBond, customer.Value, cancel);
        if (await db.NoBonds.AnyAsync(n => n.CustomerId == customer, cancel)) return;
        var meetings = await Meetings(db, customer, cancel);
        var bonds = await db.Bonds.Where(b => b.CustomerId == customer).ToListAsync(cancel);
        foreach (var met in meetings.GroupBy(m => m.Person))
        {
            var (first, last) = (met.Min(m => m.First), met.Max(m => m.Last));
            var bond = bonds.Find(b => b.PersonId == met.Key);
            if (bond is null) db.Add(bond = Bond.Between(customer, met.Key, first));
            bond.Met(met.Count(), first, last);
        }
        // Talks that turned out to be somebody else's.
        foreach (var bond in bonds.Where(b => !meetings.Exists(m => m.Person == b.PersonId))) bond.Met(0, bond.Since, bond.LastMetAt);
        db.Touch($"customer:{customer.Value}");
    }

    /// <summary>Who answered in writing; at the counter and on the phone, who took the matter and ended it. Helpers and covers help, and know nobody by it.</summary>
    static async Task<List<Meeting>> Meetings(RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var theirs = await db.Conversations.AsNoTracking().Where(c => c.CustomerId == customer).Select(c => new { c.Id, c.OwnerId, c.Channel, c.OpenedAt }).ToDictionaryAsync(c => c.Id, cancel);
        var wrote = await (from m in db.Messages join c in db.Conversations on m.ConversationId equals c.Id where c.CustomerId == customer && m.PersonId != null group m by new { m.ConversationId, m.PersonId } into g select new { g.Key.ConversationId, g.Key.PersonId, First = g.Min(m => m.At), Last = g.Max(m => m.At) }).ToListAsync(cancel);
        var met = wrote.ConvertAll(w => new Meeting(w.ConversationId, w.PersonId!.Value, w.First, w.Last));
        var ended = await (from r in db.Resolutions join c in db.Conversations on r.ConversationId equals c.Id where c.CustomerId == customer && (c.Channel == Channel.Counter || c.Channel == Channel.Phone) select new { r.ConversationId, r.ById, r.At }).ToListAsync(cancel);
        met.AddRange(ended.GroupBy(r => (r.ConversationId, r.ById)).Where(g => !met.Exists(m => (m.Conversation, m.Person) == g.Key)).Select(g => new Meeting(g.Key.ConversationId, g.Key.ById, theirs[g.Key.ConversationId].OpenedAt, g.Max(r => r.At))).ToList());
        var others = met.Where(m => theirs[m.Conversation].OwnerId != m.Person).Select(m => (Guid?)m.Conversation.Value).Distinct().ToList();
        var owned = others.Count == 0 ? [] : (await db.Log.AsNoTracking().Where(e => others.Contains(e.Conversation) && owning.Contains(e.Kind)).Select(e => new { e.Conversation, e.Person }).ToListAsync(cancel)).Select(e => (e.Conversation, e.Person)).ToHashSet();
        return met.FindAll(m => theirs[m.Conversation].OwnerId == m.Person || owned.Contains((m.Conversation.Value, m.Person.Value)));
    }
}
