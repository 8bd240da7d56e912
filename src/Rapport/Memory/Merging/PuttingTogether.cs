using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bonds;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Foundation;
using Rapport.Memory.Own;

namespace Rapport.Memory.Merging;

/// <summary>Puts two entries of one person together with what they said about being remembered: the stricter of both holds, and every link to an own page is taken back.</summary>
public static class PuttingTogether
{
    public static async Task<Merge> PutTogether(this RapportDb db, CustomerId from, CustomerId into, PersonId by, string? because, Instant now, CancellationToken cancel)
    {
        foreach (var one in new[] { from, into }.OrderBy(c => c.Value)) await db.AloneWithConsent(one, cancel);
        var merge = await db.MergeCustomers(from, into, by, because, now, cancel);
        await db.TakeBackLinks([from, into], now, cancel);
        var (theirs, ours) = (await db.Said(from, cancel), await db.Said(into, cancel));
        if (!await db.OwnConsents.AnyAsync(c => c.CustomerId == into, cancel)) db.Add(new OwnConsent { CustomerId = into, Says = ours });
        await db.Say(into, Consented.Stricter(ours, theirs), cancel);
        await db.SaveChangesAsync(cancel);
        return merge;
    }

    public static async Task<Merge> TakeApart(this RapportDb db, MergeId id, PersonId? by, WhatCameSince given, Instant now, CancellationToken cancel)
    {
        foreach (var one in await db.LineOf(id, cancel)) await db.AloneWithConsent(one, cancel);
        if (by is not null) await db.MustBeLast(id, cancel);
        var merge = await db.UnmergeCustomers(id, by, given, now, cancel);
        var whole = await db.Whole(merge.IntoId, cancel);
        await db.TakeBackLinks([merge.FromId, whole], now, cancel);
        await db.Separate(merge, cancel);
        await db.SaveChangesAsync(cancel);
        return merge;
    }

    /// <summary>The last comes apart first: where there may be only one of something, only the newest list says for sure whose it was.</summary>
    static async Task MustBeLast(this RapportDb db, MergeId id, CancellationToken cancel)
    {
        var merge = await db.Merges.AsNoTracking().SingleAsync(m => m.Id == id, cancel);
        if (merge.UndoneAt is not null) return;
        var later = (await db.Merges.AsNoTracking().Where(m => m.UndoneAt == null && m.Id != id
            && (m.IntoId == merge.IntoId || m.IntoId == merge.FromId || m.FromId == merge.IntoId || m.FromId == merge.FromId)).ToListAsync(cancel))
            .Where(m => m.Id.Value.CompareTo(id.Value) > 0).OrderBy(m => m.Id.Value).LastOrDefault();
        if (later is null) return;
        var name = await db.NameOf(later.FromId, cancel);
        throw new Refusal($"{name} was put together with them later. Take that apart first, then this.", "later-first", 409);
    }

    /// <summary>Whoever went, and everybody above them, in the order in which everybody takes them.</summary>
    static async Task<List<CustomerId>> LineOf(this RapportDb db, MergeId id, CancellationToken cancel)
    {
        var line = new List<CustomerId>();
        for (var merge = await db.Merges.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancel); merge is not null;)
        {
            line.AddRange([merge.FromId, merge.IntoId]);
            var next = merge.IntoId;
            merge = await db.Merges.AsNoTracking().SingleOrDefaultAsync(m => m.FromId == next && m.UndoneAt == null, cancel);
        }
        return [.. line.Distinct().OrderBy(c => c.Value)];
    }

    /// <summary>
    /// Each says again what they had said themselves. Where the customer has decided otherwise since they were put together, that
    /// stays with whoever stays; and a no holds for both, because nobody knows which of the two said it.
    /// </summary>
    static async Task Separate(this RapportDb db, Merge merge, CancellationToken cancel)
    {
        var (gone, node, before) = (merge.FromId, merge.IntoId, await db.Said(merge.FromId, cancel));
        Consented? after = null;
        while (await db.OwnConsents.SingleOrDefaultAsync(c => c.CustomerId == node, cancel) is { } own)
        {
            var others = new List<Consented>();
            foreach (var one in await db.Merges.AsNoTracking().Where(m => m.IntoId == node && m.UndoneAt == null).Select(m => m.FromId).ToListAsync(cancel))
                if (after is null || one != merge.FromId) others.Add(await db.Said(one, cancel));
            var (was, said) = (others.Append(before).Aggregate(own.Says, Consented.Stricter), await db.Said(node, cancel));
            var alone = after is { } changed ? others.Append(changed).Aggregate(own.Says, Consented.Stricter) : others.Aggregate(own.Says, Consented.Stricter);
            if (said != was)
            {
                own.Says = alone = said;
                foreach (var one in new[] { gone, merge.FromId })
                    if (said.WithdrawnAt is not null && (await db.Said(one, cancel)).WithdrawnAt is null) await db.Say(one, said, cancel);
            }
            await db.Say(node, alone, cancel);
            if (others.Count == 0 && after is null) db.Remove(own);
            var child = node;
            if (await db.Merges.AsNoTracking().SingleOrDefaultAsync(m => m.FromId == child && m.UndoneAt == null, cancel) is not { } up) return;
            (before, after, node) = (said, alone, up.IntoId);
            merge = up;
        }
    }

    static async Task<Consented> Said(this RapportDb db, CustomerId customer, CancellationToken cancel) =>
        await db.MemoryConsents.SingleOrDefaultAsync(c => c.CustomerId == customer, cancel) is { } consent ? consent.Says : Consented.Nothing;

    static async Task Say(this RapportDb db, CustomerId customer, Consented says, CancellationToken cancel)
    {
        var consent = await db.MemoryConsents.SingleOrDefaultAsync(c => c.CustomerId == customer, cancel);
        if (!says.There && consent is not null) db.Remove(consent);
        else if (says.There && consent is null) db.Add(new MemoryConsent { CustomerId = customer, Says = says });
        else if (says.There) consent!.Says = says;
        // Who wants nothing remembered is not counted as knowing anybody either.
        if (says.WithdrawnAt is not { } no) await db.CountBondsAgain(customer, cancel);
        else if (!db.NoBonds.Local.Any(n => n.CustomerId == customer) && !await db.NoBonds.AnyAsync(n => n.CustomerId == customer, cancel)) db.Add(new NoBonds { CustomerId = customer, At = no });
        await db.SaveChangesAsync(cancel);
    }
}
