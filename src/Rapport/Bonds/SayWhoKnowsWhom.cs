using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Bonds;

/// <summary>“We know each other”, and “no”: of oneself, or as the customer has just said it. Nobody is asked why.</summary>
public sealed class SayWhoKnowsWhom : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/customers/{customer}/bonds", "/customers/{customer}/bonds" })
        {
            app.MapPut(route + "/me", (CustomerId customer, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Say(customer, me.Id, BondSide.Person, db, time, cancel)).For(Who.Agent);
            app.MapDelete(route + "/me", (CustomerId customer, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => End(customer, me.Id, BondSide.Person, db, time, cancel)).For(Who.Agent);
            app.MapPut(route + "/{person}/word", (CustomerId customer, PersonId person, RapportDb db, TimeProvider time, CancellationToken cancel) => Say(customer, person, BondSide.Customer, db, time, cancel)).For(Who.Agent);
            app.MapDelete(route + "/{person}/word", (CustomerId customer, PersonId person, RapportDb db, TimeProvider time, CancellationToken cancel) => End(customer, person, BondSide.Customer, db, time, cancel)).For(Who.Agent);
        }
    }

    static async Task<NoContent> Say(CustomerId customer, PersonId person, BondSide side, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await Known(db, customer, person, cancel);
        await db.SayBond(customer, person, side, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> End(CustomerId customer, PersonId person, BondSide side, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await Known(db, customer, person, cancel);
        await db.EndBond(customer, person, side, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task Known(RapportDb db, CustomerId customer, PersonId person, CancellationToken cancel)
    {
        if (!await db.Customers.AnyAsync(c => c.Id == customer && c.ErasedAt == null, cancel)) throw new NotFound("customer");
        if (!await db.People.AnyAsync(p => p.Id == person && p.Active, cancel)) throw new NotFound("person");
    }
}
