using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rapport.Access;

namespace Rapport.Promoters;

/// <summary>
/// What customers said in words of their own, for whoever sorts words: without the customer, the matter and whoever served, names and addresses taken
/// out, and of a week alone. Weeks are over, as on the lead's page, and customers of five people or more said something in them.
/// </summary>
/// <param name="Id">By chance; it is another one when the customer changes their words.</param>
/// <param name="Kind">In one to three words how it was, or what made it memorable.</param>
/// <param name="Words">As they were said, names taken out.</param>
/// <param name="Week">The Monday of the week in which the matter ended, as 2026-11-16.</param>
/// <param name="People">Of how many people's matters something of this kind was said in that week.</param>
public sealed partial record WordsToCode(Guid Id, WordsKind Kind, string Words, string Week, int People)
{
    const int Most = 5000;

    [GeneratedRegex(@"\S+@\S+\.\w+|\d[\d ()/.-]{3,}\d", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Traces { get; }

    /// <summary>The newest weeks first; within a week in the order of their ids, which is none.</summary>
    public static async Task<IReadOnlyList<WordsToCode>> Of(RapportDb db, Instant now, CancellationToken cancel)
    {
        var over = Monday(now - Ask.Stands).AtMidnight().InUtc().ToInstant();
        var rows = await (
            from w in db.SaidWords.AsNoTracking()
            join a in db.Asks on w.AskId equals a.Id
            join c in db.Conversations on a.ConversationId equals c.Id
            join customer in db.Customers on a.CustomerId equals customer.Id
            where a.AskedAt < over
            orderby a.AskedAt descending
            select new { w.Id, w.Kind, w.Words, a.AskedAt, c.OwnerId, customer.Name }).Take(Most).ToListAsync(cancel);
        var ours = await db.People.AsNoTracking().Select(p => p.Name + " " + p.Persona).ToListAsync(cancel);
        return [..
            from week in rows.GroupBy(r => (Monday: Monday(r.AskedAt), r.Kind)).OrderByDescending(g => g.Key.Monday)
            let people = week.Select(r => r.OwnerId).OfType<PersonId>().Distinct().Count()
            where people >= Crowd.Least
            from r in week.OrderBy(r => r.Id)
            select new WordsToCode(r.Id, r.Kind, Unnamed(r.Words, [.. ours, r.Name]), LocalDatePattern.Iso.Format(week.Key.Monday), people)];
    }

    /// <summary>When the words of a matter that was asked about then can be given away: its week is over, and its questions do not stand any more.</summary>
    public static Instant Ready(Instant askedAt) => Monday(askedAt).PlusWeeks(1).AtMidnight().InUtc().ToInstant() + Ask.Stands;

    public static string WeekOf(Instant askedAt) => LocalDatePattern.Iso.Format(Monday(askedAt));

    static LocalDate Monday(Instant at) => at.InUtc().Date is var day ? day.PlusDays(1 - (int)day.DayOfWeek) : default;

    static string Unnamed(string words, IEnumerable<string> names)
    {
        var parts = names.SelectMany(n => n.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)).Where(n => n.Length > 2).Select(Regex.Escape).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        words = Traces.Replace(words, "…");
        return parts.Count == 0 ? words : Regex.Replace(words, $@"(?<!\w)({string.Join('|', parts)})(?!\w)", "…", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
    }
}
