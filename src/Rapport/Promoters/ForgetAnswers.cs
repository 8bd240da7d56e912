using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Promoters;

/// <summary>When a customer is erased, what they were asked and what they said goes, and what whoever served said of the two of them.</summary>
public sealed class ForgetAnswers(RapportDb db) : IWhen<CustomerErased>
{
    public async Task Handle(CustomerErased fact, CancellationToken cancel)
    {
        var asks = await db.Asks.Where(a => a.CustomerId == fact.Customer).Select(a => a.Id).ToListAsync(cancel);
        await db.TakeBack(asks, cancel);
        await db.Asks.Where(a => asks.Contains(a.Id)).ExecuteDeleteAsync(cancel);
        await db.NoAsking.Where(n => n.CustomerId == fact.Customer).ExecuteDeleteAsync(cancel);
        await db.SaidConnections.Where(s => db.Conversations.Any(c => c.Id == s.ConversationId && c.CustomerId == fact.Customer)).ExecuteDeleteAsync(cancel);
    }
}
