using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Customers.Alike;

/// <summary>Who may be one person: proposed with the reason, and answered by whoever knows. “These are two people” is remembered.</summary>
public sealed class SayTwoPeople : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/likenesses", All).For(Who.Agent);
        app.MapGet("/api/v1/customers/{customer}/likenesses", Of).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/customers/{customer}/likenesses/{other}/two-people", "/customers/{customer}/likenesses/{other}/two-people" })
        {
            app.MapPut(route, AreTwo).For(Who.Agent);
            app.MapDelete(route, MayBeOne).For(Who.Agent);
        }
    }

    static async Task<Answer<PageOf<MayBeOne>>> All(int? limit, Guid? after, RapportDb db, CancellationToken cancel)
    {
        var page = Paging.Limit(limit);
        return Paging.Page(await db.WhoMayBeOne(after is { } id ? new LikenessId(id) : null, page + 1, cancel), page, l => l.Likeness.Value, l => l);
    }

    static async Task<Answer<PageOf<MayBe>>> Of(CustomerId customer, RapportDb db, CancellationToken cancel) =>
        Answer.Ok(Paging.All(await db.WhoMayBe(await db.ToServe(customer, cancel), cancel)));

    static async Task<NoContent> AreTwo(CustomerId customer, CustomerId other, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        Refusal.If(customer == other, "That is the same entry twice.", "same-customer");
        await db.NameOf(customer, cancel);
        await db.NameOf(other, cancel);
        var likeness = await db.LikenessOf(customer, other, cancel);
        if (likeness is null) db.Add(likeness = Likeness.Of(customer, other, "", time.Now()));
        likeness.AreTwo(me.Id, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> MayBeOne(CustomerId customer, CustomerId other, RapportDb db, CancellationToken cancel)
    {
        (await db.LikenessOf(customer, other, cancel) ?? throw new NotFound("pair of whom somebody said so")).MayBeOne();
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
