using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Alike;
using Rapport.Foundation;
using Rapport.Foundation.Ui;

namespace Rapport.Workspace.Merging;

/// <summary>What putting two together would move, said before it is done.</summary>
/// <param name="Into">Who stays.</param>
/// <param name="From">Who goes into them.</param>
/// <param name="Moves">What they bring, in words.</param>
/// <param name="Addresses">Theirs, as they are written.</param>
/// <param name="NothingRemembered">One of the two wants nothing remembered, and that holds for both.</param>
/// <param name="SaidTwoBy">Who said that these are two people.</param>
/// <param name="Reason">What speaks for it.</param>
public sealed record WhatMoves(WhatMoves.One Into, WhatMoves.One From, IReadOnlyList<string> Moves, IReadOnlyList<string> Addresses, bool NothingRemembered, string? SaidTwoBy, string? Reason)
{
    public sealed record One(CustomerId Id, string Name, Instant Since, Instant? LastSeen);

    public static async Task<WhatMoves> Load(RapportDb db, CustomerId into, CustomerId from, CancellationToken cancel)
    {
        var (ours, theirs) = (await Find(db, into, cancel), await Find(db, from, cancel));
        Refusal.If(ours.Id == theirs.Id, "That is the same entry twice.", "same-customer");
        Refusal.If(ours.ErasedAt is not null || theirs.ErasedAt is not null, "One of them was erased. There is nothing left to put together.", "erased");
        var likeness = await db.LikenessOf(ours.Id, theirs.Id, cancel);
        var by = likeness?.TwoSaidById is { } who ? (await db.Names(cancel)).GetValueOrDefault(who)?.Name : null;
        var (conversations, facts) = (await db.Conversations.CountAsync(c => c.CustomerId == theirs.Id, cancel), await db.Remembered.CountAsync(r => r.CustomerId == theirs.Id, cancel));
        var nothing = await db.MemoryConsents.AnyAsync(c => (c.CustomerId == ours.Id || c.CustomerId == theirs.Id) && c.WithdrawnAt != null, cancel);
        string[] moves = [.. new[] { (theirs.Addresses.Count, "address", "addresses"), (conversations, "conversation", "conversations"), (facts, "thing that is remembered", "things that are remembered") }.Where(m => m.Item1 > 0).Select(m => InWords.Count(m.Item1, m.Item2, m.Item3))];
        return new(await About(db, ours, cancel), await About(db, theirs, cancel), moves, [.. theirs.Addresses.Select(a => a.Value)], nothing, by, Likenesses.Why(ours, theirs));
    }

    static async Task<Customer> Find(RapportDb db, CustomerId id, CancellationToken cancel) =>
        await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw new NotFound("customer");

    static async Task<One> About(RapportDb db, Customer c, CancellationToken cancel) =>
        new(c.Id, c.Name, c.Since, await db.Conversations.Where(x => x.CustomerId == c.Id).MaxAsync(x => (Instant?)x.UpdatedAt, cancel));
}
