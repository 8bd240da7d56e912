using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Memory.Own;

/// <summary>Everything there is about a customer, as one file that they fetch from their own page. Each room gives what it holds.</summary>
public sealed class DownloadEverything : IFeature
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/mine/{key}/download", Handle).For(Who.Anyone);

    static async Task<IResult> Handle(string key, RapportDb db, IEnumerable<IHoldOfCustomer> rooms, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        OwnPages.KeepPrivate(http);
        var now = time.Now();
        var me = await db.Owner(key, now, cancel);
        http.Response.Headers.ContentDisposition = "attachment; filename=\"what-is-kept-about-me.json\"";
        var all = new Dictionary<string, object?>(StringComparer.Ordinal) { ["made_at"] = now };
        await AddCustomer(all, db, me, now, cancel);
        all["conversations"] = await Conversations(db, me, cancel);
        foreach (var room in rooms) all[room.Part] = await room.Of(me, cancel);
        return Answer.Ok(all);
    }

    static async Task AddCustomer(Dictionary<string, object?> all, RapportDb db, CustomerId me, Instant now, CancellationToken cancel)
    {
        var names = (await db.Names(cancel)).ToDictionary(n => n.Key, n => n.Value.Persona);
        var customer = await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleAsync(c => c.Id == me, cancel);
        var consent = await db.MemoryConsents.AsNoTracking().SingleOrDefaultAsync(c => c.CustomerId == me, cancel);
        all["name"] = customer.Name;
        all["since"] = customer.Since;
        all["addresses"] = customer.Addresses.Select(a => new { a.Kind, a.Value });
        all["may_be_remembered"] = new { agreed_at = consent?.AgreedAt, withdrawn_at = consent?.WithdrawnAt };
        all["remembered"] = (await db.RememberedOf(me, now, cancel)).Select(f => new { f.Kind, f.Text, f.ToldBy, f.ToldAt, told_to = f.KeptById is { } by ? names.GetValueOrDefault(by) : null, f.Channel, source_message = f.SourceMessageId, f.Purpose, kept_until = f.ExpiresAt, f.Sensitive, f.Need, f.Day, f.AskedAt, not_to_be_asked = f.Over });
    }

    static async Task<object> Conversations(RapportDb db, CustomerId me, CancellationToken cancel)
    {
        var names = (await db.Names(cancel)).ToDictionary(n => n.Key, n => n.Value.Persona);
        var conversations = await db.Conversations.AsNoTracking().Where(c => c.CustomerId == me).OrderBy(c => c.Number).ToListAsync(cancel);
        var theirs = db.Conversations.Where(c => c.CustomerId == me).Select(c => c.Id);
        var messages = (await db.Messages.AsNoTracking().Where(m => theirs.Contains(m.ConversationId)).OrderBy(m => m.Position).ToListAsync(cancel)).ToLookup(m => m.ConversationId);
        var notes = (await db.Notes.AsNoTracking().Where(n => theirs.Contains(n.ConversationId)).OrderBy(n => n.Position).ToListAsync(cancel)).ToLookup(n => n.ConversationId);
        var told = (await db.Told.AsNoTracking().Where(t => theirs.Contains(t.ConversationId)).OrderBy(t => t.Position).ToListAsync(cancel)).ToLookup(t => t.ConversationId);
        var promises = (await db.Promises.AsNoTracking().Where(p => theirs.Contains(p.ConversationId)).OrderBy(p => p.MadeAt).ToListAsync(cancel)).ToLookup(p => p.ConversationId);
        var files = (await db.Attachments.AsNoTracking().Where(a => theirs.Contains(a.ConversationId)).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.ConversationId);
        var felt = (await db.FeltWaits.AsNoTracking().Where(w => theirs.Contains(w.ConversationId)).OrderBy(w => w.At).ToListAsync(cancel)).ToLookup(w => w.ConversationId);
        return conversations.Select(c => new
        {
            c.Number,
            c.Subject,
            c.Channel,
            c.OpenedAt,
            c.Status,
            messages = messages[c.Id].Select(m => new { m.Id, m.At, m.From, m.Author, m.Body }),
            notes = notes[c.Id].Select(n => new { n.At, by = names.GetValueOrDefault(n.PersonId), n.Body }),
            told = told[c.Id].Select(t => new { t.At, t.Body, t.Answer, t.Confused }),
            promises = promises[c.Id].Select(p => new { text = p.Text.ToString(), p.MadeAt, p.DueAt, p.KeptAt, p.BrokenAt, by = names.GetValueOrDefault(p.ById) }),
            waits = felt[c.Id].Select(w => new { w.WaitingSince, said_at = w.At, w.FeltSeconds, w.RealSeconds }),
            files = files[c.Id].Select(f => new { f.Name, f.Type, f.Size, f.At }),
        });
    }
}
