using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

/// <summary>It is over, unless something that must be done is not. Or it was not over after all.</summary>
public sealed class Resolve : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/conversations/{number:long}/resolution", Post).For(Who.Agent);
        app.MapPost("/desk/{number:long}/resolution", AtDesk).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/resolution", "/desk/{number:long}/resolution" }) app.MapDelete(route, Reopen).For(Who.Agent);
    }

    /// <summary>While one's own reply is on its way the wish waits with it, so that nobody has to: what must be done is asked now, and taking the reply back takes the wish back.</summary>
    static async Task<Answer> AtDesk(long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var held = await db.HeldReplies.Where(h => h.ConversationId == conversation.Id).ToListAsync(cancel);
        if (held.Count == 0 || held.Exists(h => h.PersonId != me.Id)) return await Done(conversation, me, db, time.Now(), cancel);
        var (missing, open, word) = await StillToDo(db, conversation, me, cancel);

        conversation.MayEnd(missing, open, word);

        foreach (var reply in held) reply.Resolves = true;
        db.Touch($"conversation:{number}");
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Created<ShowConversation.View>> Post(long number, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        await Done(await db.ToChange(number, cancel), me, db, time.Now(), cancel);

    static async Task<Created<ShowConversation.View>> Done(Conversation conversation, Me me, RapportDb db, Instant now, CancellationToken cancel)
    {
        await End(db, conversation, me, now, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{conversation.Number}", await ShowConversation.Of(db, conversation, now, cancel));
    }

    public static async Task End(RapportDb db, Conversation conversation, Me me, Instant now, CancellationToken cancel)
    {
        Refusal.If(await db.HeldReplies.AnyAsync(h => h.ConversationId == conversation.Id, cancel), "A reply is still on its way. Wait until it is sent, or take it back.");
        var (missing, open, word) = await StillToDo(db, conversation, me, cancel);

        db.Add(conversation.Resolve(me.Id, missing, open, word, now));
    }

    static async Task<(IReadOnlyList<FunctionStep> Missing, IReadOnlyList<Promise> Open, TheirWord Word)> StillToDo(RapportDb db, Conversation conversation, Me me, CancellationToken cancel) =>
        ([.. (await db.Steps(conversation, cancel)).Where(s => !s.Done && !s.Step.Retired && s.Step.Binds).Select(s => s.Step)], await db.OpenPromises(conversation.Id, cancel), await db.TheirWordOn(conversation, me.Zone, cancel));

    static async Task<NoContent> Reopen(long number, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        await db.ReopenIfResolved(conversation, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
