using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>One customer: how to reach them, and all their conversations.</summary>
public sealed class ShowCustomer : IFeature
{
    const int Shown = 100;

    public sealed record View(Customer Customer, IReadOnlyList<OpenConversationView.Earlier> Conversations, Me Me, Instant Now);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/customers/{customer}", async (CustomerId customer, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<CustomerPage>(new { Page = await Load(customer, me, db, time, cancel) })).For(Who.Agent);
        app.MapGet("/customers/{customer}/parts", async (CustomerId customer, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<CustomerParts>(http, new { Page = await Load(customer, me, db, time, cancel) })).For(Who.Agent);
    }

    static async Task<View> Load(CustomerId customer, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == customer, cancel) ?? throw new NotFound("customer");
        var conversations = await db.Conversations.AsNoTracking().Where(c => c.CustomerId == customer).OrderByDescending(c => c.UpdatedAt).Take(Shown)
            .Select(c => new OpenConversationView.Earlier(c.Number, c.Subject, c.Status, c.UpdatedAt)).ToListAsync(cancel);
        return new(found, conversations, me, time.Now());
    }
}
