using Microsoft.EntityFrameworkCore;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>When a customer is erased, what travelled with their conversations goes; that it was passed on stays.</summary>
public sealed class ForgetBriefs(RapportDb db) : IWhen<CustomerErased>
{
    public async Task Handle(CustomerErased fact, CancellationToken cancel)
    {
        var ids = await db.Conversations.Where(c => c.CustomerId == fact.Customer).Select(c => c.Id).ToListAsync(cancel);
        await db.BriefLines.Where(l => ids.Contains(l.ConversationId)).ExecuteUpdateAsync(s => s.SetProperty(l => l.Body, ""), cancel);
        await db.Handovers.Where(h => ids.Contains(h.ConversationId)).ExecuteUpdateAsync(s => s.SetProperty(h => h.Introduction, (string?)null).SetProperty(h => h.Missing, (string?)null).SetProperty(h => h.OverriddenBecause, h => h.OverriddenBecause == null ? null : "erased"), cancel);
        await db.Assists.Where(a => ids.Contains(a.ConversationId)).ExecuteUpdateAsync(s => s.SetProperty(a => a.Question, "").SetProperty(a => a.Missing, (string?)null), cancel);
    }
}
