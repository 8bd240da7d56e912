using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Bonds;

/// <summary>One customer for a program, with whom they know here.</summary>
public sealed class ShowBonds : IFeature
{
    public sealed record PersonaView(PersonId Id, string Persona);

    public sealed record BondView(BondId Id, PersonaView Person, Instant Since, Instant LastMet, int Matters)
    {
        public static BondView Of(BondOf b) => new(b.Id, new(b.Person, b.Persona), b.Since, b.LastMet, b.Matters);
    }

    /// <summary>As in a list of customers, and the bonds.</summary>
    public sealed record View([property: JsonIgnore] ShowCustomers.View Shown, IEnumerable<BondView> Bonds) : ShowCustomers.View(Shown);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/customers/{customer}", One).For(Who.Agent);
        app.MapGet("/api/v1/customers/{customer}/bonds", List).For(Who.Agent);
    }

    static async Task<Answer<View>> One(CustomerId customer, RapportDb db, CancellationToken cancel) =>
        Answer.Ok(new View(await ShowCustomers.One(db, customer, cancel), (await db.BondsOf(customer, cancel)).Select(BondView.Of)));

    static async Task<Answer<PageOf<BondView>>> List(CustomerId customer, RapportDb db, CancellationToken cancel)
    {
        if (!await db.Customers.AnyAsync(c => c.Id == customer, cancel)) throw new NotFound("customer");
        return Answer.Ok(Paging.All((await db.BondsOf(customer, cancel)).Select(BondView.Of)));
    }
}
