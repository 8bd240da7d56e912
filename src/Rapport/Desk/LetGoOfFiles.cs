using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>What somebody added and never sent goes after a day, unless a draft or an answer on its way has it: its tab was closed, or the answer was let go.</summary>
public static class LettingGoOfFiles
{
    const int ForFiles = 5701;
    static readonly Duration Patience = Duration.FromDays(1);

    /// <summary>From here until the commit nothing of this person's is found to be left over, so that it can be put into a draft or an answer.</summary>
    public static Task AloneWithFiles(this RapportDb db, PersonId person, CancellationToken cancel) => db.Alone(ForFiles, person.Value, cancel);

    public static async Task LetGoOfUnsentFiles(this RapportDb db, Instant now, CancellationToken cancel)
    {
        var old = now - Patience;
        var unsent = db.Attachments.Where(a => a.PersonId != null && a.MessageId == null && a.NoteId == null && a.At < old);
        foreach (var person in await unsent.Select(a => a.PersonId!.Value).Distinct().OrderBy(id => id).ToListAsync(cancel))
        {
            await db.AloneWithFiles(person, cancel);
            // In one look: an answer that is just taken back, or just sent, is in one of the two.
            var needed = await db.Drafts.Where(d => d.PersonId == person).Select(d => d.Attachments).Concat(db.HeldReplies.Where(h => h.PersonId == person).Select(h => h.Attachments)).ToListAsync(cancel);
            var kept = needed.SelectMany(Attach.Ids).ToList();
            await db.LetGoOf(unsent.Where(a => a.PersonId == person && !kept.Contains(a.Id)), null, now, cancel);
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>These go at once, and their bytes as soon as it is certain that nothing else has the same.</summary>
    public static async Task LetGoOf(this RapportDb db, IQueryable<Attachment> these, CustomerId? of, Instant now, CancellationToken cancel)
    {
        foreach (var file in await these.Select(a => a.Sha256).Distinct().ToListAsync(cancel)) db.LetGo(file, of?.Value, now);
        await these.ExecuteDeleteAsync(cancel);
    }
}

/// <summary>What somebody attached is needed while it is attached anywhere.</summary>
public sealed class AttachedFiles(RapportDb db) : IPointAtFiles
{
    public Task<bool> PointsAt(string sha256, CancellationToken cancel) => db.Attachments.AnyAsync(a => a.Sha256 == sha256, cancel);
}
