using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>Whoever is signed in chooses a new password. They stay signed in here and nowhere else.</summary>
public sealed class ChangePassword : IFeature
{
    public sealed record Form
    {
        public string? Present { get; init; }
        public string? Password { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/settings/password", async (Me me, RapportDb db, CancellationToken cancel) => Show(me, await Find(db, me, cancel))).For(Who.Agent);
        app.MapPost("/settings/password", Change).For(Who.Agent).DoesItsOwnWrites().DisableAntiforgery().RequireRateLimiting(SignIn.Limit);
    }

    static async Task<IResult> Change([FromForm] Form form, Me me, HttpContext http, RapportDb db, Writes writes, Guesses guesses, CancellationToken cancel)
    {
        Refusal.If(Caller.Of(http)!.Scopes is not null, "A token can't change a password. Sign in to do it.");
        var person = await Find(db, me, cancel);
        var errors = SignIn.Problems(() => new Check().Password(form.Password).Done()) ?? Doubt(person, form, guesses, http);
        if (errors is not null) return Show(me, person, errors: errors);
        var hash = Person.Hash(form.Password!);
        await writes.Do(db, async () =>
        {
            person = await db.People.SingleAsync(p => p.Id == me.Id, cancel);
            person.ReplacePassword(hash);
            await db.SaveChangesAsync(cancel);
            await db.TakeBackInvitations(person.Email, cancel);
        }, cancel);
        await http.SignInAsync(Sessions.Session, new ClaimsPrincipal(KnownCallers.Identity(person, Sessions.Session)), new AuthenticationProperties { IsPersistent = true });
        return Show(me, person, changed: true);
    }

    /// <summary>Guessing here is slowed down as it is where one signs in: a browser that was left open is no proof of who sits at it.</summary>
    static Dictionary<string, string[]>? Doubt(Person person, Form form, Guesses guesses, HttpContext http)
    {
        var may = guesses.Try(person.Email, http);
        if (may && person.Knows(form.Present ?? ""))
        {
            guesses.WasRight(person.Email, http);
            return null;
        }
        return new(StringComparer.Ordinal) { ["present"] = [may ? "This is not your present password. Try again, or ask an admin for a link with which you can choose a new one." : Guesses.Resting] };
    }

    static Task<Person> Find(RapportDb db, Me me, CancellationToken cancel) => db.People.AsNoTracking().SingleAsync(p => p.Id == me.Id, cancel);

    static IResult Show(Me me, Person person, bool changed = false, IReadOnlyDictionary<string, string[]>? errors = null) =>
        Pages.Show<PasswordPage>(new { Me = me, person.Email, Changed = changed, Errors = errors }, errors is null ? 200 : 400);
}
