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
    const int Shown = 60, More = 200, MostCorrections = 50;

    /// <summary>A moment with what was said around it.</summary>
    public sealed record Entry(Moment Moment, long Number, string Customer, string? Mine, string? Theirs);

    public sealed record Told(long Number, string Customer, string Words, Instant At);

    public sealed record Corrected(long Number, MessageId Message, string Words, IReadOnlyList<BehaviorKind> Proposed);

    public sealed record View(Me Me, IReadOnlyList<Entry> Entries, int Earlier, IReadOnlyList<Told> Told, IReadOnlyList<Corrected> Corrected, Trend Trend, Instant Now)
    {
        public int ShownWithMore => Entries.Count + More;
    }

    /// <summary>Changes with one's own book; only its owner may follow it.</summary>
    public static string Topic(PersonId me) => $"book:{me.Value}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/book", async (int? shown, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<BookPage>(new { Page = await Load(db, me, shown, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/book/moments", async (int? shown, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<BookMoments>(http, new { Page = await Load(db, me, shown, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/api/v1/moments", List).For(Who.Agent);
    }

    /// <summary>One's own, newest first.</summary>
    static async Task<Answer> List(Guid? after, int? limit, Me me, RapportDb db, CancellationToken cancel)
    {
        var page = Paging.Limit(limit);
        var mine = await (from m in db.Moments.AsNoTracking() join c in db.Conversations on m.ConversationId equals c.Id where m.GiverId == me.Id select new { m, c.Number }).ToListAsync(cancel);
        var inOrder = mine.OrderByDescending(x => x.m.At).ThenByDescending(x => x.m.Id.Value);
        var rest = after is { } last ? inOrder.SkipWhile(x => x.m.Id.Value != last).Skip(1) : inOrder;
        return Paging.Page(rest.Take(page + 1).ToList(), page, x => x.m.Id.Value, x => MomentView.Of(x.m, x.Number));
    }

    static async Task<View> Load(RapportDb db, Me me, int? asked, Instant now, CancellationToken cancel)
    {
        var shown = Math.Clamp(asked ?? Shown, Shown, 10_000);
        var rows = await (
            from m in db.Moments.AsNoTracking()
            join c in db.Conversations on m.ConversationId equals c.Id
            join customer in db.Customers on c.CustomerId equals customer.Id
            where m.GiverId == me.Id
            orderby m.At descending
            select new { m, c.Number, customer.Name }).Take(shown).ToListAsync(cancel);
        var ids = rows.ConvertAll(r => r.m.ConversationId);
        var said = (await db.Messages.AsNoTracking().Where(x => ids.Contains(x.ConversationId)).OrderBy(x => x.Position).ToListAsync(cancel)).ToLookup(x => x.ConversationId);
        var entries = rows.ConvertAll(r => Around(r.m, r.Number, r.Name, [.. said[r.m.ConversationId]]));
        var all = await db.Moments.CountAsync(m => m.GiverId == me.Id, cancel);
        return new(me, entries, all - entries.Count, await ToldWhereIServed(db, me, cancel), await MyCorrections(db, me, cancel), await Trend.Of(db, me.Id, now, cancel), now);
    }

    /// <summary>What was given, and what the customer said to it; without a message, what the customer had said last.</summary>
    static Entry Around(Moment m, long number, string customer, IReadOnlyList<Message> thread)
    {
        var mine = thread.FirstOrDefault(x => x.Id == m.MessageId);
        var theirs = mine is not null
            ? thread.FirstOrDefault(x => x.Position > mine.Position && x.From is MessageFrom.Customer)
            : thread.LastOrDefault(x => x.At <= m.At && x.From is MessageFrom.Customer);
        return new(m, number, customer, mine?.Body, theirs?.Body);
    }

    static async Task<List<Told>> ToldWhereIServed(RapportDb db, Me me, CancellationToken cancel) => await (
        from t in db.ToldMoments.AsNoTracking()
        join c in db.Conversations on t.ConversationId equals c.Id
        join customer in db.Customers on c.CustomerId equals customer.Id
        where db.Messages.Any(m => m.ConversationId == c.Id && m.PersonId == me.Id)
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
