using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Customers.Merging;

namespace Rapport.Channels.Chat;

/// <summary>What they said of themselves in the chat of their browsers.</summary>
public sealed class HoldVisits(RapportDb db) : IHoldOfCustomer
{
    public string Part => "visits";

    public async Task<object> Of(CustomerId customer, CancellationToken cancel)
    {
        var own = (await db.MergedInto(customer, cancel)).Select(m => m.FromId).Append(customer).Select(c => new VisitId(c.Value)).ToList();
        return await db.Visits.AsNoTracking().Where(v => own.Contains(v.Id) || db.Conversations.Any(c => c.Id == v.ConversationId && c.CustomerId == customer)).OrderBy(v => v.BegunAt).Select(v => new { v.Name, v.Email, v.BegunAt }).ToListAsync(cancel);
    }
}
