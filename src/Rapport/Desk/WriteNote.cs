using Rapport.Access;
using Rapport.Foundation;
using Rapport.Foundation.Search;

namespace Rapport.Desk;

/// <summary>Somebody writes what only the desk sees.</summary>
public sealed class WriteNote : IFeature
{
    public sealed record Request(string? Body, IReadOnlyList<AttachmentId>? Attachments);

    public sealed record View(NoteId Id, int Position, NodaTime.Instant At, string Body, PostMessage.AuthorView Author, IReadOnlyList<Attach.View> Attachments);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/conversations/{number:long}/notes", Handle).For(Who.Agent);
        app.MapPost("/desk/{number:long}/notes", Handle).For(Who.Agent);
    }

    static async Task<Created<View>> Handle(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("body", request.Body, Conversation.LongestBody).Done();
        var note = await Write(db, number, me, request.Body!, request.Attachments, time, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}/notes/{note.Id.Value}", new View(note.Id, note.Position, note.At, note.Body, new(note.Author), [.. db.Attachments.Local.Where(a => a.NoteId == note.Id).Select(Attach.View.Of)]));
    }

    public static async Task<Note> Write(RapportDb db, long number, Me me, string body, IReadOnlyList<AttachmentId>? attachments, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);

        var note = conversation.Note(me, body, time.Now());

        db.Add(note);
        db.Add(new SearchEntry { Kind = "note", Conversation = conversation.Id.Value, Message = note.Id.Value, Words = Words.ToIndex(note.Body) });
        foreach (var attachment in await Attach.Mine(db, conversation.Id, me.Id, attachments, cancel)) attachment.NoteId = note.Id;
        await db.DropDraft(conversation.Id, me.Id, "note", cancel);
        return note;
    }
}
