using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>The parts of the screen that say who hands what to whom: beside a conversation, and on every page what is asked of one.</summary>
public sealed class ShowPassing : IFeature
{
    const int Most = 5;

    public sealed record Offer(Handover Handover, Channel Channel, string From, string Customer, string Subject, Brief Brief);

    /// <summary>A customer whose line dropped in the middle of something, and to whom nobody has written back yet.</summary>
    public sealed record Dropped(long Number, string Customer, string Subject, Instant At);

    public sealed record Call(Assist Assist, string From, string Customer);

    public sealed record Asked(Me Me, IReadOnlyList<Offer> Offers, IReadOnlyList<Call> Calls, IReadOnlyList<Dropped> Dropped, IReadOnlyList<Gap> News, Instant Now);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{number:long}/passing", Beside).For(Who.Agent);
    }

    static async Task<IResult> Beside(long number, Me me, RapportDb db, Lines lines, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<PassingPart>(http, new { Passing = await PassingView.Load(db, lines, number, me, time.Now(), cancel) });

    /// <summary>What is asked of somebody, wherever they are; the page around it knows what other rooms ask.</summary>
    public static async Task<Asked> Offers(RapportDb db, Me me, Instant now, CancellationToken cancel)
    {
        var open = await (
            from h in db.Handovers.AsNoTracking()
            join c in db.Conversations on h.ConversationId equals c.Id
            join u in db.Customers on c.CustomerId equals u.Id
            join s in db.People on h.SenderId equals s.Id
            where h.EndedAt == null && h.Stage == Stage.Offered && h.SenderId != me.Id && (h.ToId == me.Id || h.ToTeam)
            orderby h.OfferedAt
            select new { h, c.Channel, s.Name, Customer = u.Name, c.Subject }).Take(50).ToListAsync(cancel);
        var offers = new List<Offer>();
        foreach (var o in open.Where(o => o.h.IsAsked(me.Id)).Take(Most)) offers.Add(new(o.h, o.Channel, o.Name, o.Customer, o.Subject, await db.TravelledBrief(o.h.ConversationId, cancel)));
        var calls = await (
            from a in db.Assists.AsNoTracking()
            join c in db.Conversations on a.ConversationId equals c.Id
            join u in db.Customers on c.CustomerId equals u.Id
            join s in db.People on a.OwnerId equals s.Id
            where a.EndedAt == null && a.JoinedAt == null && a.HelperId == me.Id
            orderby a.AskedAt
            select new Call(a, s.Name, u.Name)).Take(Most).ToListAsync(cancel);
        return new(me, offers, calls, await WriteBack(db, me.Id, cancel), await db.NewsFor(me.Id, now, cancel), now);
    }

    /// <summary>Their owner writes back first, or who covers for the owner.</summary>
    static async Task<List<Dropped>> WriteBack(RapportDb db, PersonId me, CancellationToken cancel)
    {
        if (!await db.LostLines.AnyAsync(l => l.WrittenBackAt == null, cancel)) return [];
        return await (
            from l in db.LostLines
            join c in db.Conversations on l.ConversationId equals c.Id
            join u in db.Customers on c.CustomerId equals u.Id
            where l.WrittenBackAt == null && c.Status == Status.Open && (c.OwnerId == me || db.Covers.Any(o => o.PersonId == c.OwnerId && o.CoveredById == me && o.EndedAt == null))
            orderby l.At
            select new Dropped(c.Number, u.Name, c.Subject, l.At)).Take(Most).ToListAsync(cancel);
    }
}
