using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Essence;

/// <summary>When a customer is erased, words about them go from everybody's book; that something was given stays its giver's.</summary>
public sealed class ForgetWhatWasGiven(RapportDb db) : IWhen<CustomerErased>
{
    public async Task Handle(CustomerErased fact, CancellationToken cancel)
    {
        var ids = await db.Conversations.Where(c => c.CustomerId == fact.Customer).Select(c => c.Id).ToListAsync(cancel);
        await db.Moments.Where(m => ids.Contains(m.ConversationId)).ExecuteUpdateAsync(s => s.SetProperty(m => m.Words, (string?)null).SetProperty(m => m.Expectation, (string?)null).SetProperty(m => m.Happened, (string?)null), cancel);
        await db.Observations.Where(o => o.ConversationId != null && ids.Contains(o.ConversationId.Value)).ExecuteUpdateAsync(s => s.SetProperty(o => o.Words, (string?)null).SetProperty(o => o.Added, (string?)null), cancel);
        await db.ToldFor.Where(f => db.ToldMoments.Any(m => m.Id == f.ToldId && ids.Contains(m.ConversationId))).ExecuteDeleteAsync(cancel);
        await db.ToldMoments.Where(m => ids.Contains(m.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.Baskets.Where(b => ids.Contains(b.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.ClosedCues.Where(c => ids.Contains(c.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.ShownCues.Where(c => ids.Contains(c.ConversationId)).ExecuteDeleteAsync(cancel);
        await db.ToldTidbits.Where(t => t.CustomerId == fact.Customer).ExecuteDeleteAsync(cancel);
        var spends = await db.Spends.Where(s => s.CustomerId == fact.Customer).Select(s => s.Id).ToListAsync(cancel);
        await db.SpendReasons.Where(r => spends.Contains(r.SpendId)).ExecuteDeleteAsync(cancel);
    }
}
