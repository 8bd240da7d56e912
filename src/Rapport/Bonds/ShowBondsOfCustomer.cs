using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bonds.Leaving;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Bonds;

/// <summary>Whom a customer knows here, on their page.</summary>
public sealed class ShowBondsOfCustomer : IFeature
{
    /// <param name="Customer">Who it is.</param>
    /// <param name="Name">What they are called.</param>
    /// <param name="Bonds">Whom they know.</param>
    /// <param name="MineEnded">I said no; only I take it back.</param>
    /// <param name="Others">Whom they may name.</param>
    /// <param name="Introductions">Whom they knew who has left.</param>
    /// <param name="Me">Who looks.</param>
    /// <param name="Now">The present.</param>
    public sealed record View(CustomerId Customer, string Name, IReadOnlyList<BondOf> Bonds, bool MineEnded, IReadOnlyList<ShowBonds.PersonaView> Others, IReadOnlyList<ShowIntroductions.View> Introductions, Me Me, Instant Now);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/customers/{customer}/bonds", Handle).For(Who.Agent);

    static async Task<IResult> Handle(CustomerId customer, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var name = await db.Customers.Where(c => c.Id == customer).Select(c => c.Name).SingleOrDefaultAsync(cancel) ?? throw new NotFound("customer");
        var bonds = await db.BondsOf(customer, cancel);
        var ended = await db.Bonds.AnyAsync(b => b.CustomerId == customer && b.PersonId == me.Id && b.NoByPersonAt != null, cancel);
        var known = bonds.ConvertAll(b => b.Person);
        var others = await db.People.Where(p => p.Active && !known.Contains(p.Id)).OrderBy(p => p.Name).Take(300).Select(p => new ShowBonds.PersonaView(p.Id, p.Persona)).ToListAsync(cancel);
        return Fragment.Of<BondsOfCustomer>(http, new { Page = new View(customer, name, bonds, ended, others, await ShowIntroductions.Open(db, customer, cancel), me, time.Now()) });
    }
}
