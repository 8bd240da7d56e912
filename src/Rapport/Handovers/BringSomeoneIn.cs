using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>The owner asks somebody to help and stays the owner; the helper sees everything, whispers, or answers where the owner allows it.</summary>
public sealed class BringSomeoneIn : IFeature
{
    public sealed record Request(string? To, string? Question, string? Reason, string? Missing, bool? MayAnswer);

    public sealed record View(AssistId Id, Guid Owner, Guid Helper, string Question, Reason Reason, string? Missing, bool MayAnswer, Instant AskedAt, Instant? JoinedAt, Instant? EndedAt)
    {
        public static View Of(Assist a) => new(a.Id, a.OwnerId.Value, a.HelperId.Value, a.Question, a.Reason, a.Missing, a.MayAnswer, a.AskedAt, a.JoinedAt, a.EndedAt);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/conversations/{number:long}/assists", List).For(Who.Agent);
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/assists", "/desk/{number:long}/assists" })
        {
            app.MapPost(route, Ask).For(Who.Agent);
            app.MapPost(route + "/{assist}/join", Join).For(Who.Agent);
            app.MapDelete(route + "/{assist}", End).For(Who.Agent);
        }
    }

    static async Task<Answer<PageOf<View>>> List(long number, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        return Answer.Ok(Paging.All((await db.Assists.AsNoTracking().Where(a => a.ConversationId == conversation.Id).OrderBy(a => a.AskedAt).ToListAsync(cancel)).Select(View.Of)));
    }

    static async Task<Created<View>> Ask(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("to", request.To, 254).Text("question", request.Question, Assist.LongestQuestion).Why(request.Reason, request.Missing).Done();
        var conversation = await db.ToChange(number, cancel);
        Refusal.If(conversation.Status is Status.Resolved, "This conversation is resolved. Reopen it before you bring somebody in.");
        Refusal.If(conversation.OwnerId is null, "Nobody has this yet. Take it, then bring somebody in.");
        Refusal.If(conversation.OwnerId != me.Id, $"Only {await db.OwnerName(conversation, cancel)}, who has it, can bring somebody in.", "not-yours");
        var helper = await db.Colleague(request.To!, me, cancel);
        Refusal.If(await db.Assists.AnyAsync(a => a.ConversationId == conversation.Id && a.HelperId == helper.Id && a.EndedAt == null, cancel), $"{helper.Name} has been asked already.");
        var (reason, missing) = Reasons.Of(request.Reason!, request.Missing);

        var assist = Assist.Ask(conversation, await db.People.SingleAsync(p => p.Id == me.Id, cancel), helper, request.Question!, reason, missing, request.MayAnswer ?? false, time.Now());

        db.Add(assist);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}/assists/{assist.Id.Value}", View.Of(assist));
    }

    static async Task<Answer<View>> Join(long number, AssistId assist, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var (conversation, found, owner, helper) = await Find(db, number, assist, cancel);
        Refusal.If(found.HelperId != me.Id, $"{helper.Name} was asked to help here.", "not-yours");
        var joins = found.JoinedAt is null;
        found.Join(conversation, owner, helper, time.Now());
        if (joins && found.MayAnswer)
        {
            await db.Tell(conversation, $"{helper.Persona} joined to help. {owner.Persona} stays with you.", time.Now(), cancel);
        }
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(View.Of(found));
    }

    static async Task<NoContent> End(long number, AssistId assist, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var (conversation, found, owner, helper) = await Find(db, number, assist, cancel);
        Refusal.If(me.Id != found.HelperId && me.Id != conversation.OwnerId && me.Id != found.OwnerId, "Only the owner and the helper can end this.", "not-yours");
        var told = found is { EndedAt: null, JoinedAt: not null, MayAnswer: true };
        found.End(conversation, owner, helper, me.Id, time.Now());
        if (told) await db.Tell(conversation, $"{helper.Persona} has left. {owner.Persona} is still with you.", time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<(Conversation, Assist, Person Owner, Person Helper)> Find(RapportDb db, long number, AssistId id, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var assist = await db.Assists.SingleOrDefaultAsync(a => a.Id == id && a.ConversationId == conversation.Id, cancel) ?? throw new NotFound("call for help in this conversation");
        // Whoever has it by now stays with the customer; who asked for help may have handed it over since.
        var owner = conversation.OwnerId ?? assist.OwnerId;
        return (conversation, assist, await db.People.SingleAsync(p => p.Id == owner, cancel), await db.People.SingleAsync(p => p.Id == assist.HelperId, cancel));
    }
}
