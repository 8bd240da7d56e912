using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>When a customer is erased, their browser's chat is not known any more: it begins anew.</summary>
public sealed class ForgetVisit(RapportDb db) : IWhen<CustomerErased>
{
    public async Task Handle(CustomerErased fact, CancellationToken cancel)
    {
        var visits = await (from v in db.Visits join c in db.Conversations on v.ConversationId equals c.Id where c.CustomerId == fact.Customer select v.Id).ToListAsync(cancel);
        visits.Add(new(fact.Customer.Value));
        var keys = visits.ConvertAll(v => v.Value);
        await db.VisitorTokens.Where(t => keys.Contains(t.Customer)).ExecuteDeleteAsync(cancel);
        await db.Visits.Where(v => visits.Contains(v.Id)).ExecuteDeleteAsync(cancel);
        foreach (var visit in visits) db.Touch(Visit.TopicOf(visit));
    }
}
