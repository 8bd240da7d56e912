using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>Somebody adds a file to what they are writing, and whoever may see the conversation fetches it.</summary>
public sealed class Attach : IFeature
{
    const int LongestName = 200;

    /// <summary>A body that is somewhat too large is read to its end, so that the sender hears why it was refused.</summary>
    const long MostRead = 4 * Attachment.Largest;

    public sealed record View(AttachmentId Id, string Name, string Type, long Size)
    {
        public string Url => $"/attachments/{Id.Value}/{Uri.EscapeDataString(Name)}";

        public static View Of(Attachment a) => new(a.Id, a.Name, a.Type, a.Size);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/attachments", "/desk/{number:long}/attachments" })
        {
            app.MapPost(route, Add).For(Who.Agent).Produces<View>(StatusCodes.Status201Created).DoesItsOwnWrites().WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostRead));
            app.MapDelete(route + "/{attachment}", Remove).For(Who.Agent);
        }
        app.MapGet("/attachments/{attachment}/{name}", Fetch).For(Who.Agent);
    }

    static async Task<IResult> Add(long number, Me me, HttpRequest request, RapportDb db, FileStore files, TimeProvider time, CancellationToken cancel)
    {
        var id = await db.Conversations.Where(c => c.Number == number).Select(c => (ConversationId?)c.Id).SingleOrDefaultAsync(cancel) ?? throw new NotFound("conversation");
        if (request.ContentLength > Attachment.Largest)
        {
            await request.Body.CopyToAsync(Stream.Null, cancel);
            throw new TooLarge("This file is larger than 25 MB. Send a smaller one, or a link to it.");
        }
        if (request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is true)
            throw new Refusal("A multipart form is not taken here. Send the bytes of the file alone as the body, and its name in the header X-File-Name.", "multipart", StatusCodes.Status415UnsupportedMediaType);
        var name = Name(Uri.UnescapeDataString(request.Headers["X-File-Name"].ToString()));
        new Check().AtMost("X-File-Name", name, LongestName).Done();
        var (body, start) = await Peek(request.Body, cancel);
        var (sha256, size) = await files.Keep(db, body, Attachment.Largest, cancel);
        Refusal.If(size == 0, "This file is empty.");
        var attachment = new Attachment { ConversationId = id, PersonId = me.Id, Name = name, Type = Sniff.Type(start), Size = size, Sha256 = sha256, At = time.Now() };
        return await UnitOfWork.Once(request.HttpContext, async () =>
        {
            if (!await files.StillHas(db, sha256, cancel)) throw Refusal.Conflict("The same file was being taken away just now. Add it again.", "file-gone");
            db.Add(attachment);
            await db.SaveChangesAsync(cancel);
            return Answer.Created($"/attachments/{attachment.Id.Value}/{Uri.EscapeDataString(name)}", View.Of(attachment));
        });
    }

    static async Task<NoContent> Remove(long number, AttachmentId attachment, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await RefuseHeld(db, me.Id, [attachment], cancel);
        await db.LetGoOf(db.Attachments.Where(a => a.Id == attachment && a.PersonId == me.Id && a.MessageId == null && a.NoteId == null), null, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task RefuseHeld(RapportDb db, PersonId me, IReadOnlyList<AttachmentId> ids, CancellationToken cancel)
    {
        var held = await db.HeldReplies.AsNoTracking().Where(h => h.PersonId == me && h.Attachments != "").Select(h => h.Attachments).ToListAsync(cancel);
        Refusal.If(held.Exists(files => Ids(files).Exists(ids.Contains)), "This file is on its way with your answer. Take that back first.");
    }

    /// <summary>What is not sent yet is its writer's alone.</summary>
    static async Task<IResult> Fetch(AttachmentId attachment, string name, Me me, RapportDb db, FileStore files, HttpContext http, CancellationToken cancel)
    {
        var found = await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == attachment && (a.MessageId != null || a.NoteId != null || a.PersonId == me.Id), cancel) ?? throw new NotFound("file");
        return await Serve(found, db, files, http, cancel);
    }

    /// <summary>Pictures may be shown; everything else is only ever saved, and nothing of it runs.</summary>
    public static async Task<IResult> Serve(Attachment found, RapportDb db, FileStore files, HttpContext http, CancellationToken cancel)
    {
        var content = await files.Open(db, found.Sha256, cancel) ?? throw new NotFound("file");
        var picture = Sniff.IsPicture(found.Type);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue(picture ? "inline" : "attachment") { FileNameStar = found.Name }.ToString();
        http.Response.Headers.CacheControl = "private, no-cache";
        return Results.Stream(content, picture ? found.Type : Sniff.Unknown, entityTag: new($"\"{found.Sha256}\""), enableRangeProcessing: true);
    }

    /// <summary>Files that this person has added here and not sent yet; all of them, or it is refused.</summary>
    public static async Task<List<Attachment>> Mine(RapportDb db, ConversationId conversation, PersonId me, IReadOnlyList<AttachmentId>? ids, CancellationToken cancel)
    {
        if (ids is not { Count: > 0 }) return [];
        await db.AloneWithFiles(me, cancel);
        await RefuseHeld(db, me, ids, cancel);
        var found = await Unsent(db, conversation, me, ids, cancel);
        Refusal.If(found.Count < ids.Distinct().Count(), "One of the files is no longer there. Add it again.");
        return found;
    }

    /// <summary>Those of them that are still there and not sent yet.</summary>
    public static async Task<List<Attachment>> Unsent(RapportDb db, ConversationId conversation, PersonId me, IReadOnlyList<AttachmentId> ids, CancellationToken cancel) =>
        ids.Count == 0 ? [] : await db.Attachments.Where(a => ids.Contains(a.Id) && a.ConversationId == conversation && a.PersonId == me && a.MessageId == null && a.NoteId == null).OrderBy(a => a.Id).ToListAsync(cancel);

    /// <summary>As a draft and a held reply remember them.</summary>
    public static string Join(IEnumerable<AttachmentId> ids) => string.Join(',', ids.Select(id => id.Value).Distinct());

    public static List<AttachmentId> Ids(string joined) => [.. joined.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => new AttachmentId(Guid.Parse(id)))];

    public static async Task<ILookup<MessageId, View>> Of(RapportDb db, ConversationId conversation, CancellationToken cancel) =>
        (await db.Attachments.AsNoTracking().Where(a => a.ConversationId == conversation && a.MessageId != null).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.MessageId!.Value, View.Of);

    /// <summary>The last part of a path, without what no file system and no header likes.</summary>
    public static string Name(string given)
    {
        var name = new string([.. given.Split('/', '\\')[^1].Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) is not System.Globalization.UnicodeCategory.Format)]).Trim();
        return name.Length == 0 ? "file" : name;
    }

    public static async Task<(Stream Body, byte[] Start)> Peek(Stream body, CancellationToken cancel)
    {
        var start = new byte[Sniff.Enough];
        var read = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancel);
        Array.Resize(ref start, read);
        return (new Rejoined(start, body), start);
    }

    /// <summary>The bytes that were looked at, followed by the rest.</summary>
    sealed class Rejoined(byte[] start, Stream rest) : Stream
    {
        int given;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (given == start.Length) return await rest.ReadAsync(buffer, cancellationToken);
            var count = Math.Min(buffer.Length, start.Length - given);
            start.AsMemory(given, count).CopyTo(buffer);
            given += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
