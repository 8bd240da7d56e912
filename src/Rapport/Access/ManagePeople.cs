using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>Who works here and what they may do.</summary>
public sealed class ManagePeople : IFeature
{
    public sealed record Request(string? Name, string? Email, string? Role, string? Persona);

    public sealed record RoleForm
    {
        public string? Role { get; init; }
    }

    public sealed record View(PersonId Id, string Name, string Email, Role Role, string Persona, bool Active)
    {
        public static View Of(Person p) => new(p.Id, p.Name, p.Email, p.Role, p.Persona, p.Active);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/settings/people", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
            Pages.Show<PeoplePage>(new { Page = await PeoplePage.Load(db, me, time.Now(), cancel) })).For(Who.Admin);
        app.MapPost("/settings/people/{person}/role", ChangeRole).For(Who.Admin).DisableAntiforgery();
        app.MapPost("/settings/people/{person}/leaving", Leave).For(Who.Admin);
        app.MapPost("/settings/people/{person}/return", Return).For(Who.Admin);
        app.MapGet("/api/v1/people", List).For(Who.Admin);
        app.MapPost("/api/v1/people", Add).For(Who.Admin);
    }

    static async Task<Answer<PageOf<View>>> List(RapportDb db, CancellationToken cancel) =>
        Answer.Ok(Paging.All((await db.People.AsNoTracking().OrderBy(p => p.Name).ToListAsync(cancel)).Select(View.Of)));

    static async Task<Created<View>> Add(Request request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var email = Person.Normal(request.Email ?? "");
        new Check().Text("name", request.Name, 100).Text("email", request.Email, 254).Email("email", request.Email?.Trim()).OneOf("role", request.Role, "agent", "lead", "admin").AtMost("persona", request.Persona, 50).Done();
        if (await db.People.AnyAsync(p => p.Email == email, cancel)) throw Refusal.Conflict("Somebody with this mail address is here already.", "email-taken");
        var person = Person.Join(request.Name!, request.Persona, email, Enum.Parse<Role>(request.Role ?? "agent", ignoreCase: true), time.Now());
        db.Add(person);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/people/{person.Id.Value}", View.Of(person));
    }

    static async Task<IResult> ChangeRole(PersonId person, [FromForm] RoleForm form, Me me, RapportDb db, CancellationToken cancel)
    {
        new Check().That(form.Role is not null, "role", "Choose a role.").OneOf("role", form.Role, "agent", "lead", "admin").Done();
        var found = await Find(db, person, me, "change your own role", cancel);
        found.ChangeRole(Enum.Parse<Role>(form.Role!, ignoreCase: true));
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/people");
    }

    /// <summary>Their keys end with them: whoever lets them in again does not bring those back.</summary>
    static async Task<IResult> Leave(PersonId person, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var leaving = await Find(db, person, me, "close your own account", cancel);
        leaving.Leave();
        await db.RevokeTokens(person, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        await db.TakeBackInvitations(leaving.Email, cancel);
        return Results.Redirect("/settings/people");
    }

    static async Task<IResult> Return(PersonId person, Me me, RapportDb db, CancellationToken cancel)
    {
        (await Find(db, person, me, "do this to yourself", cancel)).Return();
        await db.SaveChangesAsync(cancel);
        return Results.Redirect("/settings/people");
    }

    /// <summary>Nobody does these things to themselves, so there is always an admin left.</summary>
    static async Task<Person> Find(RapportDb db, PersonId person, Me me, string what, CancellationToken cancel)
    {
        Refusal.If(person == me.Id, $"You can't {what}. Ask another admin.");
        return await db.People.SingleOrDefaultAsync(p => p.Id == person, cancel) ?? throw new NotFound("person");
    }
}
