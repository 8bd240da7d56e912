using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>
/// What the system makes room for, of everybody together and of nobody alone. There is no way to ask for less than everybody:
/// it takes no person and no conversation, and its day is today.
/// </summary>
/// <param name="Day">Everything before this day.</param>
/// <param name="People">Who work here.</param>
/// <param name="Conversations">Opened in these weeks.</param>
/// <param name="Openings">What took openings away. They carry no person.</param>
/// <param name="Function">Results.</param>
/// <param name="Told">What customers told us of; it has no giver.</param>
/// <param name="Given">Null where fewer than five people kept anything.</param>
public sealed record TeamFigures(string Day, int People, int Conversations, TeamFigures.Lost Openings, IReadOnlyList<TeamFigures.Row> Function, TeamFigures.Row Told, WhatWasGiven? Given)
{
    /// <summary>With fewer people a figure would speak of one of them.</summary>
    public const int LeastPeople = 5;

    /// <summary>With fewer cases it would speak of chance.</summary>
    public const int Enough = 30;

    public const int Weeks = 12;

    public sealed record Row(string Name, Share Share)
    {
        public bool IsEnough => Share.Of >= Enough;
    }

    public sealed record Part(string Key, string Name, int Count, int Percent);

    /// <summary>What took openings away, most often first; the percents add up to 100.</summary>
    public sealed record Lost(IReadOnlyList<Part> Causes)
    {
        public int N => Causes.Sum(c => c.Count);
    }

    internal sealed record Ended(ConversationId Id, bool Stayed, bool HadSteps, bool AllDone);

    internal static async Task<TeamFigures> Upto(RapportDb db, LocalDate day, WhatWasGiven? before, CancellationToken cancel)
    {
        var until = day.AtMidnight().InUtc().ToInstant();
        var since = until - Duration.FromDays(7 * Weeks);
        var people = await db.People.CountAsync(p => p.Active, cancel);
        var conversations = await db.Conversations.Where(c => c.OpenedAt >= since && c.OpenedAt < until).Select(c => c.Id).ToListAsync(cancel);
        var resolved = await Resolved(db, since, until, cancel);
        return new(TeamDay.Iso(day), people, conversations.Count, await LostIn(db, since, until, cancel), await Results(db, resolved, since, until, cancel), await ToldOf(db, conversations, until, cancel),
            await WhatWasGiven.Upto(db, since, until, before, conversations, resolved, cancel));
    }

    static async Task<List<Ended>> Resolved(RapportDb db, Instant since, Instant until, CancellationToken cancel)
    {
        var ended = await db.Resolutions.AsNoTracking().Where(r => r.At >= since && r.At < until).GroupBy(r => r.ConversationId).Select(g => new { Id = g.Key, Reopened = g.Any(r => r.ReopenedAt != null) }).ToListAsync(cancel);
        var steps = await (from s in db.StepCompletions where db.Resolutions.Any(r => r.ConversationId == s.ConversationId && r.At >= since && r.At < until) group s by s.ConversationId into g select new { g.Key, LeftOut = g.Any(s => s.SkippedBecause != null) }).ToDictionaryAsync(g => g.Key, g => g.LeftOut, cancel);
        return ended.ConvertAll(e => new Ended(e.Id, !e.Reopened, steps.ContainsKey(e.Id), steps.TryGetValue(e.Id, out var leftOut) && !leftOut));
    }

    static async Task<Lost> LostIn(RapportDb db, Instant since, Instant until, CancellationToken cancel)
    {
        var counts = await db.LostOpenings.AsNoTracking().Where(l => l.Day >= since && l.Day < until).GroupBy(l => l.Cause).Select(g => new { g.Key, Count = g.Sum(l => l.Count) }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return new(Parts(Causes.All.Select(c => (c.Key(), c.Words(), counts.GetValueOrDefault(c)))));
    }

    static async Task<List<Row>> Results(RapportDb db, List<Ended> resolved, Instant since, Instant until, CancellationToken cancel)
    {
        var due = db.Promises.Where(p => p.DueAt >= since && p.DueAt < until);
        return
        [
            new("Resolved, not opened again", new(resolved.Count(r => r.Stayed), resolved.Count)),
            new("Every step done, none left out", new(resolved.Count(r => r.AllDone), resolved.Count(r => r.HadSteps))),
            new("Promises kept in time", new(await due.CountAsync(p => p.KeptAt != null && p.KeptAt <= p.DueAt, cancel), await due.CountAsync(cancel))),
        ];
    }

    static async Task<Row> ToldOf(RapportDb db, List<ConversationId> conversations, Instant until, CancellationToken cancel)
    {
        var told = (await db.ToldMoments.AsNoTracking().Where(t => t.At < until).Select(t => t.ConversationId).Distinct().ToListAsync(cancel)).ToHashSet();
        return new("The customer told us of one", new(conversations.Count(told.Contains), conversations.Count));
    }

    internal static List<Part> Parts(IEnumerable<(string Key, string Name, int Count)> counted)
    {
        var inOrder = counted.OrderByDescending(c => c.Count).ToList();
        var percents = Share.Percents(inOrder.ConvertAll(c => c.Count));
        return [.. inOrder.Select((c, i) => new Part(c.Key, c.Name, c.Count, percents[i]))];
    }
}
