using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>Somebody promises the customer something by a time, and keeps it.</summary>
public sealed class MakePromise : IFeature
{
    public sealed record Request(string? Text, Instant? DueAt);

    public sealed record View(PromiseId Id, string Text, Instant DueAt, Instant? KeptAt, Instant? BrokenAt)
    {
        public static View Of(Promise p) => new(p.Id, p.Text, p.DueAt, p.KeptAt, p.BrokenAt);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/promises", "/desk/{number:long}/promises" })
        {
            app.MapPost(route, Make).For(Who.Agent);
            app.MapPatch(route + "/{promise}", Move).For(Who.Agent);
            app.MapDelete(route + "/{promise}", TakeBack).For(Who.Agent);
            app.MapPost(route + "/{promise}/keeping", Keep).For(Who.Agent);
        }
    }

    static async Task<Created<View>> Make(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("text", request.Text, 500).That(request.DueAt is not null, "due_at", "Say by when: a day and a time, like 2026-12-01T09:00:00Z.").Done();
        var conversation = await db.ToChange(number, cancel);

        var promise = conversation.Promise(me.Id, request.Text!, request.DueAt!.Value, time.Now());

        db.Add(promise);
        await db.Mind(promise, number, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}/promises/{promise.Id.Value}", View.Of(promise));
    }

    /// <summary>For another time; its reminder and its end move with it.</summary>
    static async Task<Answer<View>> Move(long number, PromiseId promise, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.DueAt is not null, "due_at", "Say by when: a day and a time, like 2026-12-01T09:00:00Z.").That(request.Text is null, "text", "“text” stays as it was promised. Promise anew what is different.").Done();
        var conversation = await db.ToChange(number, cancel);
        var all = await db.Promises.Where(p => p.ConversationId == conversation.Id).ToListAsync(cancel);
        var moved = all.SingleOrDefault(p => p.Id == promise) ?? throw new NotFound("promise in this conversation");

        conversation.Move(moved, all, me.Id, request.DueAt!.Value, time.Now());

        await db.Mind(moved, number, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(View.Of(moved));
    }

    /// <summary>It was a slip, and is a promise no more. What was to be done about it finds nothing.</summary>
    static async Task<NoContent> TakeBack(long number, PromiseId promise, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var all = await db.Promises.Where(p => p.ConversationId == conversation.Id).ToListAsync(cancel);
        var slip = all.SingleOrDefault(p => p.Id == promise) ?? throw new NotFound("promise in this conversation");

        conversation.TakeBack(slip, all, me.Id, time.Now());

        db.Remove(slip);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer<View>> Keep(long number, PromiseId promise, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var all = await db.Promises.Where(p => p.ConversationId == conversation.Id).ToListAsync(cancel);
        var kept = all.SingleOrDefault(p => p.Id == promise) ?? throw new NotFound("promise in this conversation");

        conversation.Keep(kept, all, me.Id, time.Now());

        await db.SaveChangesAsync(cancel);
        return Answer.Ok(View.Of(kept));
    }
}

public sealed record PromiseDue(PromiseId Promise, long Number) : IFact
{
    public Subjects About => default;
}

/// <summary>Reminds whoever has a promise shortly before its time, and when its time comes and it is not kept, the desk sees it. One errand, for whatever comes next.</summary>
public sealed class NoticeBrokenPromise(RapportDb db, TimeProvider time) : IWhen<PromiseDue>
{
    public async Task Handle(PromiseDue fact, CancellationToken cancel)
    {
        var conversation = await db.ToChange(fact.Number, cancel);
        var now = time.Now();
        // Kept, or gone with a customer who was erased.
        if (await db.Promises.SingleOrDefaultAsync(p => p.Id == fact.Promise, cancel) is not { KeptAt: null, BrokenAt: null } promise) return;
        if (promise.NextAt > now) { /* moved meanwhile */ }
        else if (promise.DueAt <= now) conversation.Break(promise, now);
        else conversation.Remind(promise, now);
        if (promise.BrokenAt is null) await db.Mind(promise, fact.Number, cancel);
        await db.SaveChangesAsync(cancel);
    }
}

static class MindingPromises
{
    /// <summary>
    /// Whoever writes has told the customer how it stands. What is written in the first half of the time is taken for the words with
    /// which that time was promised; who meant more than that says that it is kept.
    /// </summary>
    public static async Task KeepUpdates(this RapportDb db, Conversation conversation, PersonId by, Instant at, CancellationToken cancel)
    {
        if (conversation.PromisedUntil is null) return;
        var open = await db.Promises.Where(p => p.ConversationId == conversation.Id && p.KeptAt == null).ToListAsync(cancel);
        foreach (var update in open.Where(p => p.IsUpdate && at - p.MadeAt >= (p.DueAt - p.MadeAt) / 2).ToList()) conversation.Keep(update, open, by, at);
    }

    /// <summary>What was to be done about it before is not done any more.</summary>
    public static async Task Mind(this RapportDb db, Promise promise, long number, CancellationToken cancel)
    {
        if (promise.ErrandId is { } before) await db.Errands.Where(e => e.Id == before && e.ClaimedUntil == null).ExecuteDeleteAsync(cancel);
        var errand = Errands.Later<PromiseDue, NoticeBrokenPromise>(new PromiseDue(promise.Id, number), promise.NextAt);
        promise.ErrandId = errand.Id;
        db.Add(errand);
    }
}
