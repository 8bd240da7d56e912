using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Bonds.Lanes;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Bonds;

/// <summary>When a customer is erased, nobody is said to have known them.</summary>
public sealed class ForgetBonds(RapportDb db, TimeProvider time) : IWhen<CustomerErased>
{
    public async Task Handle(CustomerErased fact, CancellationToken cancel)
    {
        await db.EndLanes(db.LaneAsks.Where(a => a.CustomerId == fact.Customer), time, cancel);
        await db.SaveChangesAsync(cancel);
        await db.LaneAsks.Where(a => a.CustomerId == fact.Customer).ExecuteDeleteAsync(cancel);
        await db.PersonChoices.Where(c => db.Conversations.Any(x => x.Id == c.ConversationId && x.CustomerId == fact.Customer)).ExecuteDeleteAsync(cancel);
        await db.CountNoBonds(fact.Customer, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
    }
}

public static class ForgettingBonds
{
    /// <summary>All bonds go, and none is counted until the customer says so.</summary>
    public static async Task CountNoBonds(this RapportDb db, CustomerId customer, Instant now, CancellationToken cancel)
    {
        await db.Alone(Counting.ForBond, customer.Value, cancel);
        await db.Bonds.Where(b => b.CustomerId == customer).ExecuteDeleteAsync(cancel);
        await db.Introductions.Where(i => i.CustomerId == customer).ExecuteDeleteAsync(cancel);
        await db.InQuestions.Where(q => q.CustomerId == customer).ExecuteDeleteAsync(cancel);
        if (!db.NoBonds.Local.Any(n => n.CustomerId == customer) && !await db.NoBonds.AnyAsync(n => n.CustomerId == customer, cancel)) db.Add(new NoBonds { CustomerId = customer, At = now });
        db.Touch($"customer:{customer.Value}");
    }

    /// <summary>They may be remembered again.</summary>
    public static Task<int> CountBondsAgain(this RapportDb db, CustomerId customer, CancellationToken cancel) => db.NoBonds.Where(n => n.CustomerId == customer).ExecuteDeleteAsync(cancel);
}
