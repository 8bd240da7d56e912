using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Bonds.Lanes;

/// <summary>Who waits for me, for the corner of every page and beside the conversation. Those that are handed over stand among the handovers.</summary>
public sealed class LanesOfMe : IFeature
{
    const int Most = 5;

    /// <summary>After a while it is out of the way, and stands above their list and on their own page.</summary>
    static readonly Duration Shown = Duration.FromMinutes(10);

    public sealed record Ask(long Number, Channel Channel, string Customer, string Subject, Instant AnswerBy);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/desk/{number:long}/lane", Beside).For(Who.Agent);

    static async Task<IResult> Beside(long number, Me me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel) =>
        Fragment.Of<LanePart>(http, new { Lane = await LaneView.Load(db, await db.ToRead(number, cancel), me, time.Now(), cancel) });

    public static Task<List<Ask>> Load(RapportDb db, PersonId me, Instant now, CancellationToken cancel)
    {
        var since = now - Shown;
        return (
            from a in db.LaneAsks.AsNoTracking()
            join c in db.Conversations on a.ConversationId equals c.Id
            join u in db.Customers on c.CustomerId equals u.Id
            where a.PersonId == me && a.EndedAt == null && a.HandoverId == null && a.AskedAt > since
            orderby a.AnswerBy
            select new Ask(a.Number, c.Channel, u.Name, c.Subject, a.AnswerBy)).Take(Most).ToListAsync(cancel);
    }
}
