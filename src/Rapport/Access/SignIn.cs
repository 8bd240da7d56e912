using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>Somebody comes in with mail address and password, and leaves again.</summary>
public sealed class SignIn : IFeature
{
    /// <summary>The rate limit of doors where secrets could be guessed.</summary>
    public const string Limit = "guessing";

    const string Wrong = "That mail address and password don't belong together. Try again, or ask an admin for a new invitation.";

    /// <summary>Checked when nobody signs in with the address, so that the answer takes as long as when somebody has.</summary>
    static readonly Lazy<Person> Nobody = new(() =>
    {
        var nobody = Person.Join("nobody", null, "nobody", Role.Agent, default);
        nobody.SetPassword(Person.Hash("nobody's password"));
        return nobody;
    });

    public sealed record Form
    {
        public string? Email { get; init; }
        public string? Password { get; init; }
        public string? Back { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", Show).For(Who.Anyone);
        app.MapPost("/sign-in", Enter).For(Who.Anyone).DoesItsOwnWrites().DisableAntiforgery().RequireRateLimiting(Limit);
        app.MapPost("/sign-out", Leave).For(Who.Agent);
    }

    static async Task<IResult> Show(string? back, RapportDb db, CancellationToken cancel) =>
        await db.People.AnyAsync(cancel) ? Pages.Show<SignInPage>(new { Back = back }) : Results.Redirect("/setup");

    static async Task<IResult> Enter([FromForm] Form form, HttpContext http, RapportDb db, Writes writes, Guesses guesses, CancellationToken cancel)
    {
        var email = Person.Normal(form.Email ?? "");
        if (!guesses.Try(email, http)) return Pages.Show<SignInPage>(new { form.Email, form.Back, Error = Guesses.Resting }, 423);
        var asked = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Email == email && p.Active, cancel);
        var entered = (asked is null || asked.IsProgram ? Nobody.Value : asked).Knows(form.Password ?? "") && asked is { IsProgram: false };
        if (entered) guesses.WasRight(email, http);
        await writes.Do(db, async () =>
        {
            var person = asked is null ? null : await db.People.SingleAsync(p => p.Id == asked.Id, cancel);
            if (person is null) db.Record(new SignInRefused(null, "unknown address"));
            else if (entered) person.SignIn();
            else person.RefuseSignIn();
            await db.SaveChangesAsync(cancel);
        }, cancel);
        if (!entered) return Pages.Show<SignInPage>(new { form.Email, form.Back, Error = Wrong }, 401);
        await http.SignInAsync(Sessions.Session, new ClaimsPrincipal(KnownCallers.Identity(asked!, Sessions.Session)), new AuthenticationProperties { IsPersistent = true });
        return Results.LocalRedirect(SafeBack(form.Back));
    }

    /// <summary>What a browser keeps can be copied, so it is the server that forgets the session: this one and every other of theirs.</summary>
    static async Task<IResult> Leave(Me me, HttpContext http, RapportDb db, CancellationToken cancel)
    {
        Refusal.If(Caller.Of(http)!.Scopes is not null, "A token isn't signed in. Revoke it under Settings, API tokens.");
        (await db.People.SingleAsync(p => p.Id == me.Id, cancel)).SignOut();
        await db.SaveChangesAsync(cancel);
        await http.SignOutAsync(Sessions.Session);
        return Results.Redirect("/sign-in");
    }

    /// <summary>Only to a page of our own.</summary>
    static string SafeBack(string? back) =>
        back is { Length: > 1 } && back[0] == '/' && back[1] is not ('/' or '\\') && !back.Any(char.IsControl) ? back : "/desk";

    /// <summary>What a form got wrong, by field; null when all is well.</summary>
    public static IReadOnlyDictionary<string, string[]>? Problems(Action check)
    {
        try { check(); }
        catch (Invalid e) { return e.Errors; }
        return null;
    }
}
