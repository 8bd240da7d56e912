using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Rapport.Customers.Alike;

/// <summary>Somebody who may be the same person, and what speaks for it.</summary>
public sealed record MayBe(CustomerId Id, string Name, string Reason);

/// <summary>Two who may be one.</summary>
public sealed record MayBeOne(LikenessId Likeness, CustomerId One, string OneName, CustomerId Other, string OtherName, string Reason, Instant FoundAt);

public static class Proposing
{
    const int AtOnce = 100;

    /// <summary>What is known of these two, whichever of them stands first.</summary>
    public static Task<Likeness?> LikenessOf(this RapportDb db, CustomerId one, CustomerId other, CancellationToken cancel) =>
        db.Likenesses.OrderBy(l => l.Id).FirstOrDefaultAsync(l => (l.OneId == one && l.OtherId == other) || (l.OneId == other && l.OtherId == one), cancel);

    /// <summary>Who may be the same person as this one, while what spoke for it still does.</summary>
    public static async Task<List<MayBe>> WhoMayBe(this RapportDb db, Customer customer, CancellationToken cancel)
    {
        var id = customer.Id;
        var proposed = await db.Likenesses.AsNoTracking().Where(l => (l.OneId == id || l.OtherId == id) && l.TwoSince == null && !db.Likenesses.Any(o => o.TwoSince != null && o.OneId == l.OtherId && o.OtherId == l.OneId)).OrderBy(l => l.FoundAt).Take(20).ToListAsync(cancel);
        if (proposed.Count == 0) return [];
        var ids = proposed.ConvertAll(l => l.OtherThan(id));
        var others = await db.Known(ids, cancel);
        return [.. ids.Distinct().Select(o => others.GetValueOrDefault(o)).OfType<Customer>().Select(o => (o, Why: Likenesses.Why(customer, o))).Where(x => x.Why is not null).Select(x => new MayBe(x.o.Id, x.o.Name, x.Why!))];
    }

    /// <summary>All that are proposed, the newest first. What nothing speaks for any more is passed over, so it is read on until there are enough.</summary>
    public static async Task<List<MayBeOne>> WhoMayBeOne(this RapportDb db, LikenessId? after, int limit, CancellationToken cancel)
    {
        List<MayBeOne> found = [];
        while (found.Count < limit)
        {
            var rows = await db.After(after, AtOnce, cancel);
            found.AddRange(await db.StillAlike(rows, cancel));
            if (rows.Count < AtOnce) break;
            after = rows[^1].Id;
        }
        return [.. found.Take(limit)];
    }

    static async Task<List<Likeness>> After(this RapportDb db, LikenessId? after, int limit, CancellationToken cancel)
    {
        var open = db.Likenesses.AsNoTracking().Where(l => l.TwoSince == null && !db.Likenesses.Any(o => o.TwoSince != null && o.OneId == l.OtherId && o.OtherId == l.OneId));
        if (after is { } last && await db.Likenesses.Where(l => l.Id == last).Select(l => (Instant?)l.FoundAt).SingleOrDefaultAsync(cancel) is { } since)
        {
            var same = await db.Likenesses.Where(l => l.FoundAt == since && l.TwoSince == null).OrderBy(l => l.Id).Select(l => l.Id).ToListAsync(cancel);
            var later = same.SkipWhile(l => l != last).Skip(1).ToList();
            open = open.Where(l => l.FoundAt < since || later.Contains(l.Id));
        }
        return await open.OrderByDescending(l => l.FoundAt).ThenBy(l => l.Id).Take(limit).ToListAsync(cancel);
    }

    static async Task<List<MayBeOne>> StillAlike(this RapportDb db, List<Likeness> rows, CancellationToken cancel)
    {
        var people = await db.Known([.. rows.SelectMany(r => new[] { r.OneId, r.OtherId })], cancel);
        return [.. from r in rows
                   let one = people.GetValueOrDefault(r.OneId)
                   let other = people.GetValueOrDefault(r.OtherId)
                   where one is not null && other is not null && one.Id != other.Id && Likenesses.Why(one, other) is not null
                   select new MayBeOne(r.Id, one.Id, one.Name, other.Id, other.Name, Likenesses.Why(one, other)!, r.FoundAt)];
    }

    /// <summary>Those who are themselves: neither erased nor gone into another.</summary>
    static async Task<Dictionary<CustomerId, Customer>> Known(this RapportDb db, List<CustomerId> ids, CancellationToken cancel) =>
        await db.Customers.AsNoTracking().Include(c => c.Addresses).Where(c => ids.Contains(c.Id) && c.ErasedAt == null && !db.Merges.Any(m => m.FromId == c.Id && m.UndoneAt == null)).ToDictionaryAsync(c => c.Id, cancel);
}
