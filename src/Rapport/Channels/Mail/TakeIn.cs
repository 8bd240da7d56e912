using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>A letter comes in. Its bytes are safe before anybody is told so, and the same letter is kept once.</summary>
public sealed class TakeIn : IFeature
{
    public const long Largest = 50L * 1024 * 1024;
    public const string Header = "X-Letter";
    const int ForLetters = 8101, MostRecipients = 1000;

    /// <summary>What is known of a letter from outside of it.</summary>
    public sealed record Slip(string? By, MailboxId? Mailbox, string? Folder, long? UidValidity, long? Uid, string? From, IReadOnlyList<string>? To, Instant? At);

    public sealed record Taken(LetterId Id, bool Known);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/mailroom/v1/letters", Handle).For(Who.Mailroom).DoesItsOwnWrites().WithMetadata(new RequestSizeLimitAttribute(Largest + 1));

    static async Task<Created<Taken>> Handle(HttpRequest request, RapportDb db, Writes writes, FileStore files, TimeProvider time, CancellationToken cancel)
    {
        var slip = Read(request.Headers[Header].ToString());
        if (slip.Mailbox is { } box && !await db.Mailboxes.AnyAsync(m => m.Id == box && m.RemovedAt == null, cancel)) throw new NotFound("mailbox");
        var (sha256, size) = await files.Keep(db, request.Body, Largest, cancel);
        return await writes.Do(db, async () =>
        {
            var taken = await Keep(slip, sha256, size, db, time.Now(), cancel);
            // A mailbox shows the letter of somebody who was erased again; it is not kept anew.
            if (taken.Value is Taken { Known: true }) await LetGoIfErased(db, sha256, time.Now(), cancel);
            return taken;
        }, cancel);
    }

    static async Task LetGoIfErased(RapportDb db, string sha256, Instant now, CancellationToken cancel)
    {
        if (!await db.Letters.AnyAsync(l => l.Sha256 == sha256 && l.State == LetterState.Forgotten, cancel)) return;
        db.LetGo(sha256, null, now);
        await db.SaveChangesAsync(cancel);
    }

    static async Task<Created<Taken>> Keep(Slip slip, string sha256, long size, RapportDb db, Instant now, CancellationToken cancel)
    {
        await db.Alone(ForLetters, sha256, cancel);
        var known = await db.Letters.Where(l => l.Sha256 == sha256).Select(l => (LetterId?)l.Id).SingleOrDefaultAsync(cancel);
        var id = known ?? Ids.New<LetterId>();
        if (known is null)
        {
            var to = (slip.To ?? []).Take(MostRecipients).Select(a => Correspondent.Of(null, a)).Where(c => c.HasAddress).Select(c => c.Address).Distinct(StringComparer.Ordinal).ToList();
            db.Add(new Letter
            {
                Id = id,
                Sha256 = sha256,
                Size = size,
                CameBy = Enum.Parse<CameBy>(slip.By!, ignoreCase: true),
                MailboxId = slip.Mailbox ?? await Whose(to, db, cancel),
                EnvelopeFrom = Correspondent.Of(null, slip.From) is { HasAddress: true } from ? from.Address : null,
                EnvelopeTo = string.Join(' ', to),
                ReceivedAt = slip.At is { } at && at < now ? at : now,
            });
            db.Touch("mailroom:letters");
        }
        await Sight(slip, id, db, now, cancel);
        db.Touch("mail");
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/mailroom/v1/letters/{id.Value}/raw", new Taken(id, known is not null));
    }

    /// <summary>What is sent here for a mailbox's address is that mailbox's, as what is fetched from it.</summary>
    static async Task<MailboxId?> Whose(List<string> to, RapportDb db, CancellationToken cancel)
    {
        var plain = to.ConvertAll(OwnMail.Plain);
        return plain.Count == 0 ? null : (await db.Mailboxes.Where(m => m.RemovedAt == null).Select(m => new { m.Id, m.Address }).ToListAsync(cancel)).Find(m => plain.Contains(m.Address))?.Id;
    }

    /// <summary>Where it was seen, and that the folder is read up to it: in the same transaction as the letter, so that neither is without the other.</summary>
    static async Task Sight(Slip slip, LetterId letter, RapportDb db, Instant now, CancellationToken cancel)
    {
        if (slip is not { Mailbox: { } mailbox, Folder: { } folder, UidValidity: { } validity, Uid: { } uid }) return;
        if (!await db.LetterSightings.AnyAsync(s => s.MailboxId == mailbox && s.Folder == folder && s.UidValidity == validity && s.Uid == uid, cancel))
            db.Add(new LetterSighting { MailboxId = mailbox, Folder = folder, UidValidity = validity, Uid = uid, LetterId = letter, At = now });
        await db.Alone(ForLetters, mailbox.Value, cancel);
        var place = await db.MailboxFolders.SingleOrDefaultAsync(f => f.MailboxId == mailbox && f.Folder == folder, cancel);
        if (place is null) db.Add(new MailboxFolder { MailboxId = mailbox, Folder = folder, UidValidity = validity, Uid = uid });
        else place.Reach(validity, uid);
    }

    static Slip Read(string header)
    {
        Slip? slip;
        try { slip = JsonSerializer.Deserialize<Slip>(header.Length == 0 ? "{}" : header, FactJson.Options); }
        catch (JsonException) { slip = null; }
        new Check().That(slip is not null, Header, $"“{Header}” is not valid JSON.")
            .That(Enum.TryParse<CameBy>(slip?.By, ignoreCase: true, out _), "by", "“by” must be smtp, lmtp, imap or pipe.")
            .AtMost("folder", slip?.Folder, 500)
            .That(slip?.Folder is null || slip is { Mailbox: not null, UidValidity: not null, Uid: not null }, "uid", "A letter from a folder needs its mailbox, the validity of its numbers (UIDVALIDITY) and its number (UID).").Done();
        return slip!;
    }
}
