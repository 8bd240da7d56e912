using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>When a customer is erased, their browser's chat is not known any more: it begins anew. What a room above has taken back already is gone by then.</summary>
public sealed class ForgetVisit(RapportDb db) : IWhen<CustomerErased>
{
    public Task Handle(CustomerErased fact, CancellationToken cancel) => db.ForgetVisits(fact.Customer, cancel);
}

public static class ForgettingVisits
{
    /// <summary>Takes back the keys of a customer's chats. Whoever is in the middle of writing with one finishes first, or is told to begin anew.</summary>
    public static async Task ForgetVisits(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var visits = await (from v in db.Visits join c in db.Conversations on v.ConversationId equals c.Id where c.CustomerId == customer select v.Id).ToListAsync(cancel);
        visits.Add(new(customer.Value));
        var keys = visits.ConvertAll(v => v.Value);
        await db.VisitorTokens.Where(t => keys.Contains(t.Customer)).ExecuteDeleteAsync(cancel);
        await db.Visits.Where(v => visits.Contains(v.Id)).ExecuteDeleteAsync(cancel);
        foreach (var visit in visits) db.Touch(Visit.TopicOf(visit));
    }
}
