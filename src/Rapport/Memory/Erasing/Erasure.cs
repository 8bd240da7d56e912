using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Bonds;
using Rapport.Channels.Chat;
using Rapport.Channels.Mail;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Foundation;

namespace Rapport.Memory.Erasing;

public enum Erased { Fact, Nothing, Everything }

/// <summary>That something was forgotten, and whether its traces are gone from the files. It holds ids and no word.</summary>
public sealed class Erasure
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Erased What { get; init; }

    /// <summary>The fact, or the entry.</summary>
    public required Guid Subject { get; init; }

    /// <summary>Who asked: the entry itself, or the one into which it had gone.</summary>
    public required Guid Customer { get; init; }
    public required Instant AskedAt { get; init; }
    public Instant? WipedAt { get; set; }
}

sealed class ErasureTable : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> builder) => builder.Property(e => e.Customer).StaysWhenMerged("says whose traces are to be wiped");
}

public static class Forgetting
{
    /// <summary>One fact goes.</summary>
    public static async Task Forget(this RapportDb db, Remembered fact, ForgottenBecause because, Instant now, CancellationToken cancel)
    {
        db.Remove(fact);
        if (because is not ForgottenBecause.Expired) await db.TakeBack(fact, cancel);
        db.Record(new MemoryForgotten(fact.Id, fact.CustomerId, because));
        db.Add(new Erasure { What = Erased.Fact, Subject = fact.Id.Value, Customer = fact.CustomerId.Value, AskedAt = now });
        await db.ForgetAnswersAbout($"/api/v1/customers/{fact.CustomerId.Value}/memories/{fact.Id.Value}", cancel);
    }

    /// <summary>All facts go, and none may be kept until the customer says so. It is noted for every entry of theirs, since in a backup they may be two again.</summary>
    /// <param name="db">Where it goes.</param>
    /// <param name="customer">Whose facts.</param>
    /// <param name="now">When they said so.</param>
    /// <param name="cancel">Whether to stop.</param>
    /// <param name="whole">The one who asked, where this is an entry that had gone into theirs.</param>
    public static async Task RememberNothing(this RapportDb db, CustomerId customer, Instant now, CancellationToken cancel, CustomerId? whole = null)
    {
        (await db.ConsentOf(customer, cancel)).Withdraw(now);
        var parts = (await db.MergedInto(customer, cancel)).ConvertAll(m => m.FromId);
        foreach (var one in parts.Append(customer).OrderBy(c => c.Value)) await db.CountNoBonds(one, now, cancel);
        foreach (var fact in await db.Remembered.Where(r => r.CustomerId == customer).ToListAsync(cancel)) await db.Forget(fact, ForgottenBecause.NothingWanted, now, cancel);
        var asked = (whole ?? customer).Value;
        db.Add(new Erasure { What = Erased.Nothing, Subject = customer.Value, Customer = asked, AskedAt = now });
        if (whole is null) db.AddRange(parts.Select(p => new Erasure { What = Erased.Nothing, Subject = p.Value, Customer = asked, AskedAt = now }));
    }

    /// <summary>The customer's name and addresses go, and each room is told to forget what it holds of them, and of every entry that went into theirs.</summary>
    public static async Task EraseCustomer(this RapportDb db, CustomerId id, Instant now, CancellationToken cancel)
    {
        // The keys of their chats first and in the same transaction, so that nothing is said in them once this is done.
        foreach (var one in (await db.MergedInto(id, cancel)).Select(m => m.FromId).Append(id).OrderBy(c => c.Value)) await db.ForgetVisits(one, cancel);
        // In the order in which everybody takes them; whoever puts two together waits until this is done, or is waited for.
        foreach (var one in (await db.MergedInto(id, cancel)).Select(m => m.FromId).Append(id).OrderBy(c => c.Value)) await db.AloneWithConsent(one, cancel);
        var merges = await db.MergedInto(id, cancel);
        await db.EraseOne(id, id, now, cancel);
        foreach (var merge in merges) await db.EraseOne(merge.FromId, id, now, cancel);
        var theirs = merges.Select(m => m.FromId).Append(id).ToList();
        // That two were one is an id and stays; why is in somebody's words.
        await db.Merges.Where(m => theirs.Contains(m.IntoId) || theirs.Contains(m.FromId)).ExecuteUpdateAsync(s => s.SetProperty(m => m.Because, ""), cancel);
        await db.MergedRows.Where(r => db.Merges.Any(m => m.Id == r.MergeId && (theirs.Contains(m.IntoId) || theirs.Contains(m.FromId)))).ExecuteDeleteAsync(cancel);
        await db.OwnConsents.Where(c => theirs.Contains(c.CustomerId)).ExecuteDeleteAsync(cancel);
        await db.Likenesses.Where(l => theirs.Contains(l.OneId) || theirs.Contains(l.OtherId)).ExecuteDeleteAsync(cancel);
        var groups = await db.GroupMembers.Where(m => theirs.Contains(m.CustomerId)).Select(m => m.GroupId).Distinct().ToListAsync(cancel);
        await db.GroupMembers.Where(m => theirs.Contains(m.CustomerId)).ExecuteDeleteAsync(cancel);
        await db.CustomerGroups.Where(g => groups.Contains(g.Id) && !db.GroupMembers.Any(m => m.GroupId == g.Id)).ExecuteDeleteAsync(cancel);
    }

    static async Task EraseOne(this RapportDb db, CustomerId id, CustomerId whole, Instant now, CancellationToken cancel)
    {
        var customer = await db.Customers.Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw new NotFound("customer");
        await db.RememberNothing(id, now, cancel, whole);
        await db.OwnPages.Where(p => p.CustomerId == id).ExecuteDeleteAsync(cancel);
        await db.SearchEntries.Where(e => e.Customer == id.Value).ExecuteDeleteAsync(cancel);
        db.ForgetInCopy(customer, now);
        customer.Erase(now);
        db.Add(new Erasure { What = Erased.Everything, Subject = id.Value, Customer = whole.Value, AskedAt = now });
    }

    /// <summary>What was answered to a program and is kept for a repeated request.</summary>
    static Task<int> ForgetAnswersAbout(this RapportDb db, string location, CancellationToken cancel) =>
        db.FirstAnswers.Where(a => a.Location == location).ExecuteUpdateAsync(s => s.SetProperty(a => a.Body, (string?)null), cancel);
}
