using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>
/// How often customers who come again are served by somebody who served them before, and whether they come again more often then. Who
/// comes often meets the same people and comes again anyway, so only customers who came equally often in the year before are
/// compared. It says “seen with”, never “caused by”, and it is of everybody: of too few people, or too few talks, it says nothing.
/// </summary>
/// <param name="Continuity">Of the talks of customers who had been here in the year before: with somebody who had served them then.</param>
/// <param name="Known">Of those: came again within sixty days.</param>
/// <param name="Others">The same of all the other talks.</param>
/// <param name="Difference">Between the two, within those who came equally often.</param>
public sealed record Relationship(Share Continuity, Share Known, Share Others, Difference? Difference)
{
    public const string What = "relationship";

    /// <summary>What happens within a day is the same matter still; later than this it is another story.</summary>
    public static readonly Duration SameMatter = Duration.FromDays(1), ComesAgain = Duration.FromDays(60);

    /// <summary>So long before a talk it is looked who served them, and how often they came.</summary>
    public static readonly Duration Before = Duration.FromDays(365);

    /// <summary>So long the talks that are looked at go back.</summary>
    static readonly Duration Year = Duration.FromDays(364);

    public bool IsEnough => Known.Of >= TeamFigures.Enough && Others.Of >= TeamFigures.Enough && Difference is not null;

    /// <summary>Of a customer, when and with whom.</summary>
    public readonly record struct Talk(int Customer, Guid Person, Instant At);

    /// <summary>Worked out once a week, up to its Monday, and the same for the rest of it: it goes through all talks of two years.</summary>
    internal static async Task<Relationship?> Load(RapportDb db, Writes writes, Instant now, CancellationToken cancel)
    {
        var today = now.InUtc().Date;
        var monday = today.PlusDays(1 - (int)today.DayOfWeek);
        var (first, until) = (LocalDatePattern.Iso.Format(monday.PlusWeeks(-1)), LocalDatePattern.Iso.Format(monday));
        var made = await db.FinishedWeeks.AsNoTracking().SingleOrDefaultAsync(w => w.What == What && w.First == first, cancel);
        if (made is not null) return made.Read<Kept>().Figures;
        var figures = await Make(db, monday.AtMidnight().InUtc().ToInstant(), cancel);
        var json = JsonSerializer.Serialize(new Kept(figures), FactJson.Options);
        try { await writes.Do(db, () => db.Database.ExecuteSqlAsync($"INSERT INTO finished_weeks (what, first, until, figures) VALUES ({What}, {first}, {until}, {json}) ON CONFLICT (what, first) DO NOTHING", cancel), cancel); }
        catch (DiskFull) { /* it is worked out again next time */ }
        return figures;
    }

    sealed record Kept(Relationship? Figures);

    static async Task<Relationship?> Make(RapportDb db, Instant until, CancellationToken cancel)
    {
        var (from, to) = (until - ComesAgain - Year, until - ComesAgain);
        var since = from - Before;
        var talks = new List<Talk>();
        var (customers, before) = (0, Guid.Empty);
        // A no of either side holds here too: what those two had is nobody's figure, and who wants nothing remembered is in none.
        var rows = from c in db.Conversations.AsNoTracking()
                   where c.OpenedAt >= since && c.OpenedAt < until && c.OwnerId != null && !db.NoBonds.Any(n => n.CustomerId == c.CustomerId) && !db.Bonds.Any(b => b.CustomerId == c.CustomerId && b.PersonId == c.OwnerId && b.EndedAt != null)
                   orderby c.CustomerId, c.OpenedAt
                   select new { c.CustomerId, c.OwnerId, c.OpenedAt };
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (row.CustomerId.Value != before) (customers, before) = (customers + 1, row.CustomerId.Value);
            talks.Add(new(customers, row.OwnerId!.Value.Value, row.OpenedAt));
        }
        return Of(talks, from, to);
    }

    /// <summary>Null where the talks are of too few people.</summary>
    /// <param name="talks">Those of each customer together, the oldest first.</param>
    /// <param name="from">The first that are looked at; those before only say how often they came and who served them.</param>
    /// <param name="to">The last: of later ones nobody knows yet whether they come again.</param>
    public static Relationship? Of(IReadOnlyList<Talk> talks, Instant from, Instant to)
    {
        var looked = talks.Where(t => t.At >= from && t.At < to).Select(t => new Access.PersonId(t.Person));
        if (!looked.AreMany()) return null;
        var cases = Cases(talks, from, to);
        var (known, others) = (cases.Where(c => c.Exposed).ToList(), cases.Where(c => !c.Exposed).ToList());
        return new(new(known.Count, cases.Count), new(known.Count(c => c.Hit), known.Count), new(others.Count(c => c.Hit), others.Count), Statistics.Difference.Within(cases));
    }

    static List<Case> Cases(IReadOnlyList<Talk> talks, Instant from, Instant to)
    {
        var cases = new List<Case>();
        for (var i = 0; i < talks.Count; i++)
        {
            var talk = talks[i];
            if (talk.At < from || talk.At >= to) continue;
            var (earlier, met) = (0, false);
            for (var j = i - 1; j >= 0 && talks[j].Customer == talk.Customer && talk.At - talks[j].At <= Before; j--)
            {
                earlier++;
                met |= talks[j].Person == talk.Person;
            }
            if (earlier == 0) continue;
            var again = false;
            for (var j = i + 1; j < talks.Count && talks[j].Customer == talk.Customer && talks[j].At - talk.At <= ComesAgain; j++) again |= talks[j].At - talk.At >= SameMatter;
            cases.Add(new(earlier, met, again, talk.Customer));
        }
        return cases;
    }
}
