using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Customers;

/// <summary>Customers for a program: meet one, list them, look at one with their addresses.</summary>
public sealed class ShowCustomers : IFeature
{
    public sealed record AddressView(AddressKind Kind, string Value);

    public sealed record View(CustomerId Id, string Name, NodaTime.Instant Since, IEnumerable<AddressView> Addresses)
    {
        public static View Of(Customer c) => new(c.Id, c.Name, c.Since, c.Addresses.Select(a => new AddressView(a.Kind, a.Value)));
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/customers", Meet).For(Who.Agent);
        app.MapGet("/api/v1/customers", List).For(Who.Agent);
        app.MapGet("/api/v1/customers/{customer}", One).For(Who.Agent);
    }

    static async Task<Answer> Meet(Introduction request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var check = new Check();
        request.Check(check);
        check.Done();
        var customer = await db.Meet(request, time, cancel);
        var isNew = db.Entry(customer).State is EntityState.Added;
        await db.SaveChangesAsync(cancel);
        return isNew ? Answer.Created($"/api/v1/customers/{customer.Id.Value}", View.Of(customer)) : Answer.Ok(View.Of(customer));
    }

    static async Task<Answer> List(int? limit, Guid? after, RapportDb db, CancellationToken cancel)
    {
        var page = Paging.Limit(limit);
        var from = after is { } id ? await db.Customers.Where(c => c.Id == new CustomerId(id)).Select(c => (NodaTime.Instant?)c.Since).SingleOrDefaultAsync(cancel) : null;
        var start = from ?? NodaTime.Instant.FromUnixTimeTicks(0);
        var customers = await db.Customers.AsNoTracking().Include(c => c.Addresses).Where(c => c.Since >= start).OrderBy(c => c.Since).ThenBy(c => c.Id).ToListAsync(cancel);
        return Paging.Page([.. customers.SkipWhile(c => after is not null && c.Id.Value != after).Skip(after is null ? 0 : 1).Take(page + 1)], page, c => c.Id.Value, View.Of);
    }

    static async Task<Answer> One(CustomerId customer, RapportDb db, CancellationToken cancel) =>
        Answer.Ok(View.Of(await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == customer, cancel) ?? throw new NotFound("customer")));
}
