using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Library;

/// <summary>Anybody here shares what only they know, takes it out again, and notes that a customer has heard it.</summary>
public sealed class ShareTidbit : IFeature
{
    public sealed record Request(string? Text, string? About, string? Season, string? Source, string? SharedBy, string? Until);

    public sealed record View(TidbitId Id, string Text, string About, Season Season, string Source, string SharedBy, Instant? Until, bool RunOut)
    {
        public static View Of(Tidbit t, Instant now) => new(t.Id, t.Text, t.About, t.Season, t.Source, t.SharedBy, t.Until, t.HasRunOut(now));
    }

    public sealed record Page(Me Me, IReadOnlyList<Tidbit> Tidbits, Instant Now);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/essence/tidbits", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<TidbitsPage>(new { Page = await Load(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/essence/tidbits/list", async (Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<TidbitList>(http, new { Page = await Load(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/api/v1/tidbits", List).For(Who.Agent);
        foreach (var place in new[] { "/api/v1/tidbits", "/essence/tidbits" })
        {
            app.MapPost(place, Share).For(Who.Agent).KeepsOptional();
            app.MapDelete(place + "/{tidbit}", Retire).For(Who.Agent);
        }
        app.MapPut("/api/v1/customers/{customer}/told/{tidbit}", Told).For(Who.Agent).KeepsOwn();
        app.MapPut("/desk/{number:long}/told/{tidbit}", ToldAtTheDesk).For(Who.Agent).KeepsOwn();
    }

    static async Task<Answer<PageOf<View>>> List(int? limit, Guid? after, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var page = Paging.Limit(limit);
        var rows = await db.Tidbits.AsNoTracking().Where(t => t.RetiredAt == null).OrderBy(t => t.Id).ToListAsync(cancel);
        return Paging.Page([.. rows.Where(t => after is null || t.Id.Value.CompareTo(after.Value) > 0).Take(page + 1)], page, t => t.Id.Value, t => View.Of(t, time.Now()));
    }

    static async Task<Created<View>> Share(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var check = new Check().Text("text", request.Text, 500).Text("about", request.About, 300).Text("source", request.Source, 300)
            .OneOf("season", Blank(request.Season)?.ToLowerInvariant(), [.. Enum.GetNames<Season>().Select(s => s.ToLowerInvariant())]);
        check.Done();
        // A program that names who shares it goes on working as long as that is true.
        Refusal.If(Blank(request.SharedBy) is { } named && named != me.Persona && named != me.Name, $"Whoever shares a tidbit is whoever is signed in, and that is {me.Persona}. Share it in your own name, and say in “source” who told it to you.", "not-yours");
        var until = Day.Read("until", request.Until, atItsEnd: true);
        var season = Blank(request.Season) is { } when ? Enum.Parse<Season>(when, ignoreCase: true) : Season.Any;
        var tidbit = Tidbit.Share(request.Text!, request.About!, season, request.Source!, me.Persona, me.Id, time.Now(), until);

        await db.Alone(Once.ForShelf, Guid.Empty, cancel);
        var standing = (await db.Tidbits.AsNoTracking().Where(t => t.RetiredAt == null).ToListAsync(cancel)).Find(t => t.Known == tidbit.Known && !t.HasRunOut(time.Now()));
        Refusal.If(standing is not null, $"{standing?.SharedBy} has shared this already, about {standing?.About}. To say it differently, take that one out first, or ask them or a lead to.", "shared-already");
        db.Add(tidbit);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/tidbits/{tidbit.Id.Value}", View.Of(tidbit, time.Now()));
    }

    static async Task<NoContent> Retire(TidbitId tidbit, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.Tidbits.SingleOrDefaultAsync(t => t.Id == tidbit, cancel) ?? throw new NotFound("tidbit");
        found.Retire(me, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> ToldAtTheDesk(long number, TidbitId tidbit, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        await Told((await db.ToRead(number, cancel)).CustomerId, tidbit, db, time, cancel);

    static async Task<NoContent> Told(CustomerId customer, TidbitId tidbit, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        if (!await db.Customers.AnyAsync(c => c.Id == customer, cancel)) throw new NotFound("customer");
        await db.Heard(customer, tidbit, time.Now(), cancel);
        return Answer.Nothing;
    }

    static async Task<Page> Load(RapportDb db, Me me, Instant now, CancellationToken cancel) =>
        new(me, [.. (await db.Tidbits.AsNoTracking().Where(t => t.RetiredAt == null).ToListAsync(cancel)).OrderBy(t => t.HasRunOut(now)).ThenBy(t => t.About, StringComparer.OrdinalIgnoreCase)], now);

    static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
