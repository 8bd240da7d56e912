using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Customers;

/// <summary>Customers for a program: meet one, list them, look at one with their addresses.</summary>
public sealed class ShowCustomers : IFeature
{
    public sealed record AddressView(AddressKind Kind, string Value);

    public record View(CustomerId Id, string Name, NodaTime.Instant Since, IEnumerable<AddressView> Addresses)
    {
        public static View Of(Customer c) => new(c.Id, c.Name, c.Since, c.Addresses.Select(a => new AddressView(a.Kind, a.Value)));
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/customers", Meet).For(Who.Agent).Produces<View>().Produces<View>(StatusCodes.Status201Created);
        app.MapGet("/api/v1/customers", List).For(Who.Agent);
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

    static async Task<Answer<PageOf<View>>> List(int? limit, Guid? after, RapportDb db, CancellationToken cancel)
    {
        var page = Paging.Limit(limit);
        var customers = db.Customers.AsNoTracking().Include(c => c.Addresses);
        List<Customer> rows = [];
        var last = NodaTime.Instant.FromUnixTimeTicks(0);
        if (after is { } id)
        {
            last = await db.Customers.Where(c => c.Id == new CustomerId(id)).Select(c => (NodaTime.Instant?)c.Since).SingleOrDefaultAsync(cancel) ?? throw new NotFound("customer to go on after");
            // An import can make many at one instant; of those the ids say which come after.
            var same = (await db.Customers.Where(c => c.Since == last).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancel)).SkipWhile(c => c.Value != id).Skip(1).Take(page + 1).ToList();
            rows = await customers.Where(c => same.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(cancel);
        }
        var later = after is null ? customers : customers.Where(c => c.Since > last);
        rows.AddRange(await later.OrderBy(c => c.Since).ThenBy(c => c.Id).Take(page + 1 - rows.Count).ToListAsync(cancel));
        return Paging.Page(rows, page, c => c.Id.Value, View.Of);
    }

    /// <summary>One customer; what else belongs beside them, rooms above this one know.</summary>
    public static async Task<View> One(RapportDb db, CustomerId customer, CancellationToken cancel) =>
        View.Of(await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == customer, cancel) ?? throw new NotFound("customer"));
}
