using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles.Charters;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>The lead's page: what stood in the way first, then how much room there is for essence, beside what must be done.</summary>
public sealed class ShowTeam : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/team", async (Me me, RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel) => Pages.Show<TeamPage>(new { Me = me, Figures = await TeamFigures.Load(db, writes, time.Now(), cancel), For = await Purposes(db, time.Now(), cancel) })).For(Who.Lead);
        app.MapGet("/api/v1/team/essence", Handle).For(Who.Lead);
    }

    static async Task<Answer> Handle(RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel)
    {
        if (await TeamFigures.Load(db, writes, time.Now(), cancel) is not { } team) return Answer.Ok(new { weeks = TeamFigures.Weeks, enough_people = false, least_people = Crowd.Least });
        var given = team.Given;
        return Answer.Ok(new
        {
            weeks = TeamFigures.Weeks,
            what_it_is_for = await Purposes(db, time.Now(), cancel),
            enough_people = true,
            least_people = Crowd.Least,
            conversations = team.Conversations,
            lost_openings = new { n = team.Openings.N, causes = team.Openings.Causes.Select(c => new { cause = c.Key, c.Count, c.Percent }), answers = team.Openings.Answers },
            function = team.Function.Select(r => View(r.Name, r.Share, r.IsEnough)),
            told = View(team.Told.Name, team.Told.Share, team.Told.IsEnough),
            enough_givers = given is not null,
            given_until = given?.Until,
            essence = given?.Rows.Select(r => View(r.Name, r.Share, r.IsEnough)),
            behaviors = given is null ? null : new { n = given.Behaviors.N, enough = given.Behaviors.IsEnough, kinds = given.Behaviors.Kinds.Where(k => k.Count > 0).Select(k => new { behavior = k.Key, k.Count, k.Percent }) },
            cost = given is null ? null : new { moments = given.Cost.Moments, seconds = View(given.Cost.Seconds), money = given.Cost.Money.Select(m => new { m.Currency, amount = View(m.Median) }) },
            grid = given?.Grid.Select(c => new { function_done = c.FunctionDone, essence_shown = c.EssenceShown, stayed_resolved = View(null, c.StayedResolved, c.StayedResolved.Of >= WhatWasGiven.Enough) }),
        });
    }

    /// <summary>Whatever the house calls it: to create a promoter, a delighted customer, or its own words.</summary>
    static async Task<IReadOnlyList<string>> Purposes(RapportDb db, Instant now, CancellationToken cancel) =>
        [.. (await ListCharters.Load(db, now, cancel)).Select(r => r.InForce?.HighestPriority).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Too little data is an answer of its own: then there is a count and no rate.</summary>
    static object View(string? name, Share share, bool enough) => enough
        ? new { name, hits = share.Hits, of = share.Of, enough, rate = share.Rate, low = share.Interval.Low, high = share.Interval.High }
        : new { name, of = share.Of, enough };

    static object? View(Median? median) => median is null ? null : new { median = median.Value, low = median.Interval?.Low, high = median.Interval?.High, n = median.N, enough = median.Interval is not null };
}
