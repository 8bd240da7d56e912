using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Memory;

namespace Rapport.Workspace.Merging;

/// <summary>What came while two were one. It stays with whoever stays, except what a person gives to the other.</summary>
public sealed record WhatCame(IReadOnlyList<WhatCame.Talk> Conversations, IReadOnlyList<WhatCame.Fact> Memories, IReadOnlyList<WhatCame.Way> Addresses)
{
    const int Most = 200;

    public sealed record Talk(long Number, string Subject, Channel Channel, Instant OpenedAt, Guid Id);

    public sealed record Fact(RememberedId Id, string Text, Instant ToldAt);

    public sealed record Way(Guid Id, AddressKind Kind, string Value);

    /// <summary>What a person gives, by what they call it: numbers of conversations, ids of the rest.</summary>
    public sealed record Given(IReadOnlyList<long>? Conversations, IReadOnlyList<Guid>? Memories, IReadOnlyList<Guid>? Addresses);

    public static async Task<WhatCame> Since(RapportDb db, Merge merge, CancellationToken cancel)
    {
        var with = await db.Whole(merge.IntoId, cancel);
        var standing = (await db.MergedInto(with, cancel)).ConvertAll(m => m.Id);
        async Task<HashSet<string>> Known(string place) =>
            [.. await db.MergedRows.Where(r => r.Place == place && (r.MergeId == merge.Id || (r.Side == MergedRow.OfTheirs && standing.Contains(r.MergeId)))).Select(r => r.Key).ToListAsync(cancel)];
        var (talks, facts, ways) = (await Known("conversations.customer_id"), await Known("remembered.customer_id"), await Known("addresses.customer_id"));
        var conversations = await db.Conversations.AsNoTracking().Where(c => c.CustomerId == with).OrderByDescending(c => c.Number).Select(c => new Talk(c.Number, c.Subject, c.Channel, c.OpenedAt, c.Id.Value)).ToListAsync(cancel);
        var remembered = await db.AwakeOf(with).OrderByDescending(r => r.ToldAt).Select(r => new Fact(r.Id, r.Text, r.ToldAt)).ToListAsync(cancel);
        var addresses = await db.Addresses.AsNoTracking().Where(a => a.CustomerId == with).Select(a => new Way(a.Id, a.Kind, a.Value)).ToListAsync(cancel);
        return new([.. conversations.Where(c => !talks.Contains(Pointers.InKey(c.Id))).Take(Most)], [.. remembered.Where(f => !facts.Contains(Pointers.InKey(f.Id.Value))).Take(Most)], [.. addresses.Where(a => !ways.Contains(Pointers.InKey(a.Id))).Take(Most)]);
    }

    /// <summary>Only what came since can be given; the rest goes back by itself.</summary>
    public WhatCameSince Chosen(Given given)
    {
        var unknown = (given.Conversations ?? []).Except(Conversations.Select(c => c.Number)).Any() || (given.Memories ?? []).Except(Memories.Select(m => m.Id.Value)).Any() || (given.Addresses ?? []).Except(Addresses.Select(a => a.Id)).Any();
        Refusal.If(unknown, "Only what came since they were put together can be given. The rest goes back by itself.", "not-since");
        return new([.. Conversations.Where(c => given.Conversations?.Contains(c.Number) ?? false).Select(c => c.Id)], given.Memories ?? [], given.Addresses ?? []);
    }
}
