using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>Half-written words and their files are kept on every pause, for their writer alone.</summary>
public sealed class KeepDraft : IFeature
{
    public sealed record Request(string? Kind, string? Body, int? Seen, IReadOnlyList<AttachmentId>? Attachments);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/desk/{number:long}/draft", Keep).For(Who.Agent);
        app.MapGet("/desk/{number:long}/draft", Show).For(Who.Agent);
        app.MapDelete("/desk/{number:long}/draft", Drop).For(Who.Agent);
    }

    static async Task<Answer> Show(long number, Me me, RapportDb db, HttpContext http, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        var drafts = await db.Drafts.AsNoTracking().Where(d => d.ConversationId == conversation.Id && d.PersonId == me.Id).ToListAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        return Answer.Ok(new { reply = await Of("reply"), note = await Of("note") });

        async Task<object?> Of(string kind) => drafts.SingleOrDefault(d => d.Kind == kind) is { } draft
            ? new { body = draft.Body, attachments = (await Attach.Unsent(db, conversation.Id, me.Id, Attach.Ids(draft.Attachments), cancel)).Select(Attach.View.Of), seen = draft.Seen, at = draft.UpdatedAt, returned = draft.Returned }
            : null;
    }

    static async Task<NoContent> Keep(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.Kind is "reply" or "note", "kind", "“kind” must be reply or note.").AtMost("body", request.Body, Conversation.LongestBody).Done();
        var id = await Of(db, number, cancel);
        if (request.Attachments is { Count: > 0 }) await db.AloneWithFiles(me.Id, cancel);
        var before = await db.Drafts.AsNoTracking().SingleOrDefaultAsync(d => d.ConversationId == id && d.PersonId == me.Id && d.Kind == request.Kind, cancel);
        var there = await Attach.Unsent(db, id, me.Id, Attach.Ids(before?.Attachments ?? ""), cancel);
        // Whoever says nothing of files changes nothing about them.
        var files = request.Attachments is null ? there : await Attach.Unsent(db, id, me.Id, request.Attachments, cancel);
        var takesAll = (request.Body ?? "").Contains(before?.Body ?? "", StringComparison.Ordinal) && there.TrueForAll(f => files.Exists(g => g.Id == f.Id));
        if (before is { Returned: true } && !takesAll)
        {
            throw new Refusal("Your reply came back unsent. It is kept: put it before what you have written since.", "reply-returned", 409)
            { Extra = { ["body"] = before.Body, ["attachments"] = there.Select(f => new { id = f.Id.Value, name = f.Name, size = f.Size }).ToArray() } };
        }
        await db.KeepDraft(id, me.Id, request.Kind!, request.Body ?? "", files.Select(f => f.Id), request.Seen ?? 0, returned: false, time, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Drop(long number, string? kind, Me me, RapportDb db, CancellationToken cancel)
    {
        new Check().That(kind is "reply" or "note", "kind", "“kind” must be reply or note.").Done();
        await db.DropDraft(await Of(db, number, cancel), me.Id, kind!, cancel);
        return Answer.Nothing;
    }

    static async Task<ConversationId> Of(RapportDb db, long number, CancellationToken cancel) =>
        await db.Conversations.Where(c => c.Number == number).Select(c => (ConversationId?)c.Id).SingleOrDefaultAsync(cancel) ?? throw new NotFound("conversation");
}
