using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>An admin makes a link for one person; whoever has it chooses a name and a password and is in. With a link to somebody who is here already they choose a new password.</summary>
public sealed class InvitePerson : IFeature
{
    public sealed record Form
    {
        public string? Email { get; init; }
        public string? Role { get; init; }
    }

    public sealed record Acceptance
    {
        public string? Name { get; init; }
        public string? Persona { get; init; }
        public string? Password { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/settings/people/invitations", Invite).For(Who.Admin).DisableAntiforgery();
        app.MapPost("/settings/people/invitations/{invitation:guid}/withdrawal", Withdraw).For(Who.Admin);
        app.MapGet("/invitations/{secret}", Show).For(Who.Anyone);
        app.MapPost("/invitations/{secret}", Accept).For(Who.Anyone).DoesItsOwnWrites().DisableAntiforgery().RequireRateLimiting(SignIn.Limit);
    }

    static async Task<IResult> Invite([FromForm] Form form, Me me, HttpContext http, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var errors = SignIn.Problems(() => new Check().Text("email", form.Email, 254).Email("email", form.Email?.Trim()).OneOf("role", form.Role, "agent", "lead", "admin").Done());
        var email = Person.Normal(form.Email ?? "");
        var here = await Here(db, email, cancel);
        if (errors is null && here is { Active: false })
            errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["email"] = [$"{here.Name} had this mail address and has left. Let them in again above, then make the link."] };
        if (errors is not null) return Pages.Show<PeoplePage>(new { Page = await PeoplePage.Load(db, me, time.Now(), cancel), Errors = errors, form.Email }, 400);
        var secret = Secret.New("");
        await db.TakeBackInvitations(email, cancel);
        db.Add(Invitation.To(email, here?.Role ?? Enum.Parse<Role>(form.Role ?? "agent", ignoreCase: true), me.Id, secret, time.Now()));
        await db.SaveChangesAsync(cancel);
        var link = $"{http.Request.Scheme}://{http.Request.Host}/invitations/{secret}";
        return Pages.Show<PeoplePage>(new { Page = await PeoplePage.Load(db, me, time.Now(), cancel), Link = link, LinkFor = here?.Name ?? email, Renews = here is not null });
    }

    static async Task<IResult> Withdraw(Guid invitation, RapportDb db, CancellationToken cancel)
    {
        await db.Invitations.Where(i => i.Id == invitation && i.AcceptedAt == null).ExecuteDeleteAsync(cancel);
        db.Touch("people");
        return Results.Redirect("/settings/people");
    }

    static async Task<IResult> Show(string secret, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var email = (await Find(db, secret, time.Now(), cancel)).Email;
        return Pages.Show<InvitationPage>(new { Secret = secret, Email = email, Here = await Here(db, email, cancel) });
    }

    static async Task<IResult> Accept(string secret, [FromForm] Acceptance form, HttpContext http, RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel)
    {
        var invitation = await Find(db, secret, time.Now(), cancel);
        var here = await Here(db, invitation.Email, cancel);
        var errors = SignIn.Problems(() => (here is null ? new Check().Text("name", form.Name, 100).AtMost("persona", form.Persona, 50) : new Check()).Password(form.Password).Done());
        if (errors is not null) return Pages.Show<InvitationPage>(new { Secret = secret, invitation.Email, Here = here, form.Name, form.Persona, Errors = errors }, 400);
        var hash = Person.Hash(form.Password!);
        var person = await writes.Do(db, async () =>
        {
            var known = await db.People.SingleOrDefaultAsync(p => p.Email == invitation.Email, cancel);
            // Until now whoever had one of its tokens was this account; from here on it is somebody's own.
            if (known is { IsProgram: true }) await db.RevokeTokens(known.Id, time.Now(), cancel);
            var accepting = (await Find(db, secret, time.Now(), cancel)).Accept(known, form.Name, form.Persona, hash, time.Now());
            if (known is null) db.Add(accepting);
            db.Actor.Name = $"person:{accepting.Id.Value}";
            await db.SaveChangesAsync(cancel);
            await db.TakeBackInvitations(accepting.Email, cancel);
            return accepting;
        }, cancel);
        await http.SignInAsync(Sessions.Session, new ClaimsPrincipal(KnownCallers.Identity(person, Sessions.Session)), new AuthenticationProperties { IsPersistent = true });
        return Results.Redirect("/desk");
    }

    static Task<Person?> Here(RapportDb db, string email, CancellationToken cancel) => db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Email == email, cancel);

    static async Task<Invitation> Find(RapportDb db, string secret, Instant now, CancellationToken cancel)
    {
        var hash = Secret.Hash(secret);
        return await db.Invitations.SingleOrDefaultAsync(i => i.TokenHash == hash && i.AcceptedAt == null && i.ExpiresAt > now, cancel)
            ?? throw new Refusal("This invitation has been used, was withdrawn, or has run out. Ask the person who sent it for a new one.", "invitation-gone", 404);
    }
}
