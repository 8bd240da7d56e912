using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>What somebody may want to think of now: customers who asked for them, promises whose time is near, and customers who have not heard for long. Quiet, of one's own and of whom one covers for; nothing is sent by itself.</summary>
/// <param name="Asks">Customers who asked for this person and wait for them.</param>
/// <param name="Promises">Near, or past and not kept.</param>
/// <param name="Waits">With the reason, and what the customer was told to expect.</param>
/// <param name="Now">The present.</param>
public sealed record Soon(IReadOnlyList<Soon.Asking> Asks, IReadOnlyList<Soon.Near> Promises, IReadOnlyList<Soon.Wait> Waits, Instant Now)
{
    const int Most = 5, LookedAt = 100;

    /// <summary>Whatever changes what is here tells one of these; and whose cover somebody is.</summary>
    static readonly string[] topics = ["inbox", "people", "handovers"];

    public sealed record Asking(long Number, string Customer, string Subject);

    public sealed record Near(PromiseId Promise, long Number, string Customer, string Text, Instant DueAt, bool Covers);

    public sealed record Wait(long Number, string Customer, Channel Channel, Instant HeardAt, Instant? ExpectedBy, bool Covers)
    {
        public string InWords(Instant now, DateTimeZone zone) => $"has not heard from you for {Foundation.Ui.InWords.Lasted(now - HeardAt)}{(ExpectedBy is { } by ? $"; they expected an answer by {Foundation.Ui.InWords.When(by, now, zone)}" : null)}";
    }

    sealed record Row(ConversationId Id, long Number, string Customer, Channel Channel, Instant? AskedAt, Instant? WaitingSince, Instant? PromisedUntil, Instant? SpokeAt, bool Covers);

    sealed record Found(List<Row> Rows, List<Promised> Promises, List<Asking> Asks);

    sealed record Promised(PromiseId Id, ConversationId Conversation, string Text, Instant DueAt, Instant? RemindedAt);

    public static async Task<Soon> Load(RapportDb db, PersonId me, Instant now, CancellationToken cancel)
    {
        var found = await db.Keep(topics, $"soon of {me.Value}", () => Find(db, me, now, cancel));
        var near = from p in found.Promises join c in found.Rows on p.Conversation equals c.Id where p.RemindedAt is not null || p.DueAt <= now orderby p.DueAt select new Near(p.Id, c.Number, c.Customer, p.Text, p.DueAt, c.Covers);
        var waits =
            from c in found.Rows
            let heard = c.SpokeAt ?? c.AskedAt
            where heard is not null && (c.WaitingSince is not null || c.PromisedUntil is not null)
            // Who knows until when to expect nothing is not waiting for it yet.
            where c.PromisedUntil is { } until ? until <= now : now - heard >= Views.TooLong(c.Channel)
            orderby heard
            select new Wait(c.Number, c.Customer, c.Channel, heard.Value, c.PromisedUntil, c.Covers);
        return new([.. found.Asks.Take(Most)], [.. near.Take(Most)], [.. waits.Take(Most)], now);
    }

    static async Task<Found> Find(RapportDb db, PersonId me, Instant now, CancellationToken cancel)
    {
        var covered = db.Speakers.Where(s => s.PersonId == me && s.Why == Standing.Cover && (s.Until == null || s.Until > now)).Select(s => s.ConversationId);
        var rows = await (
            from c in db.Conversations.AsNoTracking()
            join u in db.Customers on c.CustomerId equals u.Id
            where c.Status == Status.Open && (c.OwnerId == me || covered.Contains(c.Id)) && (c.WaitingSince != null || c.PromisedUntil != null)
            orderby c.UpdatedAt
            select new Row(c.Id, c.Number, u.Name, c.Channel, c.AskedAt, c.WaitingSince, c.PromisedUntil, db.Messages.Where(m => m.ConversationId == c.Id && m.From == MessageFrom.Agent).Max(m => (Instant?)m.At), c.OwnerId != me)).Take(LookedAt).ToListAsync(cancel);
        var ids = rows.Where(r => r.PromisedUntil is not null).Select(r => r.Id).ToList();
        var promises = ids.Count == 0 ? [] : await db.Promises.AsNoTracking().Where(p => ids.Contains(p.ConversationId) && p.KeptAt == null).ToListAsync(cancel);
        var asks = await (from c in db.Conversations join u in db.Customers on c.CustomerId equals u.Id where c.WaitsForId == me && c.OwnerId == null && c.Status == Status.Open orderby c.UpdatedAt select new Asking(c.Number, u.Name, c.Subject)).Take(LookedAt).ToListAsync(cancel);
        return new(rows, promises.ConvertAll(p => new Promised(p.Id, p.ConversationId, p.Text.ToString(), p.DueAt, p.RemindedAt)), asks);
    }
}

/// <summary>What is due soon, for a program; and when a waiting customer may expect to hear next, which is kept as a promise.</summary>
public sealed class SayWhenNext : IFeature
{
    const int Longest = 7 * 24 * 60;

    public sealed record Request(int? Minutes, Instant? DueAt);

    public sealed record PromiseView(PromiseId Id, long Number, string Customer, string Text, Instant DueAt, bool Covers);

    public sealed record WaitView(long Number, string Customer, Channel Channel, Instant LastHeardAt, Instant? ExpectedBy, bool Covers, string Because);

    public sealed record View(IEnumerable<PromiseView> Promises, IEnumerable<WaitView> Updates);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/me/soon", Show).For(Who.Agent);
        app.MapPost("/api/v1/conversations/{number:long}/next_update", Promise).For(Who.Agent);
        app.MapPost("/desk/{number:long}/next-update", Promise).For(Who.Agent);
    }

    static async Task<Answer<View>> Show(Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var soon = await Soon.Load(db, me.Id, time.Now(), cancel);
        return Answer.Ok(new View(soon.Promises.Select(p => new PromiseView(p.Promise, p.Number, p.Customer, p.Text, p.DueAt, p.Covers)), soon.Waits.Select(w => new WaitView(w.Number, w.Customer, w.Channel, w.HeardAt, w.ExpectedBy, w.Covers, w.InWords(soon.Now, me.Zone)))));
    }

    static async Task<Created<MakePromise.View>> Promise(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var now = time.Now();
        new Check().That(request.Minutes is not null || request.DueAt is not null, "minutes", "Say in how many minutes, or by when.").That(request.Minutes is null or (>= 1 and <= Longest), "minutes", $"“minutes” must be between 1 and {Longest}.").Done();
        var conversation = await db.ToChange(number, cancel);
        Refusal.If(conversation.Status is Status.Resolved, "This conversation is resolved, so nobody waits.");

        var promise = conversation.Promise(me.Id, "Write how it stands", request.DueAt ?? now + Duration.FromMinutes(request.Minutes!.Value), now, isUpdate: true);

        db.Add(promise);
        await db.Mind(promise, number, cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/conversations/{number}/promises/{promise.Id.Value}", MakePromise.View.Of(promise));
    }
}
