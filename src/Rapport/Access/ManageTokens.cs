using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>Keys for programs. Everybody manages their own. An admin may revoke anybody's, and makes those of accounts nobody signs in to: with a token of somebody else's they would read what is theirs alone.</summary>
public sealed class ManageTokens : IFeature
{
    public sealed record Request(string? Name, IReadOnlyList<string>? Scopes);

    /// <summary>The one time that the secret is shown.</summary>
    public sealed record Made(ApiTokenId Id, string Name, IReadOnlyList<string> Scopes, string Token);

    public sealed record Form
    {
        public string? Name { get; init; }
        public List<string>? Scopes { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/settings/tokens", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<TokensPage>(new { Page = await TokensPage.Load(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapPost("/settings/tokens", MakeMine).For(Who.Agent).DisableAntiforgery();
        app.MapPost("/settings/tokens/{token}/revocation", RevokeMine).For(Who.Agent);
        app.MapPost("/api/v1/people/{person}/tokens", Make).For(Who.Admin);
        app.MapDelete("/api/v1/tokens/{token}", Revoke).For(Who.Admin);
    }

    static async Task<Created<Made>> Make(PersonId person, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var owner = await db.People.SingleOrDefaultAsync(p => p.Id == person && p.Active, cancel) ?? throw new NotFound("person");
        Refusal.If(!owner.IsProgram && owner.Id != me.Id, $"{owner.Name} signs in here, so only they make tokens of theirs: under Settings, API tokens. For a program, add an account of its own.", "their-own-to-make");
        Check(request.Name, request.Scopes, owner.Role).Done();
        var secret = Secret.New("rpt_");
        var token = ApiToken.For(owner.Id, request.Name!, request.Scopes!, secret, time.Now());
        db.Add(token);
        await db.SaveChangesAsync(cancel);
        return Answer.CreatedSecret($"/api/v1/tokens/{token.Id.Value}", new Made(token.Id, token.Name, token.Scopes.Split(' '), secret));
    }

    static async Task<NoContent> Revoke(ApiTokenId token, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        (await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == token, cancel) ?? throw new NotFound("token")).Revoke(time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<IResult> MakeMine([FromForm] Form form, Me me, HttpContext http, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        Refusal.If(Caller.Of(http)!.Scopes is not null, "A token can't make tokens. Sign in to make one.");
        var (name, scopes) = (form.Name, form.Scopes);
        var errors = SignIn.Problems(() => Check(name, scopes, me.Role).Done());
        if (errors is not null) return Pages.Show<TokensPage>(new { Page = await TokensPage.Load(db, me, time.Now(), cancel), Errors = errors, Name = name }, 400);
        var secret = Secret.New("rpt_");
        db.Add(ApiToken.For(me.Id, name!, scopes!, secret, time.Now()));
        await db.SaveChangesAsync(cancel);
        return Pages.Show<TokensPage>(new { Page = await TokensPage.Load(db, me, time.Now(), cancel), Made = secret });
    }

    static async Task<IResult> RevokeMine(ApiTokenId token, Me me, HttpContext http, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var anybodys = Caller.Of(http)!.MayUse(Who.Admin, http.Request.Method);
        var found = await db.ApiTokens.SingleOrDefaultAsync(t => t.Id == token && (t.PersonId == me.Id || anybodys), cancel) ?? throw new NotFound("token");
        found.Revoke(time.Now());
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/tokens");
    }

    static Check Check(string? name, IReadOnlyList<string>? scopes, Role role) => new Check().Text("name", name, 100)
        .That(scopes is { Count: > 0 } && scopes.All(s => ApiToken.AllScopes.Contains(s, StringComparer.Ordinal)), "scopes", "“scopes” must name at least one of: read, write, admin.")
        .That(scopes is null || !scopes.Contains("admin", StringComparer.Ordinal) || role is Role.Admin, "scopes", "Only an admin's token may have the scope admin.");
}
