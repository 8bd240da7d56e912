using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rapport.Access;
using Rapport.Essence.Discretion;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Team;

/// <summary>
/// What a finished week cost: what must be done, which is paid by the hour, and what was given, which took seconds and now and then small
/// money. Both sides are made of what is shown elsewhere already, whole: the finished weeks of what was given and the rows of the house's
/// ledger. So nothing new can be worked out by taking one from the other.
/// </summary>
/// <param name="First">The Monday with which it begins; several weeks stand together where one had too few people behind it.</param>
/// <param name="Last">The Sunday with which it ends.</param>
/// <param name="Paid">Paid seconds; none where nobody has said what is paid in one of these weeks.</param>
/// <param name="Function">What they cost, by currency.</param>
/// <param name="Given">Seconds that were said of moments; none where too few people said so.</param>
/// <param name="SaidOf">Of how many moments.</param>
/// <param name="Moments">Of so many.</param>
/// <param name="Small">What surprises cost, by currency, as far as the ledger has it within these weeks.</param>
public sealed record WeekCosts(LocalDate First, LocalDate Last, decimal? Paid, IReadOnlyList<Money> Function, decimal? Given, int SaidOf, int Moments, IReadOnlyList<Money> Small)
{
    /// <summary>What those seconds cost at what an hour cost in these weeks; none where two currencies would have to be added.</summary>
    public Money? GivenWorth => Given is { } given && Paid is > 0 and { } paid && Function is [var all] ? all with { Minor = (long)Math.Round(all.Minor * given / paid, MidpointRounding.AwayFromZero) } : null;

    /// <summary>In a currency of its own, so that it is added to nothing.</summary>
    public IEnumerable<Money> Apart => Small.Where(m => Function is not [var all] || m.Currency != all.Currency);

    /// <summary>What was given beside what was done, as a share; none where there is nothing to hold side by side, or more was taken back than given.</summary>
    public decimal? Share => Function is [{ Minor: > 0 } all] && (Given is not null || Small.Except(Apart).Any()) && (GivenWorth?.Minor ?? 0) + Small.Except(Apart).Sum(m => m.Minor) is >= 0 and var spent ? spent / (decimal)all.Minor : null;

    /// <summary>“12 minutes and $9.50 of 38 paid hours: less than 1%.”</summary>
    public string? Words => Share is not { } share ? null
        : $"{string.Join(" and ", new[] { Given is { } given ? Minutes(given) : null }.Concat(Small.Except(Apart).Select(m => m.ToString())).OfType<string>())} of {Hours(Paid!.Value)}: {ShareOf(share)}{(Apart.Any() ? $"; {string.Join(" and ", Apart)} more is in another currency and not added" : null)}.";

    public static string Minutes(decimal seconds) => Math.Round(seconds / 60, 1, MidpointRounding.AwayFromZero) is var n && n == 1 ? "1 minute" : string.Create(CultureInfo.InvariantCulture, $"{n:0.#} minutes");

    public static string Hours(decimal seconds) => Math.Round(seconds / 3600, 1, MidpointRounding.AwayFromZero) is var n && n == 1 ? "1 paid hour" : string.Create(CultureInfo.InvariantCulture, $"{n:#,0.#} paid hours");

    static string ShareOf(decimal share) => share == 0 ? "nothing" : share < 0.01m ? "less than 1%" : string.Create(CultureInfo.InvariantCulture, $"about {Math.Round(share * 100, MidpointRounding.AwayFromZero):0}%");

    /// <summary>The newest first, with what the ledger adds up over several of them; null when the team is too small for a figure to be of the team.</summary>
    public static async Task<(IReadOnlyList<WeekCosts> Weeks, IReadOnlyList<HouseLedger.Row> Longer)?> Load(RapportDb db, Writes writes, Instant now, CancellationToken cancel)
    {
        if (await db.People.CountAsync(p => p.Active, cancel) < Crowd.Least) return null;
        var finished = await FinishedWeeks.Show(db, writes, GivenInWeeks.What, now, (from, until) => GivenInWeeks.Make(db, from, until, cancel), cancel);
        if (finished.Count == 0) return ([], []);
        var (paid, ledger) = (await SetPaidHours.All(db, cancel), await HouseLedger.Read(db, finished[0].First, null, now, cancel));
        var within = ledger.ToLookup(r => finished.FirstOrDefault(f => string.CompareOrdinal(r.From, f.First) >= 0 && string.CompareOrdinal(r.To, f.Until) < 0)?.First, StringComparer.Ordinal);
        // The first finished weeks reach back as far as the page does; before anybody came, nothing was paid for that is to be held beside it.
        var began = Date(PaidHours.WeekOf((await db.Conversations.Select(c => (Instant?)c.OpenedAt).MinAsync(cancel) ?? now).InUtc().Date));
        return ([.. finished.Reverse().Select(f => Of(f, LocalDate.Max(began, Date(f.First)), paid, [.. within[f.First]]))], [.. within[null].Where(r => r.Minor != 0 && string.CompareOrdinal(r.From, finished[^1].Until) < 0)]);
    }

    static WeekCosts Of(FinishedWeeks f, LocalDate first, List<PaidHours> all, IReadOnlyList<HouseLedger.Row> surprises)
    {
        var (until, given) = (Date(f.Until), f.Read<GivenInWeeks>());
        var paid = Enumerable.Range(0, Period.DaysBetween(first, until) / 7).Select(w => PaidHours.In(PaidHours.WeekOf(first.PlusWeeks(w)), all)).ToList();
        var known = !paid.Contains(null);
        return new(first, until.PlusDays(-1), known ? paid.Sum(p => p!.MinutesAWeek) * 60 : null, known ? Sums(paid.Select(p => p!.AWeek)) : [],
            given.Seconds.Count == 0 ? null : (decimal)given.Seconds.Sum(), given.Seconds.Count, given.Kinds.Values.Sum(), Sums(surprises.Select(r => new Money(r.Minor, r.Currency))));
    }

    static List<Money> Sums(IEnumerable<Money> amounts) => [.. amounts.GroupBy(m => m.Currency, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Aggregate(Money.Add)).Where(m => m.Minor != 0)];

    static LocalDate Date(string day) => LocalDatePattern.Iso.Parse(day).Value;
}
