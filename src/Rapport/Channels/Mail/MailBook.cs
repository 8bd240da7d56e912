using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>The letter book for a program: every letter that came and every answer that went, with what became of it.</summary>
public sealed class MailBook : IFeature
{
    public sealed record LetterView(LetterId Id, string State, string CameBy, Instant ReceivedAt, MailboxId? Mailbox, string From, string Subject, string? Why, string? Automatic, long? Conversation, MessageId? Message, int Attempts, long Size);

    public sealed record AnswerView(OutgoingLetterId Id, string State, Instant QueuedAt, Instant? SettledAt, MailboxId? Mailbox, string To, string Subject, string? Code, string? Words, int Attempts, long Conversation, MessageId? Message, string MessageId);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/letters", Letters).For(Who.Lead);
        app.MapGet("/api/v1/outgoing-letters", Answers).For(Who.Lead);
        app.MapPost("/api/v1/letters/{letter}/reading", ReadAgain).For(Who.Lead);
        app.MapPost("/api/v1/outgoing-letters/{letter}/sending", SendAgain).For(Who.Lead);
        app.MapPost("/letters/{letter}/reading", async (LetterId letter, RapportDb db, CancellationToken cancel) => { await ReadAgain(letter, db, cancel); return Results.Redirect("/letters?only=trouble"); }).For(Who.Lead);
        app.MapPost("/letters/answers/{letter}/sending", async (OutgoingLetterId letter, RapportDb db, TimeProvider time, CancellationToken cancel) => { await SendAgain(letter, db, time, cancel); return Results.Redirect("/letters?only=answers"); }).For(Who.Lead);
        app.MapGet("/letters/{letter}/raw", Raw).For(Who.Agent);
    }

    static async Task<Answer<PageOf<LetterView>>> Letters(string? q, string? state, int? limit, Guid? after, RapportDb db, CancellationToken cancel)
    {
        new Check().That(state is null || Enum.TryParse<LetterState>(state.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out _), "state", "“state” must be stored, parsed, threaded, could_not_read or forgotten.").Done();
        var page = Paging.Limit(limit);
        var rows = await Found(db, q, state is null ? null : Enum.Parse<LetterState>(state.Replace("_", "", StringComparison.Ordinal), ignoreCase: true), after).Take(page + 1).ToListAsync(cancel);
        var numbers = await Numbers(db, rows.Select(l => l.ConversationId), cancel);
        return Paging.Page(rows, page, l => l.Id.Value, l => new LetterView(l.Id, Snake(l.State.ToString()), Snake(l.CameBy.ToString()), l.ReceivedAt, l.MailboxId, l.Sender, l.Subject, l.Why, l.Automatic, l.ConversationId is { } c ? numbers[c] : null, l.MessageId, l.Attempts, l.Size));
    }

    static async Task<Answer<PageOf<AnswerView>>> Answers(string? q, int? limit, Guid? after, RapportDb db, CancellationToken cancel)
    {
        var page = Paging.Limit(limit);
        var rows = await FoundAnswers(db, q, after).Take(page + 1).ToListAsync(cancel);
        var numbers = await Numbers(db, rows.Select(o => (ConversationId?)o.ConversationId), cancel);
        return Paging.Page(rows, page, o => o.Id.Value, o => new AnswerView(o.Id, Snake(o.State.ToString()), o.QueuedAt, o.SettledAt, o.MailboxId, o.Recipient, o.Sheet.Subject, o.Code, o.Words, o.Attempts, numbers[o.ConversationId], o.MessageId, o.InternetId));
    }

    /// <summary>Newest first; by the beginning of an address, or words of the subject.</summary>
    public static IQueryable<Letter> Found(RapportDb db, string? q, LetterState? state, Guid? after)
    {
        var letters = (after is { } id ? Before(db, id) : db.Letters).AsNoTracking();
        if (state is { } s) letters = letters.Where(l => l.State == s);
        if (!string.IsNullOrWhiteSpace(q))
        {
            var word = q.Trim().ToLowerInvariant();
            var anywhere = $"%{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            letters = db.Database.IsNpgsql()
                ? letters.Where(l => l.Sender.StartsWith(word) || EF.Functions.ILike(l.Subject, anywhere, "\\") || (l.EnvelopeFrom != null && l.EnvelopeFrom.StartsWith(word)))
                : letters.Where(l => l.Sender.StartsWith(word) || EF.Functions.Like(l.Subject, anywhere, "\\") || (l.EnvelopeFrom != null && l.EnvelopeFrom.StartsWith(word)));
        }
        return letters.OrderByDescending(l => l.Id);
    }

    public static IQueryable<OutgoingLetter> FoundAnswers(RapportDb db, string? q, Guid? after)
    {
        var answers = (after is { } id ? AnswersBefore(db, id) : db.OutgoingLetters).AsNoTracking();
        if (!string.IsNullOrWhiteSpace(q))
        {
            var word = q.Trim().ToLowerInvariant();
            answers = answers.Where(o => o.Recipient.StartsWith(word));
        }
        return answers.OrderByDescending(o => o.Id);
    }

    /// <summary>Ids are in the order in which they were made.</summary>
    static IQueryable<Letter> Before(RapportDb db, Guid id) => db.Database.IsNpgsql() ? db.Letters.FromSql($"SELECT * FROM letters WHERE id < {id}") : db.Letters.FromSql($"SELECT * FROM letters WHERE id < {id.ToByteArray(true)}");

    static IQueryable<OutgoingLetter> AnswersBefore(RapportDb db, Guid id) => db.Database.IsNpgsql() ? db.OutgoingLetters.FromSql($"SELECT * FROM outgoing_letters WHERE id < {id}") : db.OutgoingLetters.FromSql($"SELECT * FROM outgoing_letters WHERE id < {id.ToByteArray(true)}");

    public static async Task<Dictionary<ConversationId, long>> Numbers(RapportDb db, IEnumerable<ConversationId?> conversations, CancellationToken cancel)
    {
        var ids = conversations.OfType<ConversationId>().Distinct().ToList();
        return await db.Conversations.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, cancel);
    }

    static async Task<NoContent> ReadAgain(LetterId letter, RapportDb db, CancellationToken cancel)
    {
        (await db.LetterToChange(letter, cancel) ?? throw new NotFound("letter")).ReadAgain();
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> SendAgain(OutgoingLetterId letter, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var outgoing = await db.OutgoingLetters.SingleOrDefaultAsync(o => o.Id == letter, cancel) ?? throw new NotFound("letter");
        var conversation = await db.Conversations.SingleAsync(c => c.Id == outgoing.ConversationId, cancel);
        outgoing.MailboxId ??= (await db.MailboxFor(null, cancel))?.Id;
        outgoing.Retry(conversation, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<IResult> Raw(LetterId letter, RapportDb db, FileStore files, HttpContext http, CancellationToken cancel)
    {
        var found = await db.Letters.AsNoTracking().SingleOrDefaultAsync(l => l.Id == letter, cancel) ?? throw new NotFound("letter");
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"letter.eml\"";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.Stream(await files.Open(db, found.Sha256, cancel) ?? throw new NotFound("letter"), Sniff.Unknown);
    }

    static string Snake(string name) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
