using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Language;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>
/// What the system makes room for, of everybody together and of nobody alone. There is no way to ask for less than everybody:
/// it takes no person, no day and no conversation.
/// </summary>
public sealed record TeamFigures(
    int People, int Conversations, TeamFigures.Lost Openings, IReadOnlyList<TeamFigures.Row> Function, IReadOnlyList<TeamFigures.Row> Essence,
    TeamFigures.Mix Behaviors, TeamFigures.Costs Cost, IReadOnlyList<TeamFigures.Cell> Grid)
{
    /// <summary>With fewer people a figure would speak of one of them.</summary>
    public const int LeastPeople = 5;

    /// <summary>With fewer cases it would speak of chance.</summary>
    public const int Enough = 30, EnoughMoments = 10;

    public const int Weeks = 12;

    public sealed record Row(string Name, Share Share)
    {
        public bool IsEnough => Share.Of >= Enough;
    }

    public sealed record Part(string Key, string Name, int Count, int Percent);

    /// <summary>What took openings away, most often first; the percents add up to 100.</summary>
    public sealed record Lost(IReadOnlyList<Part> Causes, IReadOnlyList<Answer> Answers)
    {
        public int N => Causes.Sum(c => c.Count);
    }

    /// <summary>What is being done about a cause, from when on, and who looks after it.</summary>
    public sealed record Answer(string Cause, string What, Instant Since, string Owner);

    public sealed record Mix(IReadOnlyList<Part> Kinds)
    {
        public int N => Kinds.Sum(k => k.Count);
        public bool IsEnough => N >= EnoughMoments;
    }

    public sealed record Spent(string Currency, Median Median);

    /// <summary>Of how many moments somebody said what they took; of the others nothing is supposed.</summary>
    public sealed record Costs(int Moments, Median? Seconds, IReadOnlyList<Part> Spread, IReadOnlyList<Spent> Money)
    {
        public bool IsEnough => Seconds?.N >= EnoughMoments;
    }

    /// <summary>Resolved conversations that had steps to do, by whether all were done and whether a moment was given; and how many stayed resolved.</summary>
    public sealed record Cell(bool FunctionDone, bool EssenceShown, Share StayedResolved)
    {
        public bool IsEnough => StayedResolved.Of >= EnoughMoments;
    }

    /// <summary>Null when the team is too small for a figure to be of the team.</summary>
    public static async Task<TeamFigures?> Load(RapportDb db, Instant now, CancellationToken cancel)
    {
        var people = await db.People.CountAsync(p => p.Active, cancel);
        if (people < LeastPeople) return null;
        var since = now - Duration.FromDays(7 * Weeks);
        var conversations = await db.Conversations.Where(c => c.OpenedAt >= since).Select(c => c.Id).ToListAsync(cancel);
        var moments = await db.Moments.AsNoTracking().Where(m => m.At >= since).Select(m => new Kept(m.ConversationId, m.Behavior, m.Seconds, m.Minor, m.Currency)).ToListAsync(cancel);
        var resolved = await Resolved(db, since, cancel);
        return new(people, conversations.Count, await LostSince(db, since, cancel), await FunctionRows(db, resolved, since, now, cancel), await EssenceRows(db, conversations, moments, since, cancel), MixOf(moments), CostOf(moments), GridOf(resolved, moments));
    }

    sealed record Kept(ConversationId Conversation, BehaviorKind Behavior, int? Seconds, long? Minor, string? Currency);

    sealed record Ended(ConversationId Id, bool Stayed, bool HadSteps, bool AllDone);

    static async Task<List<Ended>> Resolved(RapportDb db, Instant since, CancellationToken cancel)
    {
        var ended = await db.Resolutions.AsNoTracking().Where(r => r.At >= since).GroupBy(r => r.ConversationId).Select(g => new { Id = g.Key, Reopened = g.Any(r => r.ReopenedAt != null) }).ToListAsync(cancel);
        var steps = await (from s in db.StepCompletions where db.Resolutions.Any(r => r.ConversationId == s.ConversationId && r.At >= since) group s by s.ConversationId into g select new { g.Key, LeftOut = g.Any(s => s.SkippedBecause != null) }).ToDictionaryAsync(g => g.Key, g => g.LeftOut, cancel);
        return ended.ConvertAll(e => new Ended(e.Id, !e.Reopened, steps.ContainsKey(e.Id), steps.TryGetValue(e.Id, out var leftOut) && !leftOut));
    }

    static async Task<Lost> LostSince(RapportDb db, Instant since, CancellationToken cancel)
    {
        var counts = await db.LostOpenings.AsNoTracking().Where(l => l.Day >= since).GroupBy(l => l.Cause).Select(g => new { g.Key, Count = g.Sum(l => l.Count) }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var answers = await (
            from d in db.Designs.AsNoTracking()
            join p in db.People on d.OwnerId equals p.Id
            where d.Answers != null && d.EndedAt == null
            orderby d.StartsAt
            select new { d.Answers, d.What, d.StartsAt, p.Name }).ToListAsync(cancel);
        return new(Parts(Causes.All.Select(c => (c.Key(), c.Words(), counts.GetValueOrDefault(c)))), answers.ConvertAll(a => new Answer(a.Answers!.Value.Key(), a.What, a.StartsAt, a.Name)));
    }

    static async Task<List<Row>> FunctionRows(RapportDb db, List<Ended> resolved, Instant since, Instant now, CancellationToken cancel)
    {
        var due = db.Promises.Where(p => p.DueAt >= since && p.DueAt <= now);
        return
        [
            new("Resolved, not opened again", new(resolved.Count(r => r.Stayed), resolved.Count)),
            new("Every step done, none left out", new(resolved.Count(r => r.AllDone), resolved.Count(r => r.HadSteps))),
            new("Promises kept in time", new(await due.CountAsync(p => p.KeptAt != null && p.KeptAt <= p.DueAt, cancel), await due.CountAsync(cancel))),
        ];
    }

    static async Task<List<Row>> EssenceRows(RapportDb db, List<ConversationId> conversations, List<Kept> moments, Instant since, CancellationToken cancel)
    {
        var kinds = moments.GroupBy(m => m.Conversation).ToDictionary(g => g.Key, g => g.Select(m => m.Behavior).Distinct().Count());
        var told = (await db.ToldMoments.AsNoTracking().Where(t => t.At >= since).Select(t => t.ConversationId).Distinct().ToListAsync(cancel)).ToHashSet();
        return
        [
            new("A moment was given", new(conversations.Count(kinds.ContainsKey), conversations.Count)),
            new("More than one kind of it", new(conversations.Count(c => kinds.GetValueOrDefault(c) > 1), conversations.Count)),
            new("The customer told us of one", new(conversations.Count(told.Contains), conversations.Count)),
        ];
    }

    static Mix MixOf(List<Kept> moments)
    {
        var counts = moments.GroupBy(m => m.Behavior).ToDictionary(g => g.Key, g => g.Count());
        return new(Parts(BehaviorKinds.All.Select(k => (k.Key(), Moments.Behaviors.Title(k), counts.GetValueOrDefault(k)))));
    }

    static Costs CostOf(List<Kept> moments) => new(
        moments.Count,
        Median.Of(moments.Where(m => m.Seconds is not null).Select(m => (double)m.Seconds!.Value)),
        SpreadOf(moments.Where(m => m.Seconds is not null).Select(m => m.Seconds!.Value).ToList()),
        [.. moments.Where(m => m.Minor is not null).GroupBy(m => m.Currency!, StringComparer.Ordinal).OrderByDescending(g => g.Count()).Select(g => new Spent(g.Key, Median.Of(g.Select(m => m.Minor!.Value / 100d))!))]);

    static readonly (string Key, string Name, int Upto)[] Spans = [("10", "Up to 10 seconds", 10), ("20", "Up to 20 seconds", 20), ("60", "Up to a minute", 60), ("180", "Up to three minutes", 180), ("more", "Longer", int.MaxValue)];

    /// <summary>Each span begins where the one before ends.</summary>
    static List<Part> SpreadOf(List<int> seconds)
    {
        var counts = Spans.Select((s, i) => seconds.Count(n => n <= s.Upto && (i == 0 || n > Spans[i - 1].Upto))).ToList();
        var percents = Share.Percents(counts);
        return [.. Spans.Select((s, i) => new Part(s.Key, s.Name, counts[i], percents[i]))];
    }

    static readonly bool[] YesAndNo = [true, false];

    static List<Cell> GridOf(List<Ended> resolved, List<Kept> moments)
    {
        var shown = moments.Select(m => m.Conversation).ToHashSet();
        return [.. from done in YesAndNo
                   from essence in YesAndNo
                   let cell = resolved.Where(r => r.HadSteps && r.AllDone == done && shown.Contains(r.Id) == essence).ToList()
                   select new Cell(done, essence, new(cell.Count(r => r.Stayed), cell.Count))];
    }

    static List<Part> Parts(IEnumerable<(string Key, string Name, int Count)> counted)
    {
        var inOrder = counted.OrderByDescending(c => c.Count).ToList();
        var percents = Share.Percents(inOrder.ConvertAll(c => c.Count));
        return [.. inOrder.Select((c, i) => new Part(c.Key, c.Name, c.Count, percents[i]))];
    }
}
