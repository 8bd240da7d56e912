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
    const string Locked = "Too many wrong passwords. This account rests for 15 minutes; then try again.";

    /// <summary>Checked when nobody has the address, so that the answer takes as long as when somebody has.</summary>
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
        app.MapPost("/sign-out", (Delegate)Leave).For(Who.Agent);
    }

    static async Task<IResult> Show(string? back, RapportDb db, CancellationToken cancel) =>
        await db.People.AnyAsync(cancel) ? Pages.Show<SignInPage>(new { Back = back }) : Results.Redirect("/setup");

    static async Task<IResult> Enter([FromForm] Form form, HttpContext http, RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel)
    {
        var email = Person.Normal(form.Email ?? "");
        var asked = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Email == email && p.Active, cancel);
        var locked = asked?.IsLocked(time.Now()) ?? false;
        var knows = (asked ?? Nobody.Value).Knows(form.Password ?? "") && asked is not null;
        var entered = knows && !locked;
        await writes.Do(db, async () =>
        {
            var person = asked is null ? null : await db.People.SingleAsync(p => p.Id == asked.Id, cancel);
            if (person is null) db.Record(new SignInRefused(null, "unknown address"));
            else if (entered) person.SignIn();
            else if (!locked) person.RefuseSignIn(time.Now());
            locked = !entered && (person?.IsLocked(time.Now()) ?? false);
            await db.SaveChangesAsync(cancel);
        }, cancel);
        if (!entered) return Pages.Show<SignInPage>(new { form.Email, form.Back, Error = locked ? Locked : Wrong }, locked ? 423 : 401);
        await http.SignInAsync(Sessions.Session, new ClaimsPrincipal(KnownCallers.Identity(asked!, Sessions.Session)), new AuthenticationProperties { IsPersistent = true });
        return Results.LocalRedirect(SafeBack(form.Back));
    }

    static async Task<IResult> Leave(HttpContext http)
    {
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
