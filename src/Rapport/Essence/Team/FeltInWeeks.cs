using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>How long waiting felt in some whole weeks, as many times as it was by the clock. Of everybody together: too few who said so, or too few who were waited for, and it waits for the next week.</summary>
public sealed record FeltInWeeks(List<double> Ratios)
{
    public const string What = "felt";

    /// <summary>With fewer answers nothing is said.</summary>
    public const int Least = 5;

    internal static async Task<FeltInWeeks?> Make(RapportDb db, Instant since, Instant until, CancellationToken cancel)
    {
        var said = await (from w in db.FeltWaits.AsNoTracking() join c in db.Conversations on w.ConversationId equals c.Id where w.At >= since && w.At < until select new { w.FeltSeconds, w.RealSeconds, c.OwnerId }).ToListAsync(cancel);
        if (said.Count < Least || !said.Select(s => s.OwnerId).OfType<Access.PersonId>().ToList().AreManyOrNone()) return null;
        return new([.. said.Select(s => Math.Round((double)s.FeltSeconds / s.RealSeconds, 3)).Order()]);
    }

    internal static Median? In(IReadOnlyList<FinishedWeeks> finished) => Median.Of(finished.SelectMany(f => f.Read<FeltInWeeks>().Ratios));
}

/// <summary>How waiting was: how it felt beside the clock, and how often customers heard by the time they had been told.</summary>
public sealed record Waiting(Median? FeltToReal, TeamFigures.Row Updates)
{
    /// <summary>Of a hundred updates so many should come by their time.</summary>
    public const int Aim = 95;

    internal static async Task<Waiting> Load(RapportDb db, IReadOnlyList<FinishedWeeks> felt, Instant since, Instant now, CancellationToken cancel)
    {
        var due = db.Promises.Where(p => p.IsUpdate && p.DueAt >= since && p.DueAt <= now);
        return new(FeltInWeeks.In(felt), new("Heard by the time they were told", new(await due.CountAsync(p => p.KeptAt != null && p.KeptAt <= p.DueAt, cancel), await due.CountAsync(cancel))));
    }
}
