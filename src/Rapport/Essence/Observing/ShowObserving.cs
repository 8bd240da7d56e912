using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Essence.Observing;

/// <summary>Who asks to look on, whom one has asked, what was written about oneself, and what colleagues show.</summary>
public sealed class ShowObserving : IFeature
{
    const int Most = 100;

    /// <summary>Somebody asks; or, once there was a yes, may look on until then.</summary>
    public sealed record Asked(ObservationAskId Id, string Observer, string? ContactType, bool Yes, Instant Until);

    public sealed record MyAsk(ObservationAskId Id, string Observed, string? ContactType, bool Yes);

    public sealed record Note(ObservationId Id, string Observer, string Observed, IReadOnlyList<SeenStep> Steps, IReadOnlyList<string> Behaviors, Thanked? ThankedFirst, string? Words, string? Added, long? Conversation, Instant WrittenAt, bool Shown);

    public sealed record View(IReadOnlyList<Asked> Asks, IReadOnlyList<MyAsk> Mine, IReadOnlyList<Note> AboutMe, IReadOnlyList<Note> ShownByOthers);

    public sealed record Choice(string Value, string Name);

    public sealed record PageView(Me Me, View All, IReadOnlyList<Choice> People, IReadOnlyList<Choice> Types, Instant Now);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/observing", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Answer.Ok(await Load(db, me, time.Now(), cancel))).For(Who.Agent);
        app.MapGet("/observing", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<ObservingPage>(new { Page = await Page(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/observing/parts", async (Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<ObservingParts>(http, new { Page = await Page(db, me, time.Now(), cancel) })).For(Who.Agent);
    }

    static async Task<PageView> Page(RapportDb db, Me me, Instant now, CancellationToken cancel) => new(
        me, await Load(db, me, now, cancel),
        await db.People.AsNoTracking().Where(p => p.Active && p.Id != me.Id).OrderBy(p => p.Name).Take(500).Select(p => new Choice(p.Id.Value.ToString(), p.Name)).ToListAsync(cancel),
        await db.ContactTypes.AsNoTracking().OrderBy(t => t.Name).Select(t => new Choice(t.Key, t.Name)).ToListAsync(cancel), now);

    /// <summary>For the corner of every page: what somebody asks just now. After a while it is out of the way, and stands on its own page.</summary>
    public static async Task<IReadOnlyList<Asked>> JustNow(RapportDb db, PersonId me, Instant now, CancellationToken cancel)
    {
        var since = now - Duration.FromMinutes(10);
        var asks = await (
            from a in db.ObservationAsks.AsNoTracking()
            join p in db.People on a.ObserverId equals p.Id
            where a.ObservedId == me && a.AskedAt > since && a.YesAt == null && !a.SetAside
            select new { a.Id, a.AskedAt, p.Name, Type = db.ContactTypes.Where(t => t.Id == a.ContactTypeId).Select(t => t.Name).FirstOrDefault() }).Take(5).ToListAsync(cancel);
        return asks.ConvertAll(a => new Asked(a.Id, a.Name, a.Type, false, a.AskedAt + ObservationAsk.Holds));
    }

    static async Task<View> Load(RapportDb db, Me me, Instant now, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var asks = await (
            from a in db.ObservationAsks.AsNoTracking()
            join observer in db.People on a.ObserverId equals observer.Id
            join observed in db.People on a.ObservedId equals observed.Id
            where a.ObserverId == me.Id || a.ObservedId == me.Id
            orderby a.AskedAt descending
            select new { Ask = a, Observer = observer.Name, Observed = observed.Name, Type = db.ContactTypes.Where(t => t.Id == a.ContactTypeId).Select(t => t.Name).FirstOrDefault() }).Take(Most).ToListAsync(cancel);
        var notes = await Notes(db.Observations.Where(o => o.ObservedId == me.Id), db, cancel);
        var shown = await Notes(db.Observations.Where(o => o.ObservedId != me.Id && o.ShownAt != null), db, cancel);
        return new(
            [.. asks.Where(a => a.Ask.ObservedId == me.Id && (a.Ask.IsOpen(now) || a.Ask.HasYes(now))).Select(a => new Asked(a.Ask.Id, a.Observer, a.Type, a.Ask.YesAt is not null, (a.Ask.YesAt ?? a.Ask.AskedAt) + ObservationAsk.Holds))],
            // Whether it was set aside makes no difference here.
            [.. asks.Where(a => a.Ask.ObserverId == me.Id && !a.Ask.Used && (a.Ask.HasYes(now) || (a.Ask.YesAt is null && now < a.Ask.AskedAt + ObservationAsk.Holds))).Select(a => new MyAsk(a.Ask.Id, a.Observed, a.Type, a.Ask.YesAt is not null))],
            notes, shown);
    }

    static async Task<List<Note>> Notes(IQueryable<Observation> which, RapportDb db, CancellationToken cancel) => [.. (await (
        from o in which.AsNoTracking()
        join observer in db.People on o.ObserverId equals observer.Id
        join observed in db.People on o.ObservedId equals observed.Id
        orderby o.WrittenAt descending
        select new { o, Observer = observer.Name, Observed = observed.Name, Number = db.Conversations.Where(c => c.Id == o.ConversationId).Select(c => (long?)c.Number).FirstOrDefault() }).Take(Most).ToListAsync(cancel))
        .Select(n => new Note(n.o.Id, n.Observer, n.Observed, n.o.StepsSeen, [.. n.o.BehaviorsSeen.Select(b => b.Key())], n.o.Thanked, n.o.Words, n.o.Added, n.Number, n.o.WrittenAt, n.o.ShownAt is not null))];
}
