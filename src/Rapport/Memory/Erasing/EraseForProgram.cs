using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Memory.Erasing;

/// <summary>The desk does for a customer what they could do on their own page: a letter came, or a call. Erasing everything is an admin's.</summary>
public sealed class EraseForProgram : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/api/v1/customers/{customer}/nothing_remembered", Nothing).For(Who.Agent);
        app.MapPost("/api/v1/customers/{customer}/erasure", Everything).For(Who.Admin);
    }

    static async Task<NoContent> Nothing(CustomerId customer, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.NameOf(customer, cancel);
        await db.RememberNothing(customer, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Everything(CustomerId customer, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.EraseCustomer(customer, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
