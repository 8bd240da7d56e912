using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>
/// How long it took in some whole weeks, from the customer's first ask on: until they said “yes, that is it”, and until it was resolved; and
/// how many of it had to be opened again. The three are one thing and come from here together, so that none is ever shown without the last.
/// </summary>
/// <param name="Understood">Seconds, of matters that were resolved in these weeks and understood before.</param>
/// <param name="Resolved">Seconds, of those that stayed resolved: what came back was not over.</param>
/// <param name="Reopened">Of all that were resolved.</param>
public sealed record SpeedInWeeks(List<double> Understood, List<double> Resolved, Share Reopened)
{
    public const string What = "speed";

    /// <summary>So long a matter may come back before its week is added up.</summary>
    public static readonly Duration ToComeBack = Duration.FromDays(7);

    internal static async Task<SpeedInWeeks?> Make(RapportDb db, Instant since, Instant until, CancellationToken cancel)
    {
        var ended = await (
            from r in db.Resolutions.AsNoTracking()
            join c in db.Conversations on r.ConversationId equals c.Id
            join u in db.Understandings on c.Id equals u.ConversationId into understood
            from u in understood.DefaultIfEmpty()
            where r.At >= since && r.At < until && c.AskedAt != null
            select new { r.ConversationId, r.ById, r.At, AskedAt = c.AskedAt!.Value, r.ReopenedAt, UnderstoodAt = u == null ? null : (Instant?)u.At }).ToListAsync(cancel);
        if (!ended.Select(e => e.ById).AreMany()) return null;
        var matters = ended.GroupBy(e => e.ConversationId).Select(g => (Last: g.MaxBy(e => e.At)!, Reopened: g.Any(e => e.ReopenedAt is not null))).ToList();
        var said = matters.Where(m => m.Last.UnderstoodAt >= m.Last.AskedAt).ToList();
        return new(
            // Behind the understood are many, or none is shown.
            said.Select(m => m.Last.ById).AreMany() ? [.. said.Select(m => Math.Round((m.Last.UnderstoodAt!.Value - m.Last.AskedAt).TotalSeconds)).Order()] : [],
            [.. matters.Where(m => !m.Reopened).Select(m => Math.Round((m.Last.At - m.Last.AskedAt).TotalSeconds)).Order()],
            new(matters.Count(m => m.Reopened), matters.Count));
    }
}

/// <summary>The same, of all the finished weeks together.</summary>
public sealed record Speed(Median? Understood, Median? Resolved, Share Reopened)
{
    /// <summary>As long as there is too little to say how much came back, how long it took is not said either.</summary>
    public bool IsEnough => Reopened.Of >= TeamFigures.Enough;

    internal static Speed? In(IReadOnlyList<FinishedWeeks> finished)
    {
        if (finished.Count == 0) return null;
        var weeks = finished.Select(f => f.Read<SpeedInWeeks>()).ToList();
        return new(Median.Of(weeks.SelectMany(w => w.Understood)), Median.Of(weeks.SelectMany(w => w.Resolved)), weeks.Select(w => w.Reopened).Aggregate(new Share(0, 0), (all, one) => new(all.Hits + one.Hits, all.Of + one.Of)));
    }
}
