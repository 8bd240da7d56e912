using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>The mailroom says what it read: first the files in a letter, one by one, then its words.</summary>
public sealed class HearReading : IFeature
{
    const long LargestReading = 64L * 1024 * 1024;
    const int MostParts = 20_000, MostTogether = 64;

    public sealed record One(LetterId Id, Reading Reading);

    public sealed record Some(IReadOnlyList<One>? Items);

    public sealed record PartSlip(string? Name, string? Type);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/mailroom/v1/letters/{letter}/parts/{n}", Part).For(Who.Mailroom).DoesItsOwnWrites().WithMetadata(new RequestSizeLimitAttribute(TakeIn.Largest + 1));
        app.MapPut("/mailroom/v1/readings", Several).For(Who.Mailroom).DoesItsOwnWrites().WithMetadata(new RequestSizeLimitAttribute(LargestReading));
        app.MapPut("/mailroom/v1/letters/{letter}/reading", Words).For(Who.Mailroom).DoesItsOwnWrites().WithMetadata(new RequestSizeLimitAttribute(LargestReading));
    }

    static async Task<NoContent> Part(LetterId letter, int n, HttpRequest request, RapportDb db, Writes writes, FileStore files, CancellationToken cancel)
    {
        new Check().That(n is >= 0 and < MostParts, "n", $"A letter has at most {MostParts} parts.").Done();
        if (!await db.Letters.AnyAsync(l => l.Id == letter, cancel)) throw new NotFound("letter");
        var slip = Read(request.Headers["X-Part"].ToString());
        var (body, start) = await Attach.Peek(request.Body, cancel);
        var (sha256, size) = await files.Keep(db, body, TakeIn.Largest, cancel);
        await writes.Do(db, async () =>
        {
            var part = await db.LetterParts.SingleOrDefaultAsync(p => p.LetterId == letter && p.N == n, cancel);
            if (part is null) db.Add(part = new LetterPart { LetterId = letter, N = n, Name = "", Type = "", Size = 0, Sha256 = "" });
            // A program shows a letter in a letter, or an invitation, for what it is only where its bytes don't say otherwise.
            (part.Name, part.Type, part.Size, part.Sha256) = (Attach.Name(Clean.Line(slip.Name, 200)), Sniff.Type(start), size, sha256);
            await db.SaveChangesAsync(cancel);
        }, cancel);
        return Answer.Nothing;
    }

    static PartSlip Read(string header)
    {
        try { return JsonSerializer.Deserialize<PartSlip>(header.Length == 0 ? "{}" : header, FactJson.Options) ?? new(null, null); }
        catch (JsonException) { return new(null, null); }
    }

    static async Task<NoContent> Words(LetterId letter, Reading reading, RapportDb db, Writes writes, FileStore files, PutAway put, TimeProvider time, CancellationToken cancel)
    {
        var known = await db.Letters.AsNoTracking().SingleOrDefaultAsync(l => l.Id == letter, cancel) ?? throw new NotFound("letter");
        if (known.State is not LetterState.Stored) return Answer.Nothing; // a second try of one that was heard
        var read = Understood(reading, known.EnvelopeFrom);
        await writes.Do(db, async () => await Keep((await db.LettersToChange([letter], cancel)).Single(), reading, read, db, files, put, time, cancel), cancel);
        return Answer.Nothing;
    }

    /// <summary>Several in one unit of work, which costs less than one for each. Where one of them fails, all do, and each is told again by itself.</summary>
    static async Task<NoContent> Several(Some some, RapportDb db, Writes writes, FileStore files, KnownToMail known, PutAway put, TimeProvider time, CancellationToken cancel)
    {
        var items = (some.Items ?? []).DistinctBy(i => i.Id).ToList();
        new Check().That(items.Count is > 0 and <= MostTogether, "items", $"Between one and {MostTogether} letters are told together.").Done();
        var ids = items.ConvertAll(i => i.Id);
        var from = await db.Letters.AsNoTracking().Where(l => ids.Contains(l.Id)).Select(l => new { l.Id, l.EnvelopeFrom }).ToDictionaryAsync(l => l.Id, l => l.EnvelopeFrom, cancel);
        var understood = items.FindAll(i => from.ContainsKey(i.Id)).ConvertAll(i => (i.Id, i.Reading, Read: Understood(i.Reading, from[i.Id])));
        // Where others write beside this, each has its own, so that no two wait for each other's locks.
        foreach (var together in db.Database.IsNpgsql() ? understood.ConvertAll(one => new[] { one }) : [[.. understood]])
            await writes.Do(db, async () =>
            {
                var letters = (await db.LettersToChange([.. together.Select(l => l.Id)], cancel)).ToDictionary(l => l.Id);
                if (together.Length > 1) await known.Ask([.. together.Select(l => l.Read).OfType<ReadLetter>()], cancel);
                foreach (var (id, reading, read) in together) await Keep(letters[id], reading, read, db, files, put, time, cancel);
            }, cancel);
        return Answer.Nothing;
    }

    /// <summary>Cleaning takes its time, and nobody who writes something else waits for it.</summary>
    static ReadLetter? Understood(Reading reading, string? envelopeFrom) => reading.CouldNotRead is null ? ReadLetter.Of(reading, envelopeFrom) : null;

    static async Task Keep(Letter letter, Reading reading, ReadLetter? read, RapportDb db, FileStore files, PutAway put, TimeProvider time, CancellationToken cancel)
    {
        if (letter.State is not LetterState.Stored) return;
        db.ChangeTracker.Clear();
        db.Attach(letter);
        if (read is null) await db.SetBeforeAPerson(letter, Clean.Line(reading.CouldNotRead, 500), files, time, cancel, reading);
        else await put.Away(letter, read, cancel);
        await db.SaveChangesAsync(cancel);
    }
}

static class LetterLocks
{
    /// <summary>On PostgreSQL whoever comes second waits here.</summary>
    public static Task<List<Letter>> LettersToChange(this RapportDb db, IReadOnlyList<LetterId> ids, CancellationToken cancel) => (db.Database.IsNpgsql()
        ? db.Letters.FromSql($"SELECT * FROM letters WHERE id = ANY({ids.Select(i => i.Value).ToArray()}) ORDER BY id FOR UPDATE")
        : db.Letters.Where(l => ids.Contains(l.Id))).AsNoTracking().ToListAsync(cancel);

    public static async Task<Letter?> LetterToChange(this RapportDb db, LetterId id, CancellationToken cancel)
    {
        if ((await db.LettersToChange([id], cancel)).SingleOrDefault() is not { } letter) return null;
        db.Attach(letter);
        return letter;
    }
}
