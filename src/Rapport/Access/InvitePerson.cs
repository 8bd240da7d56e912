using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>An admin makes a link for one person; whoever has it chooses a name and a password and is in.</summary>
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
        if (errors is null && await db.People.AnyAsync(p => p.Email == email, cancel))
            errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["email"] = ["Somebody with this mail address is here already."] };
        if (errors is not null) return Pages.Show<PeoplePage>(new { Page = await PeoplePage.Load(db, me, time.Now(), cancel), Errors = errors, form.Email }, 400);
        var secret = Secret.New("");
        db.Add(Invitation.To(email, Enum.Parse<Role>(form.Role ?? "agent", ignoreCase: true), me.Id, secret, time.Now()));
        await db.SaveChangesAsync(cancel);
        var link = $"{http.Request.Scheme}://{http.Request.Host}/invitations/{secret}";
        return Pages.Show<PeoplePage>(new { Page = await PeoplePage.Load(db, me, time.Now(), cancel), Link = link, LinkFor = email });
    }

    static async Task<IResult> Withdraw(Guid invitation, RapportDb db, CancellationToken cancel)
    {
        await db.Invitations.Where(i => i.Id == invitation && i.AcceptedAt == null).ExecuteDeleteAsync(cancel);
        db.Touch("people");
        return Results.Redirect("/settings/people");
    }

    static async Task<IResult> Show(string secret, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        Pages.Show<InvitationPage>(new { Secret = secret, (await Find(db, secret, time.Now(), cancel)).Email });

    static async Task<IResult> Accept(string secret, [FromForm] Acceptance form, HttpContext http, RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel)
    {
        var invitation = await Find(db, secret, time.Now(), cancel);
        var errors = SignIn.Problems(() => new Check().Text("name", form.Name, 100).AtMost("persona", form.Persona, 50).Password(form.Password).Done());
        if (errors is not null) return Pages.Show<InvitationPage>(new { Secret = secret, invitation.Email, form.Name, form.Persona, Errors = errors }, 400);
        var hash = Person.Hash(form.Password!);
        var person = await writes.Do(db, async () =>
        {
            var joined = (await Find(db, secret, time.Now(), cancel)).Accept(form.Name!, form.Persona, time.Now());
            joined.SetPassword(hash);
            db.Add(joined);
            await db.SaveChangesAsync(cancel);
            return joined;
        }, cancel);
        await http.SignInAsync(Sessions.Session, new ClaimsPrincipal(KnownCallers.Identity(person, Sessions.Session)), new AuthenticationProperties { IsPersistent = true });
        return Results.Redirect("/desk");
    }

    static async Task<Invitation> Find(RapportDb db, string secret, Instant now, CancellationToken cancel)
    {
        var hash = Secret.Hash(secret);
        return await db.Invitations.SingleOrDefaultAsync(i => i.TokenHash == hash && i.AcceptedAt == null && i.ExpiresAt > now, cancel)
            ?? throw new Refusal("This invitation has been used, was withdrawn, or has run out. Ask the person who sent it for a new one.", "invitation-gone", 404);
    }
}
