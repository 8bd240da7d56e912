using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Library;

/// <summary>Reasons why a choice was good, each with the fact it stands on and where that is written.</summary>
public sealed class GiveReasons : IFeature
{
    public sealed record Request(string? Product, string? Fact, string? Source, string? Suits);

    public sealed record View(ChoiceReasonId Id, string Product, string Fact, string Source, string Suits, string SharedBy)
    {
        public static View Of(ChoiceReason r) => new(r.Id, r.Product, r.Fact, r.Source, r.Suits, r.SharedBy);
    }

    public sealed record Page(Me Me, IReadOnlyList<ChoiceReason> Reasons);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/essence/reasons", async (Me me, RapportDb db, CancellationToken cancel) => Pages.Show<ReasonsPage>(new { Page = await Load(db, me, cancel) })).For(Who.Agent);
        app.MapGet("/essence/reasons/list", async (Me me, RapportDb db, HttpContext http, CancellationToken cancel) => Fragment.Of<ReasonList>(http, new { Page = await Load(db, me, cancel) })).For(Who.Agent);
        app.MapGet("/api/v1/reasons", async (Me me, RapportDb db, CancellationToken cancel) => Answer.Ok(Paging.All((await Load(db, me, cancel)).Reasons.Select(View.Of)))).For(Who.Agent);
        foreach (var place in new[] { "/api/v1/reasons", "/essence/reasons" })
        {
            app.MapPost(place, Give).For(Who.Agent).KeepsOptional();
            app.MapDelete(place + "/{reason}", Retire).For(Who.Agent);
        }
    }

    static async Task<Created<View>> Give(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("product", request.Product, 300).Text("fact", request.Fact, 500).Text("suits", request.Suits, 200).AtMost("source", request.Source, 300).Done();

        var reason = ChoiceReason.Share(request.Product!, request.Fact!, request.Source, request.Suits!, me.Persona, me.Id, time.Now());

        db.Add(reason);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/reasons/{reason.Id.Value}", View.Of(reason));
    }

    static async Task<NoContent> Retire(ChoiceReasonId reason, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var found = await db.ChoiceReasons.SingleOrDefaultAsync(r => r.Id == reason, cancel) ?? throw new NotFound("reason");
        found.Retire(me, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Page> Load(RapportDb db, Me me, CancellationToken cancel) =>
        new(me, await db.ChoiceReasons.AsNoTracking().Where(r => r.RetiredAt == null).OrderBy(r => r.Product).ToListAsync(cancel));
}
