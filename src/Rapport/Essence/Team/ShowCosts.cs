using NodaTime;
using NodaTime.Text;
using Rapport.Access;
using Rapport.Essence.Discretion;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Team;

/// <summary>The lead's page of costs: what must be done beside what was given, by finished weeks, of everybody together. No figure on it is one to reach.</summary>
public sealed class ShowCosts : IFeature
{
    public sealed record AmountView(long Minor, string Currency)
    {
        public static AmountView Of(Money money) => new(money.Minor, money.Currency);
    }

    /// <summary>Null hours where nobody has said what is paid.</summary>
    public sealed record FunctionView(decimal? PaidHours, IEnumerable<AmountView> Cost);

    /// <summary>Null seconds where too few people said what a moment took, or nobody did.</summary>
    public sealed record EssenceView(decimal? Seconds, int SaidOf, int Moments, AmountView? TimeWorth, IEnumerable<AmountView> Surprises);

    public sealed record WeekView(string First, string Last, FunctionView Function, EssenceView Essence, decimal? Share, string? Words);

    public sealed record LongerView(string First, string Last, AmountView Surprises);

    public sealed record View(bool EnoughPeople, int LeastPeople, IEnumerable<WeekView> Weeks, IEnumerable<LongerView> OverSeveralWeeks);

    public sealed record Page(Me Me, IReadOnlyList<WeekCosts>? Weeks, IReadOnlyList<HouseLedger.Row> Longer, IReadOnlyList<PaidHours> Paid, LocalDate Today)
    {
        /// <summary>What holds this week, or the first that will.</summary>
        public PaidHours? Now => PaidHours.In(PaidHours.WeekOf(Today), Paid) ?? (Paid.Count > 0 ? PaidHours.In(Paid[^1].FromWeek, Paid) : null);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/team/costs", Show).For(Who.Lead);
        app.MapGet("/api/v1/team/costs", Handle).For(Who.Lead);
    }

    static async Task<IResult> Show(Me me, RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel)
    {
        var now = time.Now();
        var costs = await WeekCosts.Load(db, writes, now, cancel);
        return Pages.Show<CostsPage>(new { Page = new Page(me, costs?.Weeks, costs?.Longer ?? [], await SetPaidHours.All(db, cancel), House.DayOf(now)) });
    }

    static async Task<Answer<View>> Handle(RapportDb db, Writes writes, TimeProvider time, CancellationToken cancel)
    {
        var costs = await WeekCosts.Load(db, writes, time.Now(), cancel);
        return Answer.Ok(new View(costs is not null, Crowd.Least, costs?.Weeks.Select(Of) ?? [], costs?.Longer.Select(r => new LongerView(r.From, r.To, new(r.Minor, r.Currency))) ?? []));
    }

    static WeekView Of(WeekCosts w) => new(LocalDatePattern.Iso.Format(w.First), LocalDatePattern.Iso.Format(w.Last), new(w.Paid / 3600, w.Function.Select(AmountView.Of)),
        new(w.Given, w.SaidOf, w.Moments, w.GivenWorth is { } worth ? AmountView.Of(worth) : null, w.Small.Select(AmountView.Of)), w.Share is { } share ? Math.Round(share, 6) : null, w.Words);
}
