using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Channels.Chat;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Memory.Own;

/// <summary>A link to a customer's own page: made at the desk, or by the customer in the chat of their own browser.</summary>
public sealed class MakeOwnPage : IFeature
{
    public sealed record View(CustomerId Customer, string Name, int Open, string? Link, Me Me);

    public sealed record Link(string Url, Instant ExpiresAt);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/customers/{customer}/own-page", Show).For(Who.Agent);
        app.MapPost("/customers/{customer}/own-page", Make).For(Who.Agent);
        app.MapPost("/customers/{customer}/own-page/revocation", Revoke).For(Who.Agent);
        app.MapPost("/api/v1/customers/{customer}/own_page", ForProgram).For(Who.Agent);
        app.MapDelete("/api/v1/customers/{customer}/own_page", RevokeForProgram).For(Who.Agent);
        app.MapPost("/chat/v1/own-page", InChat).For(Who.Customer);
    }

    static async Task<IResult> Show(CustomerId customer, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        Pages.Show<OwnPageLink>(new { Page = await Load(customer, null, me, db, time.Now(), cancel) });

    static async Task<IResult> Make(CustomerId customer, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (_, key) = await Add(customer, me.Id, OwnPage.Lasts, db, time.Now(), cancel);
        return Pages.Show<OwnPageLink>(new { Page = await Load(customer, OwnPages.Link(http, key), me, db, time.Now(), cancel) });
    }

    static async Task<IResult> Revoke(CustomerId customer, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await TakeBack(customer, db, time.Now(), cancel);
        return Results.Redirect($"/customers/{customer.Value}/own-page");
    }

    static async Task<Created<Link>> ForProgram(CustomerId customer, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var (page, key) = await Add(customer, me.Id, OwnPage.Lasts, db, time.Now(), cancel);
        return Answer.CreatedSecret($"/api/v1/customers/{customer.Value}/own_page", new Link(OwnPages.Link(http, key), page.ExpiresAt));
    }

    static async Task<NoContent> RevokeForProgram(CustomerId customer, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await TakeBack(customer, db, time.Now(), cancel);
        return Answer.Nothing;
    }

    /// <summary>A visitor's key is proof enough for what that visitor told in this chat, and for no more. One such link is open at a time.</summary>
    static async Task<Created<Link>> InChat(Visitor me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var customer = await db.KnownBehind(await db.VisitOf(me, cancel), cancel) ?? me.Customer;
        if (!await db.Customers.AnyAsync(c => c.Id == customer, cancel)) throw new NotFound("customer yet: say something first");
        await db.OnlyThisChat(customer, cancel);
        await db.OwnPages.Where(p => p.CustomerId == customer && p.MadeById == null).ExecuteDeleteAsync(cancel);
        var (page, key) = await Add(customer, null, OwnPage.LastsInChat, db, time.Now(), cancel);
        return Answer.CreatedSecret("/chat/v1/visit", new Link(OwnPages.Link(http, key), page.ExpiresAt));
    }

    static async Task<(OwnPage Page, string Key)> Add(CustomerId customer, PersonId? by, Duration lasts, RapportDb db, Instant now, CancellationToken cancel)
    {
        await db.NameOf(customer, cancel);
        var made = OwnPage.For(customer, by, now, lasts);
        db.Add(made.Page);
        await db.SaveChangesAsync(cancel);
        return made;
    }

    static async Task TakeBack(CustomerId customer, RapportDb db, Instant now, CancellationToken cancel)
    {
        await db.NameOf(customer, cancel);
        await db.TakeBackLinks([customer], now, cancel);
        await db.SaveChangesAsync(cancel);
    }

    static async Task<View> Load(CustomerId customer, string? link, Me me, RapportDb db, Instant now, CancellationToken cancel) =>
        new(customer, await db.NameOf(customer, cancel), await db.OwnPages.CountAsync(p => p.CustomerId == customer && p.RevokedAt == null && p.ExpiresAt > now, cancel), link, me);
}
