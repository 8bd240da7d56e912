using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>
/// The mailroom takes the next letters to read, under a lease; one that has ended three mailrooms is set before a person. Letters that
/// are new come several at a time, the small ones with their bytes; one that was begun before comes alone, so that no other shares its fate.
/// </summary>
public sealed class NextToRead : IFeature
{
    const int MostAtOnce = 32, Small = 64 * 1024;

    /// <param name="Id">The letter.</param>
    /// <param name="Attempt">The how-manieth time it is tried.</param>
    /// <param name="Raw">Where its bytes are.</param>
    /// <param name="Bytes">They themselves, where they are few.</param>
    public sealed record Work(LetterId Id, int Attempt, string Raw, byte[]? Bytes);

    public sealed record Batch(IReadOnlyList<Work> Items);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/mailroom/v1/reading", Next).For(Who.Mailroom).DoesItsOwnWrites();
        app.MapGet("/mailroom/v1/letters/{letter}/raw", Raw).For(Who.Mailroom);
    }

    static async Task<IResult> Next(int? wait, int? most, RapportDb db, Writes writes, FileStore files, MailNode node, Topics topics, TimeProvider time, ILogger<NextToRead> log, IHostApplicationLifetime life, CancellationToken cancel)
    {
        using var news = topics.Follow(["mailroom:letters"], null);
        var work = await LongWait.Until(news, wait, life, () => Take(Math.Clamp(most ?? 1, 1, MostAtOnce), db, writes, files, node.Id, time, log, cancel), cancel);
        return work is null ? Results.NoContent() : Results.Ok(work);
    }

    static async Task<Batch?> Take(int most, RapportDb db, Writes writes, FileStore files, Guid node, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        while (await Free(db.Letters, time.Now()).AnyAsync(cancel))
        {
            db.ChangeTracker.Clear();
            var claimed = await writes.Do(db, () => Claim(most, db, node, time.Now(), cancel), cancel);
            if (claimed.Count == 0) return null;
            // What was claimed stays so, whatever becomes of this: nobody behind it waits.
            if (claimed is [{ Attempts: > Letter.Patience } hopeless]) await GiveUp(hopeless.Id, db, writes, files, time, log, cancel);
            else return new(await Task.WhenAll(claimed.Select(async l => new Work(l.Id, l.Attempts, $"/mailroom/v1/letters/{l.Id.Value}/raw", l.Size <= Small ? await Bytes(l, db, files, cancel) : null))));
        }
        return null;
    }

    static IQueryable<Letter> Free(IQueryable<Letter> letters, Instant now) => letters.Where(l => l.State == LetterState.Stored && (l.ClaimedUntil == null || l.ClaimedUntil < now));

    static async Task<List<Letter>> Claim(int most, RapportDb db, Guid node, Instant now, CancellationToken cancel)
    {
        var at = now.ToDateTimeUtc();
        // Nobody else's lock is waited for: whoever comes second takes others.
        var begun = await db.Letters.AnyAsync(l => l.State == LetterState.Stored && l.Attempts > 0 && l.Attempts > 1 && l.ClaimedUntil >= now, cancel) ? [] : db.Database.IsNpgsql()
            ? await db.Letters.FromSql($"SELECT * FROM letters WHERE state = 'Stored' AND attempts > 0 AND (claimed_until IS NULL OR claimed_until < {at}) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED").AsNoTracking().ToListAsync(cancel)
            : await Free(db.Letters.AsNoTracking(), now).Where(l => l.Attempts > 0).OrderBy(l => l.Id).Take(1).ToListAsync(cancel);
        var taken = begun.Count > 0 ? begun : db.Database.IsNpgsql()
            ? await db.Letters.FromSql($"SELECT * FROM letters WHERE state = 'Stored' AND attempts = 0 AND claimed_until IS NULL ORDER BY id LIMIT {most} FOR UPDATE SKIP LOCKED").AsNoTracking().ToListAsync(cancel)
            : await db.Letters.AsNoTracking().Where(l => l.State == LetterState.Stored && l.Attempts == 0 && l.ClaimedUntil == null).OrderBy(l => l.Id).Take(most).ToListAsync(cancel);
        if (taken.Count == 0) return taken;
        foreach (var letter in taken) letter.Claim(node, now);
        var (ids, until) = (taken.ConvertAll(l => l.Id), now + Letter.Lease);
        await db.Letters.Where(l => ids.Contains(l.Id)).ExecuteUpdateAsync(s => s.SetProperty(l => l.Attempts, l => l.Attempts + 1).SetProperty(l => l.ClaimedBy, node).SetProperty(l => l.ClaimedUntil, until), cancel);
        return taken;
    }

    static async Task GiveUp(LetterId id, RapportDb db, Writes writes, FileStore files, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        try
        {
            await writes.Do(db, async () =>
            {
                db.ChangeTracker.Clear();
                if (await db.LetterToChange(id, cancel) is not { State: LetterState.Stored } letter) return;
                await db.SetBeforeAPerson(letter, "reading it failed three times without an answer", files, time, cancel);
                await db.SaveChangesAsync(cancel);
            }, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, "Letter {Letter} could be set before nobody; it is tried again when its lease is over", id.Value); }
    }

    static async Task<byte[]?> Bytes(Letter letter, RapportDb db, FileStore files, CancellationToken cancel)
    {
        if (db.Database.IsNpgsql()) return null; // one connection: they are fetched one by one
        await using var raw = await files.Open(db, letter.Sha256, cancel);
        if (raw is null) return null;
        var bytes = new byte[letter.Size];
        await raw.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    static async Task<IResult> Raw(LetterId letter, RapportDb db, FileStore files, CancellationToken cancel)
    {
        var sha256 = await db.Letters.Where(l => l.Id == letter).Select(l => l.Sha256).SingleOrDefaultAsync(cancel) ?? throw new NotFound("letter");
        return Results.Stream(await files.Open(db, sha256, cancel) ?? throw new NotFound("letter"), "message/rfc822");
    }
}
