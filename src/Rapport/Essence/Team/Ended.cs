using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;

namespace Rapport.Essence.Team;

/// <summary>A conversation that was resolved, and whether it stayed so.</summary>
sealed record Ended(ConversationId Id, bool Stayed, bool HadSteps, bool AllDone)
{
    public static async Task<List<Ended>> Between(RapportDb db, Instant since, Instant until, CancellationToken cancel)
    {
        var ended = await db.Resolutions.AsNoTracking().Where(r => r.At >= since && r.At < until).GroupBy(r => r.ConversationId).Select(g => new { Id = g.Key, Reopened = g.Any(r => r.ReopenedAt != null) }).ToListAsync(cancel);
        var steps = await (from s in db.StepCompletions where db.Resolutions.Any(r => r.ConversationId == s.ConversationId && r.At >= since && r.At < until) group s by s.ConversationId into g select new { g.Key, LeftOut = g.Any(s => s.SkippedBecause != null) }).ToDictionaryAsync(g => g.Key, g => g.LeftOut, cancel);
        return ended.ConvertAll(e => new Ended(e.Id, !e.Reopened, steps.ContainsKey(e.Id), steps.TryGetValue(e.Id, out var leftOut) && !leftOut));
    }
}
