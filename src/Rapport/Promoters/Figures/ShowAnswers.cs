using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Essence.Team;
using Rapport.Foundation;
using Rapport.Statistics;

namespace Rapport.Promoters.Figures;

/// <summary>What customers answered, on the lead's page and for programs. Each figure has its n and its interval, or says that there is not enough yet.</summary>
public sealed class ShowAnswers : IFeature
{
    /// <summary>Weighed for who did not answer; so many equal answers would say as much.</summary>
    public sealed record WeighedView(double Rate, double Low, double High, double EffectiveN);

    public sealed record OutcomeView(string Key, string Name, int Asked, int Answered, RateView Share, WeighedView? Weighed, bool Differs);

    /// <summary>Matters in which the customer said yes or no to both.</summary>
    public sealed record PairsView(int ImpressionAlone, int ConnectionAlone, int Both, int Neither);

    public sealed record ConnectedView(RateView Felt, RateView Holds, PairsView? Pairs);

    public sealed record DifferenceView(double Value, double Low, double High, int N);

    public sealed record OddsView(double Value, double Low, double High, int N);

    public sealed record UpliftView(bool Enough, RateView With, RateView Without, DifferenceView? Adjusted, RateView DelightedWithMoment, RateView RestWithMoment, OddsView? Odds);

    public sealed record AfterView(int Days, RateView Remembered);

    public sealed record HalfLifeView(double Days, double Low, double High, int N);

    public sealed record RecallView(int Asked, IEnumerable<AfterView> After, HalfLifeView? HalfLife);

    public sealed record View(int Weeks, bool On, bool EnoughPeople, int LeastPeople, RateView? Response, string? Until, IEnumerable<string> Silent, IEnumerable<OutcomeView> Outcomes, int HopedForNothing, ConnectedView? Connected, UpliftView? Uplift, RecallView? Recall);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/v1/team/answers", Handle).For(Who.Lead);

    /// <summary>As a part of the lead's page.</summary>
    public static TeamPart Part { get; } = new(async (db, writes, now, cancel) => Pages.Part<AnswersPart>("Of", await TeamAnswers.Load(db, writes, now, cancel)));

    static async Task<Answer<View>> Handle(RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel)
    {
        if (await db.People.CountAsync(p => p.Active, cancel) < Crowd.Least)
            return Answer.Ok(new View(TeamFigures.Weeks, (await db.Survey(cancel)).OnSince is not null, false, Crowd.Least, null, null, [], [], 0, null, null, null));
        var all = await TeamAnswers.Load(db, writes, time.Now(), cancel);
        return Answer.Ok(new View(TeamFigures.Weeks, all.On, true, Crowd.Least, all.Response is { } response ? Rate(response) : null, all.Until, all.Silent,
            all.Outcomes.Select(o => new OutcomeView(o.Key, o.Name, o.Asked, o.Answered, Rate(o.Share), o is { IsEnough: true, Weighed: { } w } ? new(w.Rate, w.Interval.Low, w.Interval.High, w.Effective) : null, o.Differs)),
            all.HopedForNothing,
            all.Connected is { } c ? new(Rate(c.Felt), Rate(c.Holds), c.Pairs is { } p ? new(p.ImpressionAlone, p.ConnectionAlone, p.Both, p.Neither) : null) : null,
            all.Uplift is { } u ? Of(u) : null,
            all.Remembering is { } r ? new(r.Asked, r.After.Select(a => new AfterView(a.Days, Rate(a.Share))), r.HalfLife is { } h && r.IsEnough ? new(h.Days, h.Interval.Low, h.Interval.High, h.N) : null) : null));
    }

    static UpliftView Of(Uplift u) => new(u.IsEnough, Rate(u.With), Rate(u.Without), u is { IsEnough: true, Adjusted: { } d } ? new(d.Value, d.Interval.Low, d.Interval.High, d.N) : null,
        Rate(u.Delighted), Rate(u.Rest), u is { OddsEnough: true, Odds: { } o } ? new(o.Value, o.Interval.Low, o.Interval.High, o.N) : null);

    static RateView Rate(Share share) => RateView.From(null, share, share.Of >= TeamFigures.Enough);
}
