using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Essence.Moments;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Discretion;

/// <summary>The page of surprises: the kit, one's own entries; and for a lead what the house gave, by gesture and day and never by person.</summary>
public sealed class ShowLedger : IFeature
{
    const int Shown = 50, UsualDays = 28;

    public sealed record Mine(Spend Spend, string Title, long Number, string? Reason, bool Undone);

    /// <summary>One's own entry, for a program.</summary>
    public sealed record EntryView(SpendId Id, GestureId Gesture, string Title, long Conversation, long Minor, string Currency, string Day, Instant At, SpendId? TakesBack, string? Reason);

    public sealed record Total(string Currency, long Minor, int Times);

    /// <summary>What the house gave, for a program.</summary>
    public sealed record LedgerView(IReadOnlyList<HouseLedger.Row> Items, int LeastPeople, IEnumerable<Total> Totals, string? Next);

    public sealed record Page(Me Me, Allowance? Allowance, Money? Left, IReadOnlyList<Gesture> Kit, IReadOnlyList<Gesture> Choosable, IReadOnlyList<Mine> Own, BookPlace? Before, BookPlace? Next, IReadOnlyList<HouseLedger.Row> House, IReadOnlyList<ContactType> Types, Instant Now);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/essence/surprises", async (BookPlace? before, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<SurprisesPage>(new { Page = await Load(db, me, before, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/essence/surprises/parts", async (BookPlace? before, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<SurpriseParts>(http, new { Page = await Load(db, me, before, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/api/v1/surprises", Own).For(Who.Agent);
        app.MapGet("/api/v1/ledger", House).For(Who.Lead);
    }

    /// <summary>One's own, newest first.</summary>
    static async Task<Answer<PageOf<EntryView>>> Own(BookPlace? after, int? limit, Me me, RapportDb db, CancellationToken cancel)
    {
        var page = Paging.Limit(limit);
        return Paging.Page(await OwnEntries(db, me, after, page, cancel), page, m => (FormattableString)$"{PlaceOf(m)}",
            m => new EntryView(m.Spend.Id, m.Spend.GestureId, m.Title, m.Number, m.Spend.Minor, m.Spend.Currency, m.Spend.Day, m.Spend.At, m.Spend.TakesBack, m.Reason));
    }

    static async Task<Answer<LedgerView>> House(string? from, string? to, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(IsDay(from), "from", "“from” must be a day, like 2026-11-01.").That(IsDay(to), "to", "“to” must be a day, like 2026-11-30.").Done();
        var rows = await HouseLedger.Read(db, from ?? Usual(time.Now()), to, time.Now(), cancel);
        var totals = rows.GroupBy(r => r.Currency, StringComparer.Ordinal).Select(g => new Total(g.Key, g.Sum(r => r.Minor), g.Sum(r => r.Times)));
        return Answer.Ok(new LedgerView(rows, Crowd.Least, totals, null));
    }

    static async Task<Page> Load(RapportDb db, Me me, BookPlace? before, Instant now, CancellationToken cancel)
    {
        var allowance = await PurseView.Current(db, cancel);
        var gestures = await db.Gestures.AsNoTracking().OrderBy(g => g.Minor).ThenBy(g => g.Title).ToListAsync(cancel);
        var kit = gestures.FindAll(g => g.RetiredAt is null);
        // For which the lead can set money aside: what costs some, and what it is set aside for already, though it be free or out of the kit.
        var choosable = gestures.FindAll(g => allowance?.Names(g) is true || (g.RetiredAt is null && !g.IsFree));
        var lead = me.Role >= Role.Lead;
        var own = await OwnEntries(db, me, before, Shown, cancel);
        return new(me, allowance, allowance is null ? null : await PurseView.LeftToday(db, allowance, me.Id, now, cancel), kit, choosable, [.. own.Take(Shown)], before, own.Count > Shown ? PlaceOf(own[Shown - 1]) : null,
            lead ? await HouseLedger.Read(db, Usual(now), null, now, cancel) : [], lead ? await db.ContactTypes.AsNoTracking().OrderBy(t => t.Name).ToListAsync(cancel) : [], now);
    }

    /// <summary>One more than the page has, so that it is known whether there are more.</summary>
    static async Task<List<Mine>> OwnEntries(RapportDb db, Me me, BookPlace? before, int page, CancellationToken cancel) => await (
        from s in SpendsOf(db, me, before).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).Take(page + 1).AsNoTracking()
        join g in db.Gestures on s.GestureId equals g.Id
        join c in db.Conversations on s.ConversationId equals c.Id
        join r in db.SpendReasons on s.Id equals r.SpendId into reasons
        from r in reasons.DefaultIfEmpty()
        orderby s.At descending, s.Id descending
        select new Mine(s, g.Title, c.Number, r == null ? null : r.Text, db.Spends.Any(b => b.TakesBack == s.Id))).ToListAsync(cancel);

    static IQueryable<Spend> SpendsOf(RapportDb db, Me me, BookPlace? before) => before is not { } place ? db.Spends.Where(s => s.PersonId == me.Id)
        : db.Spends.FromSql($"SELECT * FROM spends WHERE person_id = {db.Raw(me.Id.Value)} AND (at, id) < ({db.Raw(place.At)}, {db.Raw(place.Id)})");

    static BookPlace PlaceOf(Mine mine) => new(mine.Spend.At, mine.Spend.Id.Value);

    static string Usual(Instant now) => Spend.DayOf(now - Duration.FromDays(UsualDays));

    static bool IsDay(string? text) => text is null || Time.TryDay(text, out _);
}
