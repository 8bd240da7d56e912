using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>The mailroom takes the next answer to send, under a lease, and fetches its files.</summary>
public sealed class NextToSend : IFeature
{
    public sealed record FileView(string Name, string Type, string? ContentId, string Path);

    public sealed record Work(
        OutgoingLetterId Id, int Attempt, MailboxId Mailbox, string MessageId, NodaTime.Instant Date, Correspondent From, IReadOnlyList<Correspondent> To, IReadOnlyList<Correspondent> Cc, IReadOnlyList<Correspondent> Bcc,
        Correspondent? ReplyTo, string Subject, string? InReplyTo, IReadOnlyList<string> References, string Text, string Html, IReadOnlyList<FileView> Attachments, IReadOnlyDictionary<string, string> Headers);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/mailroom/v1/sending", Next).For(Who.Mailroom).DoesItsOwnWrites();
        app.MapGet("/mailroom/v1/sending/{letter}/files/{n}", File).For(Who.Mailroom);
    }

    static async Task<IResult> Next(int? wait, RapportDb db, Writes writes, IEnumerable<LetterLine> lines, MailNode node, Topics topics, TimeProvider time, ILogger<NextToSend> log, IHostApplicationLifetime life, CancellationToken cancel)
    {
        using var news = topics.Follow(["mailroom:answers"], null);
        var work = await LongWait.Until(news, wait, life, () => Take(db, writes, lines, node.Id, time, log, cancel), cancel);
        return work is null ? Results.NoContent() : Results.Ok(work);
    }

    /// <summary>What was claimed stays so, whatever becomes of putting it together: no answer holds up another.</summary>
    static async Task<Work?> Take(RapportDb db, Writes writes, IEnumerable<LetterLine> lines, Guid node, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        while (await Due(db, time.Now()).AnyAsync(cancel))
        {
            db.ChangeTracker.Clear();
            if (await writes.Do(db, () => Claim(db, node, time.Now(), cancel), cancel) is not { } claimed) return null;
            try
            {
                Work? work = null;
                await writes.Do(db, async () =>
                {
                    work = await Of(db, claimed, lines, cancel);
                    await db.SaveChangesAsync(cancel);
                }, cancel);
                return work;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "Answer {Letter} could not be put together", claimed.Id.Value);
                await writes.Do(db, () => PutOff(db, claimed.Id, time.Now(), cancel), cancel);
            }
        }
        return null;
    }

    static async Task<OutgoingLetter?> Claim(RapportDb db, Guid node, NodaTime.Instant now, CancellationToken cancel)
    {
        var letter = (await (db.Database.IsNpgsql()
            ? db.OutgoingLetters.FromSql($"SELECT * FROM outgoing_letters WHERE state IN ('Queued', 'Later') AND mailbox_id IS NOT NULL AND due_at <= {now.ToDateTimeUtc()} AND (claimed_until IS NULL OR claimed_until < {now.ToDateTimeUtc()}) ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED")
            : Due(db, now).OrderBy(o => o.DueAt).Take(1)).ToListAsync(cancel)).SingleOrDefault();
        letter?.Claim(node, now);
        db.Touch("mail");
        await db.SaveChangesAsync(cancel);
        return letter;
    }

    static async Task PutOff(RapportDb db, OutgoingLetterId id, NodaTime.Instant now, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var letter = await db.OutgoingLetters.SingleAsync(o => o.Id == id, cancel);
        letter.Settle(OutgoingState.Later, null, "the desk could not put it together; its log says why", await db.Conversations.SingleAsync(c => c.Id == letter.ConversationId, cancel), now);
        await db.SaveChangesAsync(cancel);
    }

    static IQueryable<OutgoingLetter> Due(RapportDb db, NodaTime.Instant now) => db.OutgoingLetters
        .Where(o => (o.State == OutgoingState.Queued || o.State == OutgoingState.Later) && o.MailboxId != null && o.DueAt <= now && (o.ClaimedUntil == null || o.ClaimedUntil < now));

    static async Task<Work> Of(RapportDb db, OutgoingLetter letter, IEnumerable<LetterLine> lines, CancellationToken cancel)
    {
        var mailbox = await db.Mailboxes.SingleAsync(m => m.Id == letter.MailboxId, cancel);
        var customer = await db.Conversations.Where(c => c.Id == letter.ConversationId).Select(c => c.CustomerId).SingleAsync(cancel);
        var added = new List<string>();
        foreach (var line in lines)
            if (letter.MessageId is not null && await line.For(db, customer, letter, cancel) is { } words) added.Add(words);
        var sheet = letter.Sheet;
        var files = await FilesOf(db, letter, cancel);
        var pictures = Pictures.In(sheet.Body, files, letter.Id);
        var composed = Composed.Of(sheet, added, pictures);
        var from = sheet.House.Length == 0 || sheet.House == sheet.Author ? sheet.Author : $"{sheet.Author} ({sheet.House})";
        return new(letter.Id, letter.Attempts, mailbox.Id, Bracketed(letter.InternetId)!, letter.QueuedAt, new(from, mailbox.Address), sheet.To, sheet.Cc, sheet.Bcc,
            sheet.ReplyTo is { } reply ? new(from, reply) : null, sheet.Subject, Bracketed(sheet.InReplyTo), [.. sheet.References.Select(r => Bracketed(r)!)], composed.Text, composed.Html,
            [.. files.Select((f, n) => new FileView(f.Name, f.Type, Shown(f, files, pictures), $"/mailroom/v1/sending/{letter.Id.Value}/files/{n}"))], sheet.Headers);
    }

    /// <summary>The first of a name is the one that the words mean.</summary>
    static string? Shown(Attachment file, List<Attachment> files, Dictionary<string, string> pictures) => pictures.TryGetValue(file.Name, out var id) && files.Find(f => f.Name == file.Name && Sniff.IsPicture(f.Type)) == file ? id : null;

    static string? Bracketed(string? id) => id is null ? null : $"<{id}>";

    static async Task<List<Attachment>> FilesOf(RapportDb db, OutgoingLetter letter, CancellationToken cancel) =>
        letter.MessageId is null ? [] : await db.Attachments.AsNoTracking().Where(a => a.MessageId == letter.MessageId).OrderBy(a => a.Id).ToListAsync(cancel);

    static async Task<IResult> File(OutgoingLetterId letter, int n, RapportDb db, FileStore files, CancellationToken cancel)
    {
        var outgoing = await db.OutgoingLetters.AsNoTracking().SingleOrDefaultAsync(o => o.Id == letter, cancel) ?? throw new NotFound("letter");
        var file = (await FilesOf(db, outgoing, cancel)).ElementAtOrDefault(n) ?? throw new NotFound("file");
        return Results.Stream(await files.Open(db, file.Sha256, cancel) ?? throw new NotFound("file"), Sniff.Unknown);
    }
}
