using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bonds.Lanes;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Bonds;

/// <summary>Customers who know me, my lane, and who asked whether I am in. One's own, and read by nobody else.</summary>
public sealed class ShowMyPeople : IFeature
{
    const int Most = 200;

    public sealed record Row(CustomerId Customer, string Name, BondOf Bond);

    public sealed record View(Me Me, IReadOnlyList<Row> Rows, KeepLane.View Lane, Instant Now);

    public sealed record CustomerView(CustomerId Id, string Name);

    public sealed record BondView(BondId Id, CustomerView Customer, Instant Since, Instant LastMet, int Matters);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/bonds", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<MyPeoplePage>(new { Page = await Load(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/bonds/parts", async (Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<MyPeopleParts>(http, new { Page = await Load(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/api/v1/me/bonds", List).For(Who.Agent);
    }

    static async Task<Answer<PageOf<BondView>>> List(Me me, RapportDb db, CancellationToken cancel) =>
        Answer.Ok(Paging.All((await Mine(db, me.Id, cancel)).Select(r => new BondView(r.Bond.Id, new(r.Customer, r.Name), r.Bond.Since, r.Bond.LastMet, r.Bond.Matters))));

    static async Task<View> Load(RapportDb db, Me me, Instant now, CancellationToken cancel) => new(me, await Mine(db, me.Id, cancel), await KeepLane.Load(db, me.Id, now, cancel), now);

    static Task<List<Row>> Mine(RapportDb db, PersonId me, CancellationToken cancel) => (
        from b in db.Bonds.AsNoTracking()
        join c in db.Customers on b.CustomerId equals c.Id
        where b.PersonId == me && b.EndedAt == null && !db.NoBonds.Any(n => n.CustomerId == b.CustomerId) && !db.Merges.Any(m => m.FromId == b.CustomerId && m.UndoneAt == null) && (b.Matters >= Bond.Enough || b.SaidByPersonAt != null || b.SaidByCustomerAt != null)
        orderby b.LastMetAt descending
        select new Row(c.Id, c.Name, new BondOf(b.Id, b.PersonId, "", b.Since, b.LastMetAt, b.Matters))).Take(Most).ToListAsync(cancel);
}
