using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>The first visit makes the owner. Once there is one, this door is closed.</summary>
public sealed class SetUp : IFeature
{
    public const int ShortestPassword = 10, LongestPassword = 200;

    public sealed record Form
    {
        public string? Name { get; init; }
        public string? Email { get; init; }
        public string? Password { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/setup", Show).For(Who.Anyone);
        app.MapPost("/setup", Make).For(Who.Anyone).DoesItsOwnWrites().DisableAntiforgery().RequireRateLimiting(SignIn.Limit);
    }

    static async Task<IResult> Show(RapportDb db, CancellationToken cancel) =>
        await db.People.AnyAsync(cancel) ? Results.Redirect("/sign-in") : Pages.Show<SetUpPage>();

    static async Task<IResult> Make([FromForm] Form form, HttpContext http, RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel)
    {
        var errors = SignIn.Problems(() => new Check().Text("name", form.Name, 100).Text("email", form.Email, 254).Email("email", form.Email?.Trim()).Password(form.Password).Done());
        if (errors is not null) return Pages.Show<SetUpPage>(new { form.Name, form.Email, Errors = errors }, 400);
        var hash = Person.Hash(form.Password!);
        var owner = await writes.Do(db, async () =>
        {
            if (await db.People.AnyAsync(cancel)) throw new NotFound("page");
            var person = Person.Join(form.Name!, null, form.Email!, Role.Admin, time.Now());
            person.SetPassword(hash);
            db.Add(person);
            await db.SaveChangesAsync(cancel);
            return person;
        }, cancel);
        await http.SignInAsync(Sessions.Session, new ClaimsPrincipal(KnownCallers.Identity(owner, Sessions.Session)));
        return Results.Redirect("/desk");
    }

    /// <summary>Makes the owner that the environment names, on the first start only.</summary>
    public static async Task FromEnvironment(RapportDb db, Writes writes, IConfiguration settings, TimeProvider time)
    {
        // Once there is somebody, nobody has to keep the secrets of the first start.
        if (await db.People.AnyAsync() || OwnerSettings.From(settings) is not { } given) return;
        var hash = given.Password is { } password ? Person.Hash(password) : null;
        await writes.Do(db, async () =>
        {
            if (await db.People.AnyAsync()) return;
            var owner = Person.Join(given.Email.Split('@')[0], null, given.Email, Role.Admin, time.Now());
            if (hash is not null) owner.SetPassword(hash);
            db.Add(owner);
            if (given.Token is { } token) db.Add(ApiToken.For(owner.Id, "owner", ApiToken.AllScopes, token, time.Now()));
            await db.SaveChangesAsync();
        });
    }
}

public static class Passwords
{
    /// <summary>Long is what counts; what kinds of characters is nobody's business.</summary>
    public static Check Password(this Check check, string? password) => check
        .That(password is { Length: >= SetUp.ShortestPassword }, "password", $"Choose a password of at least {SetUp.ShortestPassword} characters. A few words are easiest to remember.")
        .AtMost("password", password, SetUp.LongestPassword);
}
