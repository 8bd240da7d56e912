using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

/// <summary>A function step is done, or was not needed for a reason that is said.</summary>
public sealed class CompleteStep : IFeature
{
    public sealed record Request(string? SkippedBecause);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/steps/{step}/completion", "/desk/{number:long}/steps/{step}/completion" })
        {
            app.MapPost(route, Complete).For(Who.Agent);
            app.MapDelete(route, TakeBack).For(Who.Agent);
        }
    }

    static async Task<Answer<ShowConversation.View>> Complete(long number, string step, Request? request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().AtMost("skipped_because", request?.SkippedBecause, 1000).That(request?.SkippedBecause is null || request.SkippedBecause.Trim().Length > 0, "skipped_because", "Say why it was not needed, or leave the reason out.").Done();
        var conversation = await db.ToChange(number, cancel);
        var wanted = await Find(db, conversation, step, cancel);

        if (!await db.StepCompletions.AnyAsync(c => c.ConversationId == conversation.Id && c.StepId == wanted.Id, cancel))
            db.Add(conversation.Complete(wanted, me.Id, request?.SkippedBecause?.Trim(), time.Now()));

        await db.SaveChangesAsync(cancel);
        return Answer.Ok(await ShowConversation.Of(db, conversation, time.Now(), cancel));
    }

    static async Task<NoContent> TakeBack(long number, string step, Me me, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var wanted = await Find(db, conversation, step, cancel);
        var done = await db.StepCompletions.SingleOrDefaultAsync(c => c.ConversationId == conversation.Id && c.StepId == wanted.Id, cancel);
        if (done is null) return Answer.Nothing;

        Refusal.If(conversation.Status is Status.Resolved, "This conversation is resolved. Reopen it before you take a step back.");
        conversation.TakeBack(wanted, me.Id);

        db.Remove(done);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<FunctionStep> Find(RapportDb db, Conversation conversation, string step, CancellationToken cancel)
    {
        _ = FunctionStepId.TryParse(step, null, out var id);
        return await db.FunctionSteps.SingleOrDefaultAsync(s => s.ContactTypeId == conversation.ContactTypeId && (s.Id == id || s.Key == step), cancel) ?? throw new NotFound("step in this conversation");
    }
}
