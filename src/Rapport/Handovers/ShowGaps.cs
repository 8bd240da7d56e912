using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>What people could not do alone, with what it cost the customers; who closes it, and by when. No figure here is one person's.</summary>
public sealed class ShowGaps : IFeature
{
    static readonly Duration Window = Duration.FromDays(90);

    // People: How many people of the desk the customers met, all conversations together.
    // Minutes: How long customers waited between “somebody comes” and “here I am”, or until it was clear that nobody would.
    public sealed record Row(Reason Reason, string Missing, int Times, int Conversations, int People, int Repeats, int Confused, long Minutes, Gap? Gap, string? Owner);

    public sealed record View(Me Me, IReadOnlyList<Row> Rows, IReadOnlyList<Gap> Closed, IReadOnlyList<(PersonId Id, string Name)> Leads, int Handovers, int Assists, int Overrides, int Asked, int Answered, int Repeated, int Confused, Instant Now);

    public sealed record ClosedView(Reason Reason, string Missing, Instant? ClosedAt, string? How);

    /// <summary>Of those asked whether they had to say something twice, how many answered, and how many said yes.</summary>
    public sealed record Repeating(int Asked, int Answered, int Yes);

    /// <summary>Of those asked that, how many said by themselves that they were confused.</summary>
    public sealed record Confusing(int Asked, int Said);

    /// <summary>The gaps as a program sees them.</summary>
    public sealed record Figures(IReadOnlyList<Row> Items, IEnumerable<ClosedView> Closed, int Handovers, int Assists, int Overrides, Repeating HadToRepeat, Confusing WasConfused);

    public sealed record TakenOn(GapId Id, Reason Reason, string Missing, Instant DueAt);

    public sealed record TakeOnRequest(string? Reason, string? Missing, string? Owner, Instant? DueAt);

    public sealed record CloseRequest(string? How);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/handovers/gaps", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Pages.Show<GapsPage>(new { Page = await Load(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/handovers/gaps/closed", async (Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) => Fragment.Of<ClosedGaps>(http, new { Page = await Load(db, me, time.Now(), cancel) })).For(Who.Agent);
        app.MapGet("/api/v1/gaps", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) =>
        {
            var view = await Load(db, me, time.Now(), cancel);
            return Answer.Ok(new Figures(view.Rows, view.Closed.Select(g => new ClosedView(g.Reason, g.Missing, g.ClosedAt, g.ClosedBy)), view.Handovers, view.Assists, view.Overrides, new(view.Asked, view.Answered, view.Repeated), new(view.Asked, view.Confused)));
        }).For(Who.Lead);
        foreach (var route in new[] { "/api/v1/gaps", "/handovers/gaps" })
        {
            app.MapPost(route, TakeOn).For(Who.Lead);
            app.MapPost(route + "/{gap}/closing", Close).For(Who.Lead);
            app.MapPost(route + "/{gap}/reading", Read).For(Who.Agent);
        }
    }

    static async Task<Created<TakenOn>> TakeOn(TakeOnRequest request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Why(request.Reason, request.Missing).That(request.DueAt is not null, "due_at", "Say by when it will be closed.").AtMost("owner", request.Owner, 254).Done();
        var (reason, missing) = Reasons.Of(request.Reason!, request.Missing);
        var owner = request.Owner is null || request.Owner == me.Id.Value.ToString() ? me.Id : (await db.Colleague(request.Owner, me, cancel)).Id;
        var gap = await db.Gaps.SingleOrDefaultAsync(g => g.Reason == reason && g.Missing == (missing ?? "") && g.ClosedAt == null, cancel);
        if (gap is null) db.Add(gap = new Gap { Reason = reason, Missing = missing ?? "" });

        gap.TakeOn(owner, request.DueAt!.Value, time.Now());

        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/gaps/{gap.Id.Value}", new TakenOn(gap.Id, gap.Reason, gap.Missing, gap.DueAt));
    }

    static async Task<NoContent> Close(GapId gap, CloseRequest request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("how", request.How, 500).Done();
        var found = await db.Gaps.SingleOrDefaultAsync(g => g.Id == gap, cancel) ?? throw new NotFound("gap");
        found.Close(request.How!, time.Now());
        // Whoever went without it hears of it wherever they look.
        foreach (var person in await db.WentWithout(found, time.Now(), cancel)) db.Touch(Screens.Of(person));
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Read(GapId gap, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        if (!await db.Gaps.AnyAsync(g => g.Id == gap && g.ClosedAt != null, cancel)) throw new NotFound("closed gap");
        if (!await db.ReadGaps.AnyAsync(r => r.GapId == gap && r.PersonId == me.Id, cancel)) db.Add(new ReadGap { GapId = gap, PersonId = me.Id, At = time.Now() });
        db.Touch(Screens.Of(me.Id));
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<View> Load(RapportDb db, Me me, Instant now, CancellationToken cancel)
    {
        var since = now - Window;
        var handovers = await db.Handovers.AsNoTracking().Where(h => h.OfferedAt > since).Select(h => new Passed(h.ConversationId, h.Reason, h.Missing ?? "", h.OfferedAt, h.JoinedAt ?? h.EndedAt, h.OverriddenBecause != null)).ToListAsync(cancel);
        var assists = await db.Assists.AsNoTracking().Where(a => a.AskedAt > since).Select(a => new Passed(a.ConversationId, a.Reason, a.Missing ?? "", a.AskedAt, a.JoinedAt ?? a.EndedAt, false)).ToListAsync(cancel);
        var gaps = await db.Gaps.AsNoTracking().ToListAsync(cancel);
        // What has been closed since is not missing any more, and only what comes after that counts again.
        var all = handovers.Concat(assists).Where(p => !gaps.Exists(g => g.Reason == p.Reason && g.Missing == p.Missing && g.ClosedAt > p.From)).ToList();
        var ids = all.Select(p => p.Conversation).Distinct().ToList();
        var met = (await db.Messages.AsNoTracking().Where(m => ids.Contains(m.ConversationId) && m.PersonId != null).Select(m => new { m.ConversationId, m.PersonId }).Distinct().ToListAsync(cancel)).ToLookup(m => m.ConversationId);
        var repeats = (await db.Told.AsNoTracking().Where(t => ids.Contains(t.ConversationId) && t.Question == Told.Repeated && t.Answer == true).Select(t => t.ConversationId).ToListAsync(cancel)).ToLookup(c => c);
        var confused = (await db.Told.AsNoTracking().Where(t => ids.Contains(t.ConversationId) && t.Confused == true).Select(t => t.ConversationId).ToListAsync(cancel)).ToLookup(c => c);
        var questions = await db.Told.AsNoTracking().Where(t => t.Question == Told.Repeated && t.At > since).Select(t => new { t.Answer, t.Confused }).ToListAsync(cancel);
        var everybody = await db.Names(cancel);
        var names = (await db.People.AsNoTracking().Where(p => p.Active && p.Role != Role.Agent).OrderBy(p => p.Name).Select(p => new { p.Id, p.Name }).ToListAsync(cancel)).ConvertAll(p => (p.Id, p.Name));
        var rows = all.GroupBy(p => (p.Reason, p.Missing)).Select(g =>
        {
            var talks = g.Select(p => p.Conversation).Distinct().ToList();
            var gap = gaps.Find(x => x.Reason == g.Key.Reason && x.Missing == g.Key.Missing && x.ClosedAt is null);
            return new Row(g.Key.Reason, g.Key.Missing, g.Count(), talks.Count, talks.Sum(c => met[c].Count()), talks.Sum(c => repeats[c].Count()), talks.Sum(c => confused[c].Count()), (long)g.Sum(p => ((p.Until ?? now) - p.From).TotalMinutes), gap, gap is null ? null : everybody[gap.OwnerId].Name);
        }).OrderByDescending(r => r.Repeats + r.People).ThenByDescending(r => r.Times).ToList();
        return new(me, rows, [.. gaps.Where(g => g.ClosedAt > since).OrderByDescending(g => g.ClosedAt)], names, handovers.Count, assists.Count, handovers.Count(h => h.Overridden), questions.Count, questions.Count(q => q.Answer is not null), questions.Count(q => q.Answer is true), questions.Count(q => q.Confused is true), now);
    }

    sealed record Passed(ConversationId Conversation, Reason Reason, string Missing, Instant From, Instant? Until, bool Overridden);
}
