using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Language;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>
/// What was given, of many people or not at all: a figure exists where at least five different people kept a moment, and it is made
/// anew only when five have kept one since, so that neither it nor the step from one to the next is one person's.
/// </summary>
/// <param name="Until">Everything before this; a day's beginning.</param>
/// <param name="Rows">In how many conversations.</param>
/// <param name="Behaviors">Of which kind.</param>
/// <param name="Cost">What it took.</param>
/// <param name="Grid">Beside what was done.</param>
public sealed record WhatWasGiven(Instant Until, IReadOnlyList<TeamFigures.Row> Rows, WhatWasGiven.Mix Behaviors, WhatWasGiven.Costs Cost, IReadOnlyList<WhatWasGiven.Cell> Grid)
{
    /// <summary>With fewer givers a figure would be a secret of theirs.</summary>
    public const int LeastGivers = 5;

    /// <summary>With fewer cases it would speak of chance.</summary>
    public const int Enough = 10;

    public const string Others = "others";

    /// <summary>A kind that fewer than five people gave has no name here.</summary>
    public sealed record Mix(IReadOnlyList<TeamFigures.Part> Kinds)
    {
        public int N => Kinds.Sum(k => k.Count);
        public bool IsEnough => N >= Enough;
    }

    public sealed record Spent(string Currency, Median Median);

    /// <summary>Of how many moments somebody said what they took; of the others nothing is supposed. Null where fewer than five people said it.</summary>
    public sealed record Costs(int Moments, Median? Seconds, IReadOnlyList<Spent> Money);

    /// <summary>Resolved conversations that had steps to do, by whether all were done and whether a moment was given; and how many stayed resolved.</summary>
    public sealed record Cell(bool FunctionDone, bool EssenceShown, Share StayedResolved)
    {
        public bool IsEnough => StayedResolved.Of >= Enough;
    }

    sealed record Kept(PersonId Giver, ConversationId Conversation, BehaviorKind Behavior, int? Seconds, long? Minor, string? Currency, Instant KeptAt);

    internal static async Task<WhatWasGiven?> Upto(RapportDb db, Instant since, Instant until, WhatWasGiven? before, List<ConversationId> conversations, List<TeamFigures.Ended> resolved, CancellationToken cancel)
    {
        if (before is not null && before.Until <= since) before = null;
        var moments = await db.Moments.AsNoTracking().Where(m => m.At >= since && m.KeptAt < until).Select(m => new Kept(m.GiverId, m.ConversationId, m.Behavior, m.Seconds, m.Minor, m.Currency, m.KeptAt)).ToListAsync(cancel);
        return AreMany(moments.Where(m => before is null || m.KeptAt >= before.Until)) ? new(until, RowsOf(conversations, moments), MixOf(moments), CostOf(moments), GridOf(resolved, moments)) : before;
    }

    static bool AreMany(IEnumerable<Kept> moments) => moments.Select(m => m.Giver).Distinct().Take(LeastGivers).Count() == LeastGivers;

    static List<TeamFigures.Row> RowsOf(List<ConversationId> conversations, List<Kept> moments)
    {
        var kinds = moments.GroupBy(m => m.Conversation).ToDictionary(g => g.Key, g => g.Select(m => m.Behavior).Distinct().Count());
        return
        [
            new("A moment was given", new(conversations.Count(kinds.ContainsKey), conversations.Count)),
            new("More than one kind of it", new(conversations.Count(c => kinds.GetValueOrDefault(c) > 1), conversations.Count)),
        ];
    }

    static Mix MixOf(List<Kept> moments)
    {
        var named = moments.GroupBy(m => m.Behavior).Where(AreMany).ToDictionary(g => g.Key, g => g.Count());
        var kinds = BehaviorKinds.All.Where(named.ContainsKey).Select(k => (k.Key(), Moments.Behaviors.Title(k), named[k]));
        return new(TeamFigures.Parts([.. kinds, (Others, "Others, each by fewer than five people", moments.Count - named.Values.Sum())]));
    }

    static Costs CostOf(List<Kept> moments)
    {
        var timed = moments.Where(m => m.Seconds is not null).ToList();
        var paid = moments.Where(m => m.Minor is not null).GroupBy(m => m.Currency!, StringComparer.Ordinal).Where(AreMany).OrderByDescending(g => g.Count());
        return new(moments.Count, AreMany(timed) ? Median.Of(timed.Select(m => (double)m.Seconds!.Value)) : null, [.. paid.Select(g => new Spent(g.Key, Median.Of(g.Select(m => m.Minor!.Value / 100d))!))]);
    }

    static readonly bool[] YesAndNo = [true, false];

    static List<Cell> GridOf(List<TeamFigures.Ended> resolved, List<Kept> moments)
    {
        var shown = moments.Select(m => m.Conversation).ToHashSet();
        return [.. from done in YesAndNo
                   from essence in YesAndNo
                   let cell = resolved.Where(r => r.HadSteps && r.AllDone == done && shown.Contains(r.Id) == essence).ToList()
                   select new Cell(done, essence, new(cell.Count(r => r.Stayed), cell.Count))];
    }
}
