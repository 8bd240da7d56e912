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
            app.MapPost(route + "/{promise}/keeping", Keep).For(Who.Agent);
        }
    }

    static async Task<Created<View>> Make(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("text", request.Text, 500).That(request.DueAt is not null, "due_at", "“due_at” is missing. Say by when, as RFC 3339.").Done();
        var conversation = await db.ToChange(number, cancel);

        var promise = conversation.Promise(me.Id, request.Text!, request.DueAt!.Value, time.Now());

        db.Add(promise);
        db.Add(Errands.Later<PromiseDue, NoticeBrokenPromise>(new PromiseDue(promise.Id, number), promise.DueAt));
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}/promises/{promise.Id.Value}", View.Of(promise));
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

/// <summary>When the time of a promise comes and it is not kept, the desk sees it.</summary>
public sealed class NoticeBrokenPromise(RapportDb db, TimeProvider time) : IWhen<PromiseDue>
{
    public async Task Handle(PromiseDue fact, CancellationToken cancel)
    {
        var conversation = await db.ToChange(fact.Number, cancel);
        var promise = await db.Promises.SingleAsync(p => p.Id == fact.Promise, cancel);
        conversation.Break(promise, time.Now());
        await db.SaveChangesAsync(cancel);
    }
}
