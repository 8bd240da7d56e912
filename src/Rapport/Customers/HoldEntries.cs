using Microsoft.EntityFrameworkCore;
using Rapport.Customers.Merging;

namespace Rapport.Customers;

/// <summary>To whom they belong. Who else does is the others' own.</summary>
public sealed class HoldGroups(RapportDb db) : IHoldOfCustomer
{
    public string Part => "belongs_to";

    public async Task<object> Of(CustomerId customer, CancellationToken cancel) =>
        await (from m in db.GroupMembers join g in db.CustomerGroups on m.GroupId equals g.Id where m.CustomerId == customer orderby m.Since select new { g.Name, g.Kind, m.Since }).ToListAsync(cancel);
}

/// <summary>Their other entries, which were put together with this one.</summary>
public sealed class HoldEntries(RapportDb db) : IHoldOfCustomer
{
    public string Part => "other_entries";

    public async Task<object> Of(CustomerId customer, CancellationToken cancel)
    {
        var merges = await db.MergedInto(customer, cancel);
        var went = merges.ConvertAll(m => m.FromId);
        var names = await db.Customers.Where(c => went.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        return merges.Select(m => new { Name = names[m.FromId], put_together_at = m.At, m.Because }).ToList();
    }
}
