using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>Somebody takes a conversation that nobody has. From somebody it is a handover.</summary>
public sealed class TakeOwnership : IFeature
{
    public sealed record Request(string? Person);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/api/v1/conversations/{number:long}/owner", Give).For(Who.Agent);
        app.MapPost("/desk/{number:long}/ownership", Take).For(Who.Agent);
    }

    static async Task<Answer<ShowConversation.View>> Give(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("person", request.Person, 254).Done();
        var conversation = await db.ToChange(number, cancel);
        var person = await Find(db, request.Person!, me, cancel);

        conversation.Claim(person.Id, await db.OwnerName(conversation, cancel));

        await db.SaveChangesAsync(cancel);
        return Answer.Ok(await ShowConversation.Of(db, conversation, time.Now(), cancel));
    }

    static async Task<NoContent> Take(long number, Me me, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        conversation.Claim(me.Id, await db.OwnerName(conversation, cancel));
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Person> Find(RapportDb db, string who, Me me, CancellationToken cancel)
    {
        _ = PersonId.TryParse(who, null, out var id);
        if (who == "me") id = me.Id;
        var email = Person.Normal(who);
        var person = await db.People.SingleOrDefaultAsync(p => p.Active && (p.Id == id || p.Email == email), cancel);
        new Check().That(person is not null, "person", "“person”: nobody here has this id or mail address.").Done();
        return person!;
    }
}

public static class Owners
{
    public static async Task<string?> OwnerName(this RapportDb db, Conversation conversation, CancellationToken cancel) =>
        conversation.OwnerId is null ? null : await db.People.Where(p => p.Id == conversation.OwnerId).Select(p => p.Name).SingleAsync(cancel);
}
