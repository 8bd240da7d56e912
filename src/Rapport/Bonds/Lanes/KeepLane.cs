using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Bonds.Lanes;

/// <summary>One's own lane: how many may wait, and whether it may be said today that one is in. A lead may say that fewer are enough, and sees who has how much to do, by name and in no other order.</summary>
public sealed class KeepLane : IFeature
{
    public sealed record LimitRequest(int? Limit);

    public sealed record SaysRequest(string? Says);

    public sealed record WaitingView(long Number, string Customer, Instant AskedAt, Instant AnswerBy);

    public sealed record QuestionView(string Customer, Instant At, InAnswer Answer);

    public sealed record View(int Limit, int? OwnLimit, int? LeadLimit, int Load, InSays? Says, Instant? SaysUntil, IReadOnlyList<WaitingView> Waiting, IReadOnlyList<QuestionView> Asked);

    public sealed record LoadView(ShowBonds.PersonaView Person, int Load, int Limit, int? LeadLimit);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var me in new[] { "/api/v1/me/lane", "/bonds/lane" })
        {
            app.MapPut(me + "/limit", Own).For(Who.Agent);
            app.MapPut(me + "/presence", Let).For(Who.Agent);
            app.MapDelete(me + "/presence", (Me me, RapportDb db, CancellationToken cancel) => Say(db, me, null, default, cancel)).For(Who.Agent);
        }
        app.MapGet("/api/v1/me/lane", async (Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Answer.Ok(await Load(db, me.Id, time.Now(), cancel))).For(Who.Agent);
        foreach (var lanes in new[] { "/api/v1/lanes", "/team/lanes" }) app.MapPut(lanes + "/{person}/limit", ByLead).For(Who.Lead);
        app.MapGet("/api/v1/lanes", async (RapportDb db, CancellationToken cancel) => Answer.Ok(Paging.All(await Loads(db, cancel)))).For(Who.Lead);
    }

    static Check Allowed(int? limit) => new Check().That(limit is null or (>= 0 and <= Lane.Most), "limit", $"“limit” must be between 0 and {Lane.Most}, or left out for the usual.");

    static async Task<NoContent> Own(LimitRequest request, Me me, RapportDb db, CancellationToken cancel)
    {
        Allowed(request.Limit).Done();
        (await LaneOf(db, me.Id, cancel)).Bound(request.Limit, byLead: false);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> ByLead(PersonId person, LimitRequest request, RapportDb db, CancellationToken cancel)
    {
        Allowed(request.Limit).Done();
        if (!await db.People.AnyAsync(p => p.Id == person && p.Active, cancel)) throw new NotFound("person");
        (await LaneOf(db, person, cancel)).Bound(request.Limit, byLead: true);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Let(SaysRequest request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.Says is not null, "says", "“says” is missing. Say in or out, or take it back.").OneOf("says", request.Says, "in", "out").Done();
        var today = time.Now().InZone(me.Zone).Date;
        return await Say(db, me, request.Says == "in" ? InSays.In : InSays.Out, me.Zone.AtStartOfDay(today.PlusDays(1)).ToInstant(), cancel);
    }

    static async Task<NoContent> Say(RapportDb db, Me me, InSays? says, Instant until, CancellationToken cancel)
    {
        (await LaneOf(db, me.Id, cancel)).Let(says, until);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Lane> LaneOf(RapportDb db, PersonId person, CancellationToken cancel)
    {
        await db.Alone(ForSettings, person.Value, cancel);
        var lane = await db.Lanes.SingleOrDefaultAsync(l => l.PersonId == person, cancel);
        if (lane is null) db.Add(lane = new Lane { PersonId = person });
        return lane;
    }

    const int ForSettings = 5504;

    public static async Task<View> Load(RapportDb db, PersonId me, Instant now, CancellationToken cancel)
    {
        var lane = await db.Lanes.AsNoTracking().SingleOrDefaultAsync(l => l.PersonId == me, cancel);
        var waiting = await (from a in db.LaneAsks join c in db.Customers on a.CustomerId equals c.Id where a.PersonId == me && a.EndedAt == null orderby a.AskedAt select new WaitingView(a.Number, c.Name, a.AskedAt, a.AnswerBy)).ToListAsync(cancel);
        var asked = await (from q in db.InQuestions join c in db.Customers on q.CustomerId equals c.Id where q.PersonId == me orderby q.At descending select new QuestionView(c.Name, q.At, q.Answer)).Take(100).ToListAsync(cancel);
        var says = lane?.SaysAt(now);
        return new(lane?.Limit ?? Lane.Usual, lane?.OwnLimit, lane?.LeadLimit, await db.LaneLoad(me, cancel), says, says is null ? null : lane!.SaysUntil, waiting, asked);
    }

    /// <summary>Loads and limits, so that nobody has too much; by name, and with nothing of who knows whom.</summary>
    public static async Task<List<LoadView>> Loads(RapportDb db, CancellationToken cancel)
    {
        var people = await (from p in db.People.AsNoTracking() where p.Active join l in db.Lanes on p.Id equals l.PersonId into lanes from l in lanes.DefaultIfEmpty() orderby p.Name select new { p.Id, p.Name, Lane = l }).Take(500).ToListAsync(cancel);
        var loads = new List<LoadView>();
        foreach (var p in people) loads.Add(new(new(p.Id, p.Name), await db.LaneLoad(p.Id, cancel), p.Lane?.Limit ?? Lane.Usual, p.Lane?.LeadLimit));
        return loads;
    }
}
