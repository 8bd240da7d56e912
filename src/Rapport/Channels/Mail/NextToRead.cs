using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>The mailroom takes the next letter to read, under a lease; one that has ended three mailrooms is set before a person, so that it holds up nobody.</summary>
public sealed class NextToRead : IFeature
{
    public sealed record Work(LetterId Id, int Attempt, string Raw);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/mailroom/v1/reading", Next).For(Who.Mailroom).DoesItsOwnWrites();
        app.MapGet("/mailroom/v1/letters/{letter}/raw", Raw).For(Who.Mailroom);
    }

    static async Task<IResult> Next(int? wait, RapportDb db, Writes writes, FileStore files, Topics topics, TimeProvider time, IHostApplicationLifetime life, CancellationToken cancel)
    {
        using var news = topics.Follow(["mailroom:letters"], null);
        var work = await LongWait.Until(news, wait, life, () => Take(db, writes, files, time, cancel), cancel);
        return work is null ? Results.NoContent() : Results.Ok(work);
    }

    static async Task<Work?> Take(RapportDb db, Writes writes, FileStore files, TimeProvider time, CancellationToken cancel)
    {
        while (await db.Letters.AnyAsync(l => l.State == LetterState.Stored && (l.ClaimedUntil == null || l.ClaimedUntil < time.Now()), cancel))
        {
            db.ChangeTracker.Clear();
            var (found, work) = await writes.Do(db, () => TakeOne(db, files, time, cancel), cancel);
            if (work is not null || !found) return work;
        }
        return null;
    }

    static async Task<(bool Found, Work? Work)> TakeOne(RapportDb db, FileStore files, TimeProvider time, CancellationToken cancel)
    {
        var now = time.Now();
        var letter = (await (db.Database.IsNpgsql()
            ? db.Letters.FromSql($"SELECT * FROM letters WHERE state = 'Stored' AND (claimed_until IS NULL OR claimed_until < {now.ToDateTimeUtc()}) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")
            : db.Letters.Where(l => l.State == LetterState.Stored && (l.ClaimedUntil == null || l.ClaimedUntil < now)).OrderBy(l => l.Id).Take(1)).ToListAsync(cancel)).SingleOrDefault();
        if (letter is null) return (false, null);
        var gaveUp = letter.Attempts >= Letter.Patience;
        if (gaveUp) await db.SetBeforeAPerson(letter, "reading it failed three times without an answer", files, time, cancel);
        else letter.Claim(now);
        await db.SaveChangesAsync(cancel);
        return (true, gaveUp ? null : new Work(letter.Id, letter.Attempts, $"/mailroom/v1/letters/{letter.Id.Value}/raw"));
    }

    static async Task<IResult> Raw(LetterId letter, RapportDb db, FileStore files, CancellationToken cancel)
    {
        var sha256 = await db.Letters.Where(l => l.Id == letter).Select(l => l.Sha256).SingleOrDefaultAsync(cancel) ?? throw new NotFound("letter");
        return Results.Stream(await files.Open(db, sha256, cancel) ?? throw new NotFound("letter"), "message/rfc822");
    }
}
