using Microsoft.EntityFrameworkCore;
using Rapport.Customers;

namespace Rapport.Promoters;

/// <summary>What they were asked and what they answered. Whether somebody here said “we connected” is that person's own.</summary>
public sealed class HoldAnswers(RapportDb db, TimeProvider time) : IHoldOfCustomer
{
    public string Part => "asked";

    public async Task<object> Of(CustomerId customer, CancellationToken cancel) => new
    {
        wants_no_asking = await db.NoAsking.AnyAsync(n => n.CustomerId == customer, cancel),
        asked = (await AskedView.Of(db, customer, Foundation.Time.Now(time), cancel)).Select(a => new { a.Number, a.About, a.AskedAt, a.Question, a.Answer, a.Recall }),
    };
}
