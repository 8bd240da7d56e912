using Microsoft.AspNetCore.Components;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles.Charters;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>The lead's page: what stood in the way first, then how much room there is for essence, beside what must be done.</summary>
public sealed class ShowTeam : IFeature
{
    public sealed record MedianView(double Median, double? Low, double? High, int N, bool Enough);

    /// <summary>How long it took, in seconds from the first ask on, and how many of it had to be opened again: one without the other is not to be had.</summary>
    public sealed record SpeedView(MedianView? TimeToUnderstanding, MedianView? TimeToResolution, RateView Reopened);

    /// <summary>How many times as long as by the clock it felt, and how often customers heard by the time they were told.</summary>
    public sealed record WaitingView(MedianView? FeltToReal, RateView Updates, int UpdatesAim);

    /// <summary>In shares, as the rates.</summary>
    public sealed record DifferenceView(double Value, double Low, double High, int N, int Customers);

    /// <summary>Who came again: how often to somebody who had served them before, how often they came once more, and the difference within those who come equally often.</summary>
    public sealed record RelationshipView(bool Enough, RateView Continuity, RateView Known, RateView Others, DifferenceView? Difference);

    public sealed record CauseView(string Cause, int Count, int Percent);

    public sealed record LostView(int N, IEnumerable<CauseView> Causes, IReadOnlyList<TeamFigures.Answer> Answers);

    public sealed record KindView(string Behavior, int Count, int Percent);

    public sealed record KindsView(int N, bool Enough, IEnumerable<KindView> Kinds);

    public sealed record MoneyView(string Currency, MedianView? Amount);

    public sealed record CostView(int Moments, MedianView? Seconds, IEnumerable<MoneyView> Money);

    public sealed record CellView(bool FunctionDone, bool EssenceShown, RateView StayedResolved);

    public sealed record TooFew(int Weeks, bool EnoughPeople, int LeastPeople);

    public sealed record View(int Weeks, IReadOnlyList<string> WhatItIsFor, bool EnoughPeople, int LeastPeople, int Conversations, LostView LostOpenings, IEnumerable<RateView> Function, SpeedView? Speed, WaitingView Waiting, RateView Told, IEnumerable<RateView> Sought, RelationshipView? Relationship, IEnumerable<RateView> Openings,
        bool EnoughGivers, string? GivenUntil, IEnumerable<RateView>? Essence, KindsView? Behaviors, CostView? Cost, IEnumerable<CellView>? Grid);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/team", Show).For(Who.Lead);
        // A team too small for figures is answered TooFew. A status describes one shape, and this is the one that a program has to know.
        app.MapGet("/api/v1/team/essence", Handle).For(Who.Lead).Produces<View>();
    }

    static async Task<IResult> Show(Me me, RapportDb db, Writes writes, IEnumerable<TeamPart> rooms, TimeProvider time, CancellationToken cancel)
    {
        var now = time.Now();
        var (figures, parts) = (await TeamFigures.Load(db, writes, now, cancel), new List<RenderFragment>());
        if (figures is not null)
            foreach (var room in rooms) parts.Add(await room.Load(db, writes, now, cancel));
        return Pages.Show<TeamPage>(new { Me = me, Figures = figures, For = await Purposes(db, now, cancel), Parts = parts });
    }

    static async Task<Answer> Handle(RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel)
    {
        if (await TeamFigures.Load(db, writes, time.Now(), cancel) is not { } team) return Answer.Ok(new TooFew(TeamFigures.Weeks, false, Crowd.Least));
        var given = team.Given;
        return Answer.Ok(new View(TeamFigures.Weeks, await Purposes(db, time.Now(), cancel), true, Crowd.Least, team.Conversations,
            new(team.Openings.N, team.Openings.Causes.Select(c => new CauseView(c.Key, c.Count, c.Percent)), team.Openings.Answers),
            team.Function.Select(r => RateView.From(r.Name, r.Share, r.IsEnough)),
            team.Speed is { } speed ? new(speed.IsEnough ? Middle(speed.Understood) : null, speed.IsEnough ? Middle(speed.Resolved) : null, RateView.From("Opened again", speed.Reopened, speed.IsEnough)) : null,
            new(Middle(team.Waiting.FeltToReal), RateView.From(team.Waiting.Updates.Name, team.Waiting.Updates.Share, team.Waiting.Updates.IsEnough), Waiting.Aim),
            RateView.From(team.Told.Name, team.Told.Share, team.Told.IsEnough),
            team.Sought.Select(r => RateView.From(r.Name, r.Share, r.IsEnough)),
            Seen(team.Relationship),
            team.PerOpening.Select(r => RateView.From(r.Name, r.Share, r.IsEnough)),
            given is not null,
            given?.Until,
            given?.Rows.Select(r => RateView.From(r.Name, r.Share, r.IsEnough)),
            given is null ? null : new(given.Behaviors.N, given.Behaviors.IsEnough, given.Behaviors.Kinds.Where(k => k.Count > 0).Select(k => new KindView(k.Key, k.Count, k.Percent))),
            given is null ? null : new(given.Cost.Moments, Middle(given.Cost.Seconds), given.Cost.Money.Select(m => new MoneyView(m.Currency, Middle(m.Median)))),
            given?.Grid.Select(c => new CellView(c.FunctionDone, c.EssenceShown, RateView.From(null, c.StayedResolved, c.StayedResolved.Of >= WhatWasGiven.Enough)))));
    }

    /// <summary>Whatever the house calls it: to create a promoter, a delighted customer, or its own words.</summary>
    static async Task<IReadOnlyList<string>> Purposes(RapportDb db, Instant now, CancellationToken cancel) =>
        [.. (await ListCharters.Load(db, now, cancel)).Select(r => r.InForce?.HighestPriority).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

    static RelationshipView? Seen(Relationship? seen) => seen is null ? null : new(seen.IsEnough,
        RateView.From("Met somebody who had served them before", seen.Continuity, seen.IsEnough), RateView.From("Came again after that", seen.Known, seen.IsEnough), RateView.From("Came again after somebody else", seen.Others, seen.IsEnough),
        seen is { IsEnough: true, Difference: { } d } ? new(d.Value, d.Interval.Low, d.Interval.High, d.N, d.Clusters) : null);

    static MedianView? Middle(Median? median) => median is null ? null : new(median.Value, median.Interval?.Low, median.Interval?.High, median.N, median.Interval is not null);
}
