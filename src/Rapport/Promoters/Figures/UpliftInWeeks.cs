using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Statistics;

namespace Rapport.Promoters.Figures;

/// <summary>
/// What customers answered of some whole weeks, by whether a moment was kept in the matter. Those who kept them are five or more, and there is
/// the rest beside it, or it waits: no number here is one person's.
/// </summary>
public sealed record UpliftInWeeks(List<UpliftInWeeks.Cell> Cells)
{
    public const string What = "uplift";

    /// <param name="Stratum">Contact type and channel: what is compared is alike in these.</param>
    /// <param name="Given">A moment was kept.</param>
    /// <param name="Memorable">Of those who said yes or no.</param>
    /// <param name="Delighted">Memorable or 9 to 10, of those who said either.</param>
    public sealed record Cell(string Stratum, bool Given, Share Memorable, Share Delighted);

    internal sealed record Row(string Stratum, CustomerAnswer Answer, IReadOnlyList<PersonId> Givers)
    {
        public bool Given => Givers.Count > 0;
    }

    internal static async Task<UpliftInWeeks?> Make(RapportDb db, Instant since, Instant until, CancellationToken cancel)
    {
        var answered = await (
            from a in db.Asks.AsNoTracking()
            join x in db.CustomerAnswers on a.Id equals x.AskId
            join c in db.Conversations on a.ConversationId equals c.Id
            where a.AskedAt >= since && a.AskedAt < until && (x.Memorable != null || x.Recommend != null)
            select new { a.ConversationId, a.Channel, c.ContactTypeId, Answer = x }).ToListAsync(cancel);
        var givers = (await (from m in db.Moments.AsNoTracking() join a in db.Asks on m.ConversationId equals a.ConversationId where a.AskedAt >= since && a.AskedAt < until select new { m.ConversationId, m.GiverId }).ToListAsync(cancel)).ToLookup(m => m.ConversationId, m => m.GiverId);
        return Of(answered.ConvertAll(a => new Row($"{a.ContactTypeId?.Value.ToString() ?? "none"} {a.Channel}", a.Answer, [.. givers[a.ConversationId].Distinct()])));
    }

    internal static UpliftInWeeks? Of(List<Row> rows)
    {
        // Some say how likely they would recommend us and nothing else, and are in one table alone: so what lies between the two is of many, or of nobody.
        if (!Givers(rows.Where(r => r.Answer.Memorable is null)).AreManyOrNone()) rows = rows.FindAll(r => r.Answer.Memorable is not null);
        if (!Givers(rows.Where(r => r.Answer.Memorable is not null)).AreMany() || rows.TrueForAll(r => r.Given)) return null;
        return new([..
            from r in rows
            group r.Answer by (r.Stratum, r.Given) into g
            orderby g.Key
            select new Cell(g.Key.Stratum, g.Key.Given, new(g.Count(a => a.Memorable is true), g.Count(a => a.Memorable is not null)), new(g.Count(a => a.Delighted is true), g.Count(a => a.Delighted is not null)))]);
    }

    static List<PersonId> Givers(IEnumerable<Row> rows) => [.. rows.SelectMany(r => r.Givers)];
}

/// <summary>Whether what was given is seen with what customers remember, and with their delight.</summary>
/// <param name="With">Memorable, of the matters in which a moment was kept.</param>
/// <param name="Without">The same of the others.</param>
/// <param name="Adjusted">The difference of the two within matters of the same kind on the same channel.</param>
/// <param name="Delighted">Of the delighted, those with a moment.</param>
/// <param name="Rest">Of the rest, those with a moment.</param>
/// <param name="Odds">Of a moment, for the delighted beside the rest.</param>
public sealed record Uplift(Share With, Share Without, Difference? Adjusted, Share Delighted, Share Rest, OddsRatio? Odds)
{
    public bool IsEnough => With.Of >= Essence.Team.TeamFigures.Enough && Without.Of >= Essence.Team.TeamFigures.Enough && Adjusted is not null;

    public bool OddsEnough => Delighted.Of >= Essence.Team.TeamFigures.Enough && Rest.Of >= Essence.Team.TeamFigures.Enough && Odds is not null;

    internal static Uplift? In(IReadOnlyList<UpliftInWeeks> weeks)
    {
        if (weeks.Count == 0) return null;
        var cells = weeks.SelectMany(w => w.Cells).ToList();
        var (given, others) = (cells.FindAll(c => c.Given), cells.FindAll(c => !c.Given));
        var (hits, of) = (ConnectedInWeeks.Sum(given.Select(c => c.Delighted)), ConnectedInWeeks.Sum(others.Select(c => c.Delighted)));
        var (delighted, rest) = (new Share(hits.Hits, hits.Hits + of.Hits), new Share(hits.Of - hits.Hits, hits.Of - hits.Hits + of.Of - of.Hits));
        return new(ConnectedInWeeks.Sum(given.Select(c => c.Memorable)), ConnectedInWeeks.Sum(others.Select(c => c.Memorable)), Difference.Within(Cases(cells)), delighted, rest, OddsRatio.Of(delighted, rest));
    }

    /// <summary>Each answer counts for itself. By whom it was served is not kept with it, because then one person's would be.</summary>
    static List<Case> Cases(List<UpliftInWeeks.Cell> cells)
    {
        var strata = cells.Select(c => c.Stratum).Distinct(StringComparer.Ordinal).Select((s, i) => (s, i)).ToDictionary(x => x.s, x => x.i, StringComparer.Ordinal);
        var cases = new List<Case>();
        foreach (var cell in cells)
            for (var i = 0; i < cell.Memorable.Of; i++) cases.Add(new(strata[cell.Stratum], cell.Given, i < cell.Memorable.Hits, cases.Count));
        return cases;
    }
}
