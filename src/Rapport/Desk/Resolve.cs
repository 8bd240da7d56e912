using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>It is over, unless something that must be done is not. Or it was not over after all.</summary>
public sealed class Resolve : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/resolution", "/desk/{number:long}/resolution" })
        {
            app.MapPost(route, Post).For(Who.Agent);
            app.MapDelete(route, Reopen).For(Who.Agent);
        }
    }

    static async Task<Created<ShowConversation.View>> Post(long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await End(db, number, me, time, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}", await ShowConversation.Of(db, conversation, time.Now(), cancel));
    }

    public static async Task<Conversation> End(RapportDb db, long number, Me me, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        Refusal.If(await db.HeldReplies.AnyAsync(h => h.ConversationId == conversation.Id, cancel), "A reply is still on its way. Wait until it is sent, or take it back.");
        var missing = (await db.Steps(conversation, cancel)).Where(s => !s.Done && !s.Step.Retired && s.Step.Binds).Select(s => s.Step).ToList();

        db.Add(conversation.Resolve(me.Id, missing, await db.OpenPromises(conversation.Id, cancel), await db.TheirWordOn(conversation, me.Zone, cancel), time.Now()));
        return conversation;
    }

    static async Task<NoContent> Reopen(long number, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        await db.ReopenIfResolved(conversation, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
