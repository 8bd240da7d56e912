using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles.Coding;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>The lead's page about the two halves: whether they are told apart. Of everybody together; there is no page behind it.</summary>
public sealed class ShowHalves : IFeature
{
    public sealed record GainView(double Value, double Low, double High, int People);

    /// <summary>So many of so many, and whether that is below nine in ten, above, or can't be told.</summary>
    public sealed record ThankedView(int Hits, int Of, double Low, double High, double Claim, string Against);

    public sealed record ObserversView(double? Alpha, int Of, int Enough);

    public sealed record View(bool EnoughPeople, int LeastPeople, GainView? Sorting, CodeTexts.SharesView? Roles, CodeTexts.SharesView? Barriers, ThankedView? Thanked, ObserversView? Observers);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/team/halves", async (Me me, RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel) => Pages.Show<HalvesPage>(new { Me = me, Figures = await HalvesFigures.Load(db, writes, time.Now(), cancel) })).For(Who.Lead);
        app.MapGet("/api/v1/team/halves", Handle).For(Who.Lead);
    }

    static async Task<Answer<View>> Handle(RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel)
    {
        var figures = await HalvesFigures.Load(db, writes, time.Now(), cancel);
        return Answer.Ok(new View(figures is not null, Crowd.Least, Of(figures?.Sorting), figures is null ? null : CodeTexts.SharesView.Of(figures.Roles, CodeBook.Role), figures is null ? null : CodeTexts.SharesView.Of(figures.Barriers, CodeBook.Barrier),
            figures?.Thanked is { } t ? new(t.Hits, t.Of, t.Interval.Low, t.Interval.High, ThankedInWeeks.Claim, ThankedInWeeks.Against(t)) : null, figures?.Observers is { } o ? new(o.Alpha, o.Of, ObserversInWeeks.Enough) : null));
    }

    static GainView? Of(Gain? gain) => gain is null ? null : new(gain.Value, gain.Interval.Low, gain.Interval.High, gain.N);
}
