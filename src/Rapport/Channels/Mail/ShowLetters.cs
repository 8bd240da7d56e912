using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>The letter book as a page: what came, what went, and how each mailbox does.</summary>
public sealed class ShowLetters : IFeature
{
    const int Shown = 50;

    public sealed record Box(Mailbox Mailbox, int StoredToday);

    /// <summary>How far the letters of a day have come.</summary>
    public sealed record Day(int Stored, int Waiting, int NotRead, int Queued, int Failed);

    public sealed record View(Me Me, IReadOnlyList<Box> Boxes, Day Today, IReadOnlyList<Letter> Letters, IReadOnlyList<OutgoingLetter> Answers, IReadOnlyDictionary<ConversationId, long> Numbers, string? Only, string? Q, Guid? Older, Instant? DownSince, Instant Now);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/letters", async (string? only, string? q, Guid? after, Me me, RapportDb db, Mailroom room, TimeProvider time, CancellationToken cancel) => Pages.Show<LettersPage>(new { Page = await Load(only, q, after, me, db, room, time.Now(), cancel) })).For(Who.Lead);
        app.MapGet("/letters/list", async (string? only, string? q, Guid? after, Me me, RapportDb db, Mailroom room, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<LetterList>(http, new { Page = await Load(only, q, after, me, db, room, time.Now(), cancel) })).For(Who.Lead);
    }

    static async Task<View> Load(string? only, string? q, Guid? after, Me me, RapportDb db, Mailroom room, Instant now, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var midnight = now.InZone(me.Zone).Date.AtStartOfDayInZone(me.Zone).ToInstant();
        var letters = only == "answers" ? [] : await Letters(db, only, q, after).Take(Shown + 1).ToListAsync(cancel);
        var answers = only is "answers" or "trouble" ? await Answers(db, only, q, after).Take(Shown + 1).ToListAsync(cancel) : [];
        var older = letters.Count > Shown ? letters[Shown - 1].Id.Value : answers.Count > Shown ? answers[Shown - 1].Id.Value : (Guid?)null;
        return new(me, await Boxes(db, midnight, cancel), await Count(db, midnight, cancel), [.. letters.Take(Shown)], [.. answers.Take(Shown)],
            await MailBook.Numbers(db, letters.Select(l => l.ConversationId).Concat(answers.Select(o => (ConversationId?)o.ConversationId)), cancel), only, q, older, room.DownSince, now);
    }

    static IQueryable<Letter> Letters(RapportDb db, string? only, string? q, Guid? after) =>
        only == "trouble" ? MailBook.Found(db, q, LetterState.CouldNotRead, after) : MailBook.Found(db, q, null, after);

    static IQueryable<OutgoingLetter> Answers(RapportDb db, string? only, string? q, Guid? after) => only == "trouble"
        ? MailBook.FoundAnswers(db, q, after).Where(o => o.State == OutgoingState.Refused || o.State == OutgoingState.Bounced || o.State == OutgoingState.Later || (o.State == OutgoingState.Queued && o.MailboxId == null))
        : MailBook.FoundAnswers(db, q, after);

    static async Task<List<Box>> Boxes(RapportDb db, Instant midnight, CancellationToken cancel)
    {
        var boxes = await db.Mailboxes.AsNoTracking().Where(m => m.RemovedAt == null).OrderBy(m => m.Address).ToListAsync(cancel);
        var stored = await db.LetterSightings.Where(s => s.At >= midnight).GroupBy(s => s.MailboxId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return boxes.ConvertAll(m => new Box(m, stored.GetValueOrDefault(m.Id)));
    }

    static async Task<Day> Count(RapportDb db, Instant midnight, CancellationToken cancel) => new(
        await db.Letters.CountAsync(l => l.ReceivedAt >= midnight, cancel),
        await db.Letters.CountAsync(l => l.State == LetterState.Stored, cancel),
        await db.Letters.CountAsync(l => l.State == LetterState.CouldNotRead, cancel),
        await db.OutgoingLetters.CountAsync(o => o.State == OutgoingState.Queued || o.State == OutgoingState.Later, cancel),
        await db.OutgoingLetters.CountAsync(o => (o.State == OutgoingState.Refused || o.State == OutgoingState.Bounced) && o.SeenAt == null, cancel));
}
