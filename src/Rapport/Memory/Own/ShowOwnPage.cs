using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bonds;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Memory.Own;

/// <summary>What a customer sees of themselves: all that is remembered, with its teller, purpose and end.</summary>
public sealed class ShowOwnPage : IFeature
{
    /// <param name="Key">The key of the link, for what can be done here.</param>
    /// <param name="Name">Whose page it is.</param>
    /// <param name="Facts">What is remembered, newest first.</param>
    /// <param name="Consent">What they said to being remembered.</param>
    /// <param name="Names">To whom it was told.</param>
    /// <param name="People">Whom they know here.</param>
    /// <param name="Now">The present.</param>
    public sealed record View(string Key, string Name, IReadOnlyList<Remembered> Facts, MemoryConsent? Consent, IReadOnlyDictionary<PersonId, string> Names, OwnPeople People, Instant Now)
    {
        public bool NothingWanted => Consent is { WithdrawnAt: not null };
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/mine/{key}", Show).For(Who.Anyone);
        app.MapGet("/mine/{key}/download", Download).For(Who.Anyone);
        app.MapGet("/forgotten", () => Pages.Show<ForgottenPage>()).For(Who.Anyone);
    }

    static async Task<IResult> Show(string key, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        OwnPages.KeepPrivate(http);
        var now = time.Now();
        var me = await db.Owner(key, now, cancel);
        return Pages.Show<MinePage>(new
        {
            Page = new View(key, await db.NameOf(me, cancel), await db.RememberedOf(me, now, cancel), await db.MemoryConsents.AsNoTracking().SingleOrDefaultAsync(c => c.CustomerId == me, cancel),
                (await db.Names(cancel)).ToDictionary(n => n.Key, n => n.Value.Persona), await OwnPeople.Load(db, me, now, cancel), now)
        });
    }

    /// <summary>Everything there is about them, as one file.</summary>
    static async Task<IResult> Download(string key, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        OwnPages.KeepPrivate(http);
        var now = time.Now();
        var me = await db.Owner(key, now, cancel);
        http.Response.Headers.ContentDisposition = "attachment; filename=\"what-is-kept-about-me.json\"";
        return Answer.Ok(await Everything(db, me, now, cancel));
    }

    static async Task<object> Everything(RapportDb db, CustomerId me, Instant now, CancellationToken cancel)
    {
        var names = (await db.Names(cancel)).ToDictionary(n => n.Key, n => n.Value.Persona);
        var customer = await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleAsync(c => c.Id == me, cancel);
        var consent = await db.MemoryConsents.AsNoTracking().SingleOrDefaultAsync(c => c.CustomerId == me, cancel);
        var facts = await db.RememberedOf(me, now, cancel);
        var conversations = await db.Conversations.AsNoTracking().Where(c => c.CustomerId == me).OrderBy(c => c.Number).ToListAsync(cancel);
        var ids = conversations.ConvertAll(c => c.Id);
        var messages = (await db.Messages.AsNoTracking().Where(m => ids.Contains(m.ConversationId)).OrderBy(m => m.Position).ToListAsync(cancel)).ToLookup(m => m.ConversationId);
        var notes = (await db.Notes.AsNoTracking().Where(n => ids.Contains(n.ConversationId)).OrderBy(n => n.Position).ToListAsync(cancel)).ToLookup(n => n.ConversationId);
        var files = (await db.Attachments.AsNoTracking().Where(a => ids.Contains(a.ConversationId)).OrderBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.ConversationId);
        return new
        {
            made_at = now,
            name = customer.Name,
            since = customer.Since,
            addresses = customer.Addresses.Select(a => new { a.Kind, a.Value }),
            may_be_remembered = new { agreed_at = consent?.AgreedAt, withdrawn_at = consent?.WithdrawnAt },
            remembered = facts.Select(f => new { f.Kind, f.Text, f.ToldBy, f.ToldAt, told_to = f.KeptById is { } by ? names.GetValueOrDefault(by) : null, f.Channel, source_message = f.SourceMessageId, f.Purpose, kept_until = f.ExpiresAt, f.Sensitive, f.Need, f.Day, f.AskedAt, not_to_be_asked = f.Over }),
            people = (await db.BondsOf(me, cancel)).Select(b => new { name = b.Persona, b.Since, last_met_at = b.LastMet, b.Matters }),
            conversations = conversations.Select(c => new
            {
                c.Number,
                c.Subject,
                c.Channel,
                c.OpenedAt,
                c.Status,
                messages = messages[c.Id].Select(m => new { m.Id, m.At, m.From, m.Author, m.Body }),
                notes = notes[c.Id].Select(n => new { n.At, by = names.GetValueOrDefault(n.PersonId), n.Body }),
                files = files[c.Id].Select(f => new { f.Name, f.Type, f.Size, f.At }),
            }),
        };
    }
}
