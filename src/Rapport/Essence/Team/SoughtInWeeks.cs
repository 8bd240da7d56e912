using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bonds.Lanes;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>How often customers asked for somebody by name in some whole weeks, and waited until they came. Whom they asked for is nobody's figure: many were asked for, or it waits.</summary>
/// <param name="Asked">Of the conversations that were begun.</param>
/// <param name="Came">Of those who asked.</param>
/// <param name="Longer">Of those who were told both ways, took one, and for whom their person took longer: how many waited for their person.</param>
public sealed record SoughtInWeeks(Share Asked, Share Came, Share Longer = default)
{
    public const string What = "sought";

    internal static async Task<SoughtInWeeks?> Make(RapportDb db, Instant since, Instant until, CancellationToken cancel)
    {
        var asks = await (from a in db.LaneAsks.AsNoTracking() join c in db.Conversations on a.ConversationId equals c.Id where c.OpenedAt >= since && c.OpenedAt < until && a.EndedAt != null select new { a.ConversationId, a.PersonId, a.Ending }).ToListAsync(cancel);
        if (!asks.Select(a => a.PersonId).AreMany()) return null;
        var begun = await db.Conversations.CountAsync(c => c.OpenedAt >= since && c.OpenedAt < until, cancel);
        var asked = asks.GroupBy(a => a.ConversationId).ToList();
        var chosen = await (from p in db.PersonChoices.AsNoTracking() join c in db.Conversations on p.ConversationId equals c.Id where c.OpenedAt >= since && c.OpenedAt < until && p.PersonSeconds > p.AnybodySeconds select new { p.PersonId, p.ChosePerson }).ToListAsync(cancel);
        var longer = chosen.Select(c => c.PersonId).AreMany() ? new Share(chosen.Count(c => c.ChosePerson), chosen.Count) : default;
        return new(new(asked.Count, begun), new(asked.Count(g => g.Any(a => a.Ending is LaneEnding.Taken)), asked.Count), longer);
    }

    internal static IReadOnlyList<TeamFigures.Row> In(IReadOnlyList<FinishedWeeks> finished)
    {
        var weeks = finished.Select(f => f.Read<SoughtInWeeks>()).ToList();
        if (weeks.Count == 0) return [];
        var longer = Sum(weeks.Select(w => w.Longer));
        return [new("A customer asked for somebody they know", Sum(weeks.Select(w => w.Asked))), new("and waited until they came", Sum(weeks.Select(w => w.Came))), .. longer.Of < Crowd.Least ? [] : new TeamFigures.Row[] { new("Told both ways, chose the longer one for their person", longer) }];
    }

    static Share Sum(IEnumerable<Share> shares) => shares.Aggregate(new Share(0, 0), (all, one) => new(all.Hits + one.Hits, all.Of + one.Of));
}
