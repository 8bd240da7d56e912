using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rapport.Access;

namespace Rapport.Essence.Discretion;

/// <summary>
/// What the house gave, never of fewer than five people: by day and gesture where that many gave it, the rest by week and gesture, the rest of that by
/// week alone, and what is still too few waits for the weeks after it. A day or week is in it once it is over and is what it is from then on, so that
/// neither loading it again nor asking for other days tells one person's from another's.
/// </summary>
public static class HouseLedger
{
    /// <param name="From">The first day, in the house.</param>
    /// <param name="To">The last; the same for a row of one day.</param>
    /// <param name="Gesture">What was given.</param>
    /// <param name="Times">How often, without what was taken back.</param>
    /// <param name="Minor">What it cost, in all.</param>
    /// <param name="Currency">In what.</param>
    /// <param name="People">By how many people; never fewer than five.</param>
    public sealed record Row(string From, string To, string Gesture, int Times, long Minor, string Currency, int People)
    {
        public string When => From == To ? From : $"{From} to {To}";
    }

    sealed record Entry(LocalDate Day, (GestureId Id, string Title) Gesture, string Currency, PersonId Person, int Times, long Minor);

    /// <summary>Newest first; those that have a day between the two, or none of their days before or after where one is not given.</summary>
    public static async Task<List<Row>> Read(RapportDb db, string? first, string? last, Instant now, CancellationToken cancel)
    {
        // What takes another entry back counts on the day on which it does, or a row would change after its day.
        var spends = await (from s in db.Spends.AsNoTracking() join g in db.Gestures on s.GestureId equals g.Id select new { s.At, s.PersonId, s.Minor, s.Currency, s.TakesBack, g.Id, g.Title }).ToListAsync(cancel);
        var today = House.DayOf(now);
        var entries = spends.ConvertAll(s => new Entry(House.DayOf(s.At), (s.Id, s.Title), s.Currency, s.PersonId, s.TakesBack is null ? 1 : -1, s.Minor));
        var rows = new List<Row>();
        var rest = Split(entries.Where(e => e.Day < today), e => (e.Day, e.Gesture, e.Currency), g => RowOf(g, g.Key.Day, g.Key.Day, g.Key.Gesture.Title), rows);
        rest = Split(rest.Where(e => WeekOf(e.Day) < WeekOf(today)), e => (Week: WeekOf(e.Day), e.Gesture, e.Currency), g => RowOf(g, g.Key.Week, EndOf(g.Key.Week), g.Key.Gesture.Title), rows);
        foreach (var currency in rest.GroupBy(e => e.Currency, StringComparer.Ordinal)) Wait(currency, rows);
        return [.. rows.Where(r => (first is null || string.CompareOrdinal(r.To, first) >= 0) && (last is null || string.CompareOrdinal(r.From, last) <= 0))
            .OrderByDescending(r => r.From, StringComparer.Ordinal).ThenBy(r => r.Gesture, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Makes a row of every group that is of enough people, and gives back the entries of the others.</summary>
    static List<Entry> Split<T>(IEnumerable<Entry> entries, Func<Entry, T> by, Func<IGrouping<T, Entry>, Row> row, List<Row> rows)
    {
        var groups = entries.GroupBy(by).ToLookup(AreMany);
        rows.AddRange(groups[true].Select(row));
        return [.. groups[false].SelectMany(g => g)];
    }

    /// <summary>Week after week until there are enough.</summary>
    static void Wait(IEnumerable<Entry> rest, List<Row> rows)
    {
        var waiting = new List<Entry>();
        foreach (var week in rest.GroupBy(e => WeekOf(e.Day)).OrderBy(g => g.Key))
        {
            waiting.AddRange(week);
            if (!AreMany(waiting)) continue;
            rows.Add(RowOf(waiting, WeekOf(waiting[0].Day), EndOf(week.Key), "Other gestures"));
            waiting.Clear();
        }
    }

    static bool AreMany(IEnumerable<Entry> entries) => entries.Select(e => e.Person).AreMany();

    static Row RowOf(IEnumerable<Entry> entries, LocalDate from, LocalDate to, string gesture) => new(
        LocalDatePattern.Iso.Format(from), LocalDatePattern.Iso.Format(to), gesture, entries.Sum(e => e.Times), entries.Sum(e => e.Minor), entries.First().Currency, entries.Select(e => e.Person).Distinct().Count());

    static LocalDate WeekOf(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);

    static LocalDate EndOf(LocalDate monday) => monday.PlusDays(6);
}
