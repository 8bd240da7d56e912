using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>Half-written words and their files. What begins, ends or comes back tells its writer's own pages.</summary>
public static class Drafts
{
    /// <summary>An answer that came back, because somebody wrote or something was done before it went out.</summary>
    public sealed record Unsent(long Number, string Customer, string Subject);

    /// <summary>Where somebody has begun to write, and whether an answer came back there unsent.</summary>
    public static async Task<Dictionary<ConversationId, bool>> BegunBy(this RapportDb db, PersonId me, CancellationToken cancel) =>
        (await db.Drafts.AsNoTracking().Where(d => d.PersonId == me).Select(d => new { d.ConversationId, d.Returned }).ToListAsync(cancel)).GroupBy(d => d.ConversationId, d => d.Returned).ToDictionary(g => g.Key, g => g.Any(returned => returned));

    public static Task<List<Unsent>> UnsentBy(this RapportDb db, PersonId me, CancellationToken cancel) => (
        from d in db.Drafts.AsNoTracking()
        join c in db.Conversations on d.ConversationId equals c.Id
        join customer in db.Customers on c.CustomerId equals customer.Id
        where d.PersonId == me && d.Kind == "reply" && d.Returned
        orderby d.UpdatedAt descending
        select new Unsent(c.Number, customer.Name, c.Subject)).ToListAsync(cancel);

    public static async Task KeepDraft(this RapportDb db, ConversationId conversation, PersonId person, string kind, string body, IEnumerable<AttachmentId> files, int seen, bool returned, TimeProvider time, CancellationToken cancel)
    {
        var attachments = Attach.Join(files);
        if (body.Length == 0 && attachments.Length == 0)
        {
            await db.DropDraft(conversation, person, kind, cancel);
            return;
        }
        var draft = await db.Drafts.SingleOrDefaultAsync(d => d.ConversationId == conversation && d.PersonId == person && d.Kind == kind, cancel);
        if (draft is null || draft.Returned != returned) db.Touch($"drafts:{person.Value}");
        if (draft is null) db.Add(draft = new Draft { ConversationId = conversation, PersonId = person, Kind = kind, Body = body, Seen = seen, UpdatedAt = time.Now() });
        (draft.Body, draft.Attachments, draft.Seen, draft.Returned, draft.UpdatedAt) = (body, attachments, seen, returned, time.Now());
    }

    public static async Task DropDraft(this RapportDb db, ConversationId conversation, PersonId person, string kind, CancellationToken cancel)
    {
        if (await db.Drafts.Where(d => d.ConversationId == conversation && d.PersonId == person && d.Kind == kind).ExecuteDeleteAsync(cancel) > 0) db.Touch($"drafts:{person.Value}");
    }
}
