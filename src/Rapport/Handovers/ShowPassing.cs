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
        // Few are open at a time: joined at once, the database would rather read through all conversations.
        var open = await db.Handovers.AsNoTracking().Where(h => h.EndedAt == null && h.Stage == Stage.Offered && h.SenderId != me.Id && (h.ToId == me.Id || h.ToTeam)).OrderBy(h => h.OfferedAt).Take(50).ToListAsync(cancel);
        var asked = open.Where(h => h.IsAsked(me.Id)).Take(Most).ToList();
        var helps = await db.Assists.AsNoTracking().Where(a => a.EndedAt == null && a.JoinedAt == null && a.HelperId == me.Id).OrderBy(a => a.AskedAt).Take(Most).ToListAsync(cancel);
        var ids = asked.Select(h => h.ConversationId).Concat(helps.Select(a => a.ConversationId)).Distinct().ToList();
        var about = await (
            from c in db.Conversations
            join u in db.Customers on c.CustomerId equals u.Id
            where ids.Contains(c.Id)
            select new { c.Id, c.Channel, c.Subject, Customer = u.Name }).ToDictionaryAsync(c => c.Id, cancel);
        var names = await db.Names(cancel);
        var offers = new List<Offer>();
        foreach (var h in asked) offers.Add(new(h, about[h.ConversationId].Channel, names[h.SenderId].Name, about[h.ConversationId].Customer, about[h.ConversationId].Subject, await db.TravelledBrief(h.ConversationId, cancel)));
        var calls = helps.Select(a => new Call(a, names[a.OwnerId].Name, about[a.ConversationId].Customer)).ToList();
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
