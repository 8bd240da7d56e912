using Rapport.Language;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>What was given in the weeks that are finished: the sum of what each of them says, and of nothing else.</summary>
/// <param name="Until">The Monday after the last.</param>
/// <param name="Rows">In how many of the resolved conversations.</param>
/// <param name="Behaviors">Of which kind.</param>
/// <param name="Cost">What it took.</param>
/// <param name="Grid">Beside what was done.</param>
public sealed record WhatWasGiven(string Until, IReadOnlyList<TeamFigures.Row> Rows, WhatWasGiven.Mix Behaviors, WhatWasGiven.Costs Cost, IReadOnlyList<GivenInWeeks.Cell> Grid)
{
    /// <summary>With fewer cases it would speak of chance.</summary>
    public const int Enough = 10;

    public sealed record Mix(IReadOnlyList<TeamFigures.Part> Kinds)
    {
        public int N => Kinds.Sum(k => k.Count);
        public bool IsEnough => N >= Enough;
    }

    public sealed record Spent(string Currency, Median Median);

    /// <summary>Of how many moments somebody said what they took; of the others nothing is supposed.</summary>
    public sealed record Costs(int Moments, Median? Seconds, IReadOnlyList<Spent> Money);

    static readonly bool[] YesAndNo = [true, false];

    internal static WhatWasGiven? In(IReadOnlyList<FinishedWeeks> finished)
    {
        if (finished.Count == 0) return null;
        var weeks = finished.Select(f => f.Read<GivenInWeeks>()).ToList();
        var kinds = weeks.SelectMany(w => w.Kinds).GroupBy(k => k.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(k => k.Value), StringComparer.Ordinal);
        var mix = new Mix(TeamFigures.Parts([.. BehaviorKinds.All.Select(k => (k.Key(), Moments.Behaviors.Title(k), kinds.GetValueOrDefault(k.Key()))), (GivenInWeeks.Others, "Others, each of too few people to name", kinds.GetValueOrDefault(GivenInWeeks.Others))]));
        var money = weeks.SelectMany(w => w.Money).GroupBy(m => m.Key, StringComparer.Ordinal).Select(g => new Spent(g.Key, Median.Of(g.SelectMany(m => m.Value))!)).OrderByDescending(s => s.Median.N);
        return new(
            finished[^1].Until,
            [new("A moment was given", Sum(weeks.Select(w => w.Given))), new("More than one kind of it", Sum(weeks.Select(w => w.ManyKinds)))],
            mix,
            new(mix.N, Median.Of(weeks.SelectMany(w => w.Seconds)), [.. money]),
            [.. from done in YesAndNo
                from essence in YesAndNo
                select new GivenInWeeks.Cell(done, essence, Sum(weeks.SelectMany(w => w.Grid).Where(c => c.FunctionDone == done && c.EssenceShown == essence).Select(c => (Share?)c.StayedResolved)))]);
    }

    static Share Sum(IEnumerable<Share?> shares) => shares.OfType<Share>().Aggregate(new Share(0, 0), (all, one) => new(all.Hits + one.Hits, all.Of + one.Of));
}
