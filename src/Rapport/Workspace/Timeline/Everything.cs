using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Memory;

namespace Rapport.Workspace.Timeline;

/// <summary>
/// Reads a page of everything that happened with one customer: from each table the newest so many, put in order. However long it
/// is, it is the same number of questions.
/// </summary>
sealed class Everything(RapportDb db, CustomerId customer, Me me, Place from, int most, CancellationToken cancel)
{
    readonly List<TimelineEntry> found = [];
    readonly Instant at = from.At;
    readonly IQueryable<ConversationId> theirs = db.Conversations.Where(c => c.CustomerId == customer).Select(c => c.Id);

    /// <summary>Before the place, the newest first, and one more than asked for.</summary>
    public async Task<List<TimelineEntry>> Read()
    {
        await Said();
        await Ended();
        await Promised();
        await PassedOn();
        await Given();
        await PutTogether();
        // What shares an instant stands in the order of its kind, and in one kind by id, as the databases sort them.
        var ordered = found.OrderByDescending(e => e.At).ThenByDescending(e => e.Kind).ThenByDescending(e => e.Id.ToString("N"), StringComparer.Ordinal).ToList();
        var shown = ordered.TakeWhile(e => e.At == at).Take(from.Shown).Count();
        return ordered.GetRange(shown, Math.Min(most, ordered.Count - shown));
    }

    int Take => most + from.Shown;

    async Task Add(IQueryable<TimelineEntry> entries) => found.AddRange(await entries.ToListAsync(cancel));

    async Task Said()
    {
        await Add(db.Conversations.AsNoTracking().Where(c => c.CustomerId == customer && c.OpenedAt <= at).OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Id).Take(Take).Select(c => new TimelineEntry(EntryKind.Opened, c.OpenedAt, c.Id.Value, c.Id, null, c.Subject, null)));
        await Add(db.Messages.AsNoTracking().Where(m => theirs.Contains(m.ConversationId) && m.At <= at).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(Take).Select(m => new TimelineEntry(EntryKind.Message, m.At, m.Id.Value, m.ConversationId, m.Author, m.Body, m.From)));
        await Add(db.Notes.AsNoTracking().Where(n => theirs.Contains(n.ConversationId) && n.At <= at).OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(Take).Select(n => new TimelineEntry(EntryKind.Note, n.At, n.Id.Value, n.ConversationId, n.Author, n.Body, null)));
        await Add(db.Told.AsNoTracking().Where(t => theirs.Contains(t.ConversationId) && t.At <= at).OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Take(Take).Select(t => new TimelineEntry(EntryKind.Told, t.At, t.Id.Value, t.ConversationId, null, t.Body, null)));
    }

    async Task Ended()
    {
        await Add(from r in db.Resolutions.AsNoTracking().Where(r => theirs.Contains(r.ConversationId) && r.At <= at).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(Take) join p in db.People on r.ById equals p.Id select new TimelineEntry(EntryKind.Resolved, r.At, r.Id, r.ConversationId, p.Name, null, null));
        await Add(db.Resolutions.AsNoTracking().Where(r => theirs.Contains(r.ConversationId) && r.ReopenedAt <= at).OrderByDescending(r => r.ReopenedAt).ThenByDescending(r => r.Id).Take(Take).Select(r => new TimelineEntry(EntryKind.Reopened, r.ReopenedAt!.Value, r.Id, r.ConversationId, null, null, null)));
    }

    async Task Promised()
    {
        var promises = from p in db.Promises.AsNoTracking() join who in db.People on p.ById equals who.Id where theirs.Contains(p.ConversationId) select new { p, who.Name };
        await Add(promises.Where(x => x.p.MadeAt <= at).OrderByDescending(x => x.p.MadeAt).ThenByDescending(x => x.p.Id).Take(Take).Select(x => new TimelineEntry(EntryKind.PromiseMade, x.p.MadeAt, x.p.Id.Value, x.p.ConversationId, x.Name, x.p.Text.ToString(), null)));
        await Add(promises.Where(x => x.p.KeptAt <= at).OrderByDescending(x => x.p.KeptAt).ThenByDescending(x => x.p.Id).Take(Take).Select(x => new TimelineEntry(EntryKind.PromiseKept, x.p.KeptAt!.Value, x.p.Id.Value, x.p.ConversationId, null, x.p.Text.ToString(), null)));
        await Add(promises.Where(x => x.p.BrokenAt <= at).OrderByDescending(x => x.p.BrokenAt).ThenByDescending(x => x.p.Id).Take(Take).Select(x => new TimelineEntry(EntryKind.PromiseBroken, x.p.BrokenAt!.Value, x.p.Id.Value, x.p.ConversationId, null, x.p.Text.ToString(), null)));
    }

    async Task PassedOn()
    {
        await Add(from h in db.Handovers.AsNoTracking().Where(h => theirs.Contains(h.ConversationId) && h.OfferedAt <= at).OrderByDescending(h => h.OfferedAt).ThenByDescending(h => h.Id).Take(Take)
                  join sender in db.People on h.SenderId equals sender.Id
                  join to in db.People on h.ToId equals to.Id into tos
                  from to in tos.DefaultIfEmpty()
                  select new TimelineEntry(EntryKind.HandoverOffered, h.OfferedAt, h.Id.Value, h.ConversationId, sender.Name, to == null ? "the team" : to.Name, null));
        await Add(from h in db.Handovers.AsNoTracking().Where(h => theirs.Contains(h.ConversationId) && h.JoinedAt <= at).OrderByDescending(h => h.JoinedAt).ThenByDescending(h => h.Id).Take(Take) join p in db.People on h.ReceiverId equals p.Id select new TimelineEntry(EntryKind.HandoverJoined, h.JoinedAt!.Value, h.Id.Value, h.ConversationId, p.Name, null, null));
        await Add(from a in db.Assists.AsNoTracking().Where(a => theirs.Contains(a.ConversationId) && a.AskedAt <= at).OrderByDescending(a => a.AskedAt).ThenByDescending(a => a.Id).Take(Take)
                  join owner in db.People on a.OwnerId equals owner.Id
                  join helper in db.People on a.HelperId equals helper.Id
                  select new TimelineEntry(EntryKind.Assist, a.AskedAt, a.Id.Value, a.ConversationId, owner.Name, helper.Name, null));
    }

    /// <summary>A moment is its giver's and is shown to nobody else; a surprise does not say whose it was.</summary>
    async Task Given()
    {
        if (await db.MemoryConsents.AnyAsync(c => c.CustomerId == customer && c.AgreedAt != null && c.WithdrawnAt == null, cancel))
            await Add(db.AwakeOf(customer).Where(r => r.ToldAt <= at).OrderByDescending(r => r.ToldAt).ThenByDescending(r => r.Id).Take(Take).Select(r => new TimelineEntry(EntryKind.Remembered, r.ToldAt, r.Id.Value, null, null, r.Text, null)));
        await Add(from s in db.Spends.AsNoTracking().Where(s => s.CustomerId == customer && s.TakesBack == null && !db.Spends.Any(o => o.TakesBack == s.Id) && s.At <= at).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).Take(Take) join g in db.Gestures on s.GestureId equals g.Id select new TimelineEntry(EntryKind.Surprise, s.At, s.Id.Value, s.ConversationId, null, g.Title, null));
        await Add(db.Moments.AsNoTracking().Where(m => m.GiverId == me.Id && theirs.Contains(m.ConversationId) && m.At <= at).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(Take).Select(m => new TimelineEntry(EntryKind.Moment, m.At, m.Id.Value, m.ConversationId, null, m.Words, null)));
    }

    async Task PutTogether() =>
        await Add(from m in db.Merges.AsNoTracking().Where(m => m.IntoId == customer && m.UndoneAt == null && m.At <= at).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(Take)
                  join went in db.Customers on m.FromId equals went.Id
                  join who in db.People on m.ById equals who.Id
                  select new TimelineEntry(EntryKind.Merged, m.At, m.Id.Value, null, who.Name, went.Name, null));
}
