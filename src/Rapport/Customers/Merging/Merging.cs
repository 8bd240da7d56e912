using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Customers.Merging;

/// <summary>Putting two entries of one person together, and taking them apart again. Runs inside one unit of work.</summary>
public static class Merging
{
    const int OneAtATime = 5401;

    /// <summary>For whoever hangs something on a customer first and changes a conversation after: a merge takes them the other way round, so it waits.</summary>
    public static Task NotWhileMerging(this RapportDb db, CancellationToken cancel) =>
        db.Database.IsNpgsql() ? db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({OneAtATime}, hashtext('merging'))", cancel) : Task.CompletedTask;

    /// <summary>Whoever went into somebody goes by their entry; anybody else by their own.</summary>
    public static async Task<CustomerId> Whole(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        while (await db.Merges.Where(m => m.FromId == customer && m.UndoneAt == null).Select(m => (CustomerId?)m.IntoId).SingleOrDefaultAsync(cancel) is { } into) customer = into;
        return customer;
    }

    /// <summary>
    /// The same for whoever is about to hang something on a customer. On PostgreSQL nobody can put them together with another from
    /// here to the commit, so that nothing is hung on an entry that has just gone into another.
    /// </summary>
    public static async Task<CustomerId> WholeToServe(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        while (true)
        {
            if (db.Database.IsNpgsql()) await db.Database.ExecuteSqlAsync($"SELECT 1 FROM customers WHERE id = {customer.Value} FOR KEY SHARE", cancel);
            var whole = await db.Whole(customer, cancel);
            if (whole == customer) return customer;
            customer = whole;
        }
    }

    public static async Task<Merge> MergeCustomers(this RapportDb db, CustomerId from, CustomerId into, PersonId by, string? because, Instant now, CancellationToken cancel)
    {
        await db.LockForMerging([from, into], cancel);
        var both = await db.Customers.Include(c => c.Addresses).Where(c => c.Id == from || c.Id == into).ToListAsync(cancel);
        Customer One(CustomerId id) => both.Find(c => c.Id == id) ?? throw new NotFound("customer");
        var (theirs, ours) = (One(from), One(into));
        Refusal.If(from == into, "That is the same entry twice.", "same-customer");
        foreach (var one in both)
        {
            Refusal.If(one.ErasedAt is not null, "One of them was erased. There is nothing left to put together.", "erased");
            if (await db.Whole(one.Id, cancel) != one.Id) throw Refusal.Conflict($"{one.Name} was put together with somebody just now. Look again.", "merged");
        }
        await db.Likenesses.Where(l => (l.OneId == from && l.OtherId == into) || (l.OneId == into && l.OtherId == from)).ExecuteDeleteAsync(cancel);
        await db.SearchEntries.Where(e => e.Kind == "customer" && e.Customer == from.Value).ExecuteDeleteAsync(cancel);
        var merge = Merge.Of(from, into, by, because, now);
        db.Add(merge);
        await db.SaveChangesAsync(cancel);
        var rows = await MovingRows.Ready(db, cancel);
        await rows.Note(merge, cancel);
        await rows.Gather(merge, cancel);
        await db.Reread([theirs, ours], cancel);
        return merge;
    }

    /// <summary>Gives back exactly what was theirs. What came since stays, except what a person gives them.</summary>
    public static async Task<Merge> UnmergeCustomers(this RapportDb db, MergeId id, PersonId? by, WhatCameSince given, Instant now, CancellationToken cancel)
    {
        await db.LockForMerging([], cancel);
        var merge = await db.Merges.SingleOrDefaultAsync(m => m.Id == id, cancel) ?? throw new NotFound("merge");
        var with = await db.Whole(merge.IntoId, cancel);
        await db.LockForMerging([merge.FromId, merge.IntoId, with], cancel);
        var people = await db.Customers.Include(c => c.Addresses).Where(c => c.Id == merge.FromId || c.Id == with).ToListAsync(cancel);
        Refusal.If(people.Exists(c => c.ErasedAt is not null), "They were erased together. There is nothing left to take apart.", "erased");
        merge.Undo(by, now);
        var rows = await MovingRows.Ready(db, cancel);
        await db.SaveChangesAsync(cancel);
        await rows.GiveBack(merge, cancel);
        await rows.Give("conversations", given.Conversations, with, merge.FromId, cancel);
        await rows.Give("remembered", given.Memories, with, merge.FromId, cancel);
        await rows.Give("addresses", given.Addresses, with, merge.FromId, cancel);
        // Where they had the only one that there may be, there is room now for another's.
        foreach (var other in Enumerable.Reverse(await db.MergedInto(with, cancel))) await rows.Gather(other, cancel);
        await db.SaveChangesAsync(cancel);
        await db.Reread(people, cancel);
        return merge;
    }

    /// <summary>What arrived for an entry while it went into another goes there too.</summary>
    public static async Task GatherStragglers(this RapportDb db, MergeId id, CancellationToken cancel)
    {
        await db.LockForMerging([], cancel);
        var rows = await MovingRows.Ready(db, cancel);
        for (var merge = await db.Merges.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.UndoneAt == null, cancel); merge is not null;)
        {
            await rows.Gather(merge, cancel);
            var into = merge.IntoId;
            merge = await db.Merges.AsNoTracking().SingleOrDefaultAsync(m => m.FromId == into && m.UndoneAt == null, cancel);
        }
    }

    /// <summary>Everybody who went into this one, by however many steps.</summary>
    public static async Task<List<Merge>> MergedInto(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var all = new List<Merge>();
        List<CustomerId> next = [customer];
        while (next.Count > 0)
        {
            var found = await db.Merges.AsNoTracking().Where(m => next.Contains(m.IntoId) && m.UndoneAt == null).OrderBy(m => m.At).ToListAsync(cancel);
            all.AddRange(found);
            next = found.ConvertAll(m => m.FromId);
        }
        return all;
    }

    /// <summary>What they are called in the entries that went into theirs: whoever looks for them may know them by it.</summary>
    public static async Task<List<string>> NamesBefore(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var went = (await db.MergedInto(customer, cancel)).ConvertAll(m => m.FromId);
        return went.Count == 0 ? [] : await db.Customers.Where(c => went.Contains(c.Id)).OrderBy(c => c.Id).Select(c => c.Name).Distinct().ToListAsync(cancel);
    }

    /// <summary>
    /// One merge at a time; and nobody changes a conversation of these, or hangs something on them, until the commit. Conversations
    /// go first, as they do for whoever changes one and hangs something on its customer then.
    /// </summary>
    static async Task LockForMerging(this RapportDb db, CustomerId[] customers, CancellationToken cancel)
    {
        await db.Alone(OneAtATime, "merging", cancel);
        if (!db.Database.IsNpgsql() || customers.Length == 0) return;
        var ids = customers.Select(c => c.Value).Distinct().Order().ToArray();
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM conversations WHERE customer_id = ANY ({ids}) ORDER BY id FOR UPDATE", cancel);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM customers WHERE id = ANY ({ids}) ORDER BY id FOR UPDATE", cancel);
    }

    /// <summary>Rows were moved behind the back of what is loaded; whoever is found by a name or an address is found by it again.</summary>
    static async Task Reread(this RapportDb db, IReadOnlyList<Customer> customers, CancellationToken cancel)
    {
        var ids = customers.Select(c => c.Id).ToList();
        foreach (var entry in db.ChangeTracker.Entries<Customer>().Where(e => ids.Contains(e.Entity.Id)).ToList()) entry.State = EntityState.Detached;
        foreach (var entry in db.ChangeTracker.Entries<Address>().ToList()) entry.State = EntityState.Detached;
        foreach (var customer in await db.Customers.Include(c => c.Addresses).Where(c => ids.Contains(c.Id)).ToListAsync(cancel))
            if (await db.Whole(customer.Id, cancel) == customer.Id) await db.Index(customer, cancel);
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>What came while two were one, and a person says belongs to the one who goes.</summary>
public sealed record WhatCameSince(IReadOnlyCollection<Guid> Conversations, IReadOnlyCollection<Guid> Memories, IReadOnlyCollection<Guid> Addresses)
{
    public static WhatCameSince Nothing { get; } = new([], [], []);
}

/// <summary>Right after, and once more when whoever was in the middle of something has ended.</summary>
public sealed class GatherLateArrivals(RapportDb db, TimeProvider time) : IWhen<CustomersMerged>
{
    static readonly Duration Soon = Duration.FromMinutes(1);

    public async Task Handle(CustomersMerged fact, CancellationToken cancel)
    {
        await db.GatherStragglers(fact.Merge, cancel);
        if (await db.Merges.AnyAsync(m => m.Id == fact.Merge && m.At > time.Now() - Soon, cancel)) db.Add(Errands.Later<CustomersMerged, GatherLateArrivals>(fact, time.Now() + Soon));
        await db.SaveChangesAsync(cancel);
    }
}
