using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>Half-written words are kept on every pause, for their writer alone.</summary>
public sealed class KeepDraft : IFeature
{
    public sealed record Request(string? Kind, string? Body, int? Seen);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/desk/{number:long}/draft", Keep).For(Who.Agent);
        app.MapGet("/desk/{number:long}/draft", Show).For(Who.Agent);
    }

    static async Task<Answer> Show(long number, Me me, RapportDb db, HttpContext http, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        var drafts = await db.Drafts.AsNoTracking().Where(d => d.ConversationId == conversation.Id && d.PersonId == me.Id).ToListAsync(cancel);
        http.Response.Headers.CacheControl = "no-store";
        return Answer.Ok(new { reply = Of("reply"), note = Of("note") });

        object? Of(string kind) => drafts.SingleOrDefault(d => d.Kind == kind) is { } draft ? new { body = draft.Body, seen = draft.Seen, at = draft.UpdatedAt, returned = draft.Returned } : null;
    }

    static async Task<NoContent> Keep(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.Kind is "reply" or "note", "kind", "“kind” must be reply or note.").AtMost("body", request.Body, Conversation.LongestBody).Done();
        var id = await db.Conversations.Where(c => c.Number == number).Select(c => (ConversationId?)c.Id).SingleOrDefaultAsync(cancel) ?? throw new NotFound("conversation");
        var returned = await db.Drafts.AsNoTracking().Where(d => d.ConversationId == id && d.PersonId == me.Id && d.Kind == request.Kind && d.Returned).Select(d => d.Body).SingleOrDefaultAsync(cancel);
        if (returned is not null && !(request.Body ?? "").Contains(returned, StringComparison.Ordinal))
            throw new Refusal("Your reply came back unsent. It is kept: put it before what you have written since.", "reply-returned", 409) { Extra = { ["body"] = returned } };
        await db.KeepDraft(id, me.Id, request.Kind!, request.Body ?? "", request.Seen ?? 0, returned: false, time, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}

public static class Drafts
{
    public static async Task KeepDraft(this RapportDb db, ConversationId conversation, PersonId person, string kind, string body, int seen, bool returned, TimeProvider time, CancellationToken cancel)
    {
        if (body.Length == 0)
        {
            await db.DropDraft(conversation, person, kind, cancel);
            return;
        }
        var draft = await db.Drafts.SingleOrDefaultAsync(d => d.ConversationId == conversation && d.PersonId == person && d.Kind == kind, cancel);
        if (draft is null) db.Add(draft = new Draft { ConversationId = conversation, PersonId = person, Kind = kind, Body = body, Seen = seen, UpdatedAt = time.Now() });
        (draft.Body, draft.Seen, draft.Returned, draft.UpdatedAt) = (body, seen, returned, time.Now());
    }

    public static Task DropDraft(this RapportDb db, ConversationId conversation, PersonId person, string kind, CancellationToken cancel) =>
        db.Drafts.Where(d => d.ConversationId == conversation && d.PersonId == person && d.Kind == kind).ExecuteDeleteAsync(cancel);
}
