using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;

namespace Rapport.Customers.Alike;

/// <summary>Looks for others who may be the same person, when somebody's name or an address is new. What it finds is proposed and nothing else.</summary>
public abstract class LookForLikeness(RapportDb db, TimeProvider time)
{
    const int Looked = 50, AtOnce = 5402;

    protected async Task Look(CustomerId customer, CancellationToken cancel)
    {
        var one = await ForThemselves().SingleOrDefaultAsync(c => c.Id == customer, cancel);
        if (one is null || one.Addresses.Count == 0) return;
        await db.Alone(AtOnce, "likeness", cancel);
        var ids = await Candidates(one, cancel);
        if (ids.Count == 0) return;
        var others = await ForThemselves().Where(c => ids.Contains(c.Id)).ToListAsync(cancel);
        foreach (var other in others)
        {
            if (Likenesses.Why(one, other) is not { } why || await db.LikenessOf(one.Id, other.Id, cancel) is not null) continue;
            db.Add(Likeness.Of(one.Id, other.Id, why, time.Now()));
            await db.SaveChangesAsync(cancel);
        }
    }

    /// <summary>Those who are still there, and have not gone into another.</summary>
    IQueryable<Customer> ForThemselves() => db.Customers.AsNoTracking().Include(c => c.Addresses).Where(c => c.ErasedAt == null && !db.Merges.Any(m => m.FromId == c.Id && m.UndoneAt == null));

    async Task<HashSet<CustomerId>> Candidates(Customer one, CancellationToken cancel)
    {
        var found = new HashSet<CustomerId>();
        foreach (var address in one.Addresses)
        {
            if (address.Alike is { } key) found.UnionWith(await db.Addresses.Where(a => a.Alike == key && a.Kind == address.Kind && address.Kind == AddressKind.Phone).OrderBy(a => a.Id).Select(a => a.CustomerId).Take(Looked).ToListAsync(cancel));
            if (address is { Kind: AddressKind.Visitor, Alike: { } said }) found.UnionWith(await db.Addresses.Where(a => a.Kind == AddressKind.Email && a.Normal == said).OrderBy(a => a.Id).Select(a => a.CustomerId).Take(Looked).ToListAsync(cancel));
            if (address is { Kind: AddressKind.Email, Normal: { } mine }) found.UnionWith(await db.Addresses.Where(a => a.Kind == AddressKind.Visitor && a.Alike == mine).OrderBy(a => a.Id).Select(a => a.CustomerId).Take(Looked).ToListAsync(cancel));
        }
        if (one.Alike is { } name) found.UnionWith(await db.Customers.Where(c => c.Alike == name).OrderByDescending(c => c.Since).Select(c => c.Id).Take(Looked).ToListAsync(cancel));
        found.Remove(one.Id);
        return found;
    }
}

public sealed class LookWhoHasTheAddress(RapportDb db, TimeProvider time) : LookForLikeness(db, time), IWhen<AddressAdded>
{
    public Task Handle(AddressAdded fact, CancellationToken cancel) => Look(fact.Customer, cancel);
}

public sealed class LookWhoHasTheCorrectedAddress(RapportDb db, TimeProvider time) : LookForLikeness(db, time), IWhen<AddressCorrected>
{
    public Task Handle(AddressCorrected fact, CancellationToken cancel) => Look(fact.Customer, cancel);
}

public sealed class LookWhoHasTheName(RapportDb db, TimeProvider time) : LookForLikeness(db, time), IWhen<CustomerRenamed>
{
    public Task Handle(CustomerRenamed fact, CancellationToken cancel) => Look(fact.Customer, cancel);
}
