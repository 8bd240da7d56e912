using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Essence.Moments;

/// <summary>One's own moments, by date, with the customers' words. There is no other person's book to ask for.</summary>
public sealed class Book : IFeature
{
    const int Shown = 50, MostCorrections = 50;

    /// <summary>A moment with what was said around it.</summary>
    public sealed record Entry(Moment Moment, long Number, string Customer, string? Mine, string? Theirs);

    public sealed record Told(long Number, string Customer, string Words, Instant At);

    public sealed record Corrected(long Number, MessageId Message, string Words, IReadOnlyList<BehaviorKind> Proposed);

    /// <param name="Me">Whose book it is.</param>
    /// <param name="Entries">A page of it.</param>
    /// <param name="Before">The place this page begins at; none for the newest.</param>
    /// <param name="Next">The place the next page begins at, where there are older moments.</param>
    /// <param name="Told">What customers told.</param>
    /// <param name="Corrected">What its owner said it was not.</param>
    /// <param name="Trend">With the newest page alone.</param>
    /// <param name="Now">The present.</param>
    public sealed record View(Me Me, IReadOnlyList<Entry> Entries, BookPlace? Before, BookPlace? Next, IReadOnlyList<Told> Told, IReadOnlyList<Corrected> Corrected, Trend? Trend, Instant Now);

    /// <summary>Changes with one's own book; only its owner may follow it.</summary>
    public static string Topic(PersonId me) => $"book:{me.Value}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/book", async (BookPlace? before, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<BookPage>(new { Page = await Load(db, me, before, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/book/moments", async (BookPlace? before, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<BookMoments>(http, new { Page = await Load(db, me, before, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/api/v1/moments", List).For(Who.Agent);
    }

    /// <summary>One's own, newest first.</summary>
    static async Task<Answer<PageOf<MomentView>>> List(BookPlace? after, int? limit, Me me, RapportDb db, CancellationToken cancel)
    {
        var page = Paging.Limit(limit);
        var mine = await (
            from m in db.MomentsOf(me, after).AsNoTracking().Take(page + 1)
            join c in db.Conversations on m.ConversationId equals c.Id
            orderby m.At descending, m.Id descending
            select new { m, c.Number }).ToListAsync(cancel);
        return Paging.Page(mine, page, x => (FormattableString)$"{BookPlace.Of(x.m)}", x => MomentView.Of(x.m, x.Number));
    }

    static async Task<View> Load(RapportDb db, Me me, BookPlace? before, Instant now, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var entries = await Entries(db, me, before, cancel);
        BookPlace? next = entries.Count > Shown ? BookPlace.Of(entries[Shown - 1].Moment) : null;
        entries = [.. entries.Take(Shown)];
        // What stands below the newest moments stands there once.
        return before is not null ? new(me, entries, before, next, [], [], null, now)
            : new(me, entries, null, next, await ToldToMe(db, me, cancel), await MyCorrections(db, me, cancel), await Trend.Of(db, me.Id, now, cancel), now);
    }

    /// <summary>What was given, and what the customer said to it; without a message, what the customer had said last.</summary>
    static Task<List<Entry>> Entries(RapportDb db, Me me, BookPlace? before, CancellationToken cancel) => (
        from m in db.MomentsOf(me, before).AsNoTracking().Take(Shown + 1)
        join c in db.Conversations on m.ConversationId equals c.Id
        join customer in db.Customers on c.CustomerId equals customer.Id
        orderby m.At descending, m.Id descending
        select new Entry(m, c.Number, customer.Name,
            db.Messages.Where(x => x.Id == m.MessageId).Select(x => x.Body).FirstOrDefault(),
            m.MessageId == null
                ? db.Messages.Where(x => x.ConversationId == m.ConversationId && x.From == MessageFrom.Customer && x.At <= m.At).OrderByDescending(x => x.Position).Select(x => x.Body).FirstOrDefault()
                : db.Messages.Where(x => x.ConversationId == m.ConversationId && x.From == MessageFrom.Customer && x.Position > db.Messages.Where(y => y.Id == m.MessageId).Select(y => y.Position).FirstOrDefault()).OrderBy(x => x.Position).Select(x => x.Body).FirstOrDefault())).ToListAsync(cancel);

    static async Task<List<Told>> ToldToMe(RapportDb db, Me me, CancellationToken cancel) => await (
        from f in db.ToldFor.AsNoTracking()
        join t in db.ToldMoments on f.ToldId equals t.Id
        join c in db.Conversations on t.ConversationId equals c.Id
        join customer in db.Customers on c.CustomerId equals customer.Id
        where f.PersonId == me.Id
        orderby t.At descending
        select new Told(c.Number, customer.Name, t.Words, t.At)).Take(Shown).ToListAsync(cancel);

    static async Task<List<Corrected>> MyCorrections(RapportDb db, Me me, CancellationToken cancel)
    {
        var rows = await (
            from x in db.Corrections.AsNoTracking()
            join m in db.Messages on x.MessageId equals m.Id
            join c in db.Conversations on m.ConversationId equals c.Id
            where m.PersonId == me.Id
            orderby x.At descending
            select new { c.Number, m.Id, m.Body, x.Proposed }).Take(MostCorrections).ToListAsync(cancel);
        return [.. rows.GroupBy(r => r.Id).Select(g => new Corrected(g.First().Number, g.Key, g.First().Body, [.. g.Select(r => r.Proposed)]))];
    }
}
