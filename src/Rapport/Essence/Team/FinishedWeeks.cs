using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rapport.Foundation;

namespace Rapport.Essence.Team;

/// <summary>
/// What is said of some whole weeks. One week is enough where enough people are behind it; else it waits for those after it. What was
/// said once stays, whatever is kept, changed or deleted later, and no week is in two of them: whoever looks before and after, or
/// compares what is shown this week with what was shown last week, finds a finished week more or less and never one person's part of it.
/// </summary>
public sealed class FinishedWeeks
{
    public required string What { get; init; }

    /// <summary>The first Monday, as 2026-11-16, in UTC.</summary>
    public required string First { get; init; }

    /// <summary>The Monday after the last.</summary>
    public required string Until { get; init; }

    public required string Figures { get; init; }

    /// <summary>Those of the last weeks, the oldest first. <paramref name="make"/> gives null for weeks that too few people are behind.</summary>
    public static async Task<IReadOnlyList<FinishedWeeks>> Show<T>(RapportDb db, Writes writes, string what, Instant now, Func<Instant, Instant, Task<T?>> make, CancellationToken cancel) where T : class
    {
        var today = now.InUtc().Date;
        var monday = today.PlusDays(1 - (int)today.DayOfWeek);
        var shownFrom = monday.PlusWeeks(-TeamFigures.Weeks);
        var made = await Since(db, what, shownFrom, cancel);
        var first = made.Count == 0 ? shownFrom : LocalDatePattern.Iso.Parse(made[^1].Until).Value;
        var finished = new List<FinishedWeeks>();
        for (var until = first.PlusWeeks(1); until <= monday; until = until.PlusWeeks(1))
        {
            if (await make(Midnight(first), Midnight(until)) is not { } figures) continue;
            finished.Add(new() { What = what, First = Iso(first), Until = Iso(until), Figures = JsonSerializer.Serialize(figures, FactJson.Options) });
            first = until;
        }
        if (finished.Count == 0) return made;
        try { await writes.Do(db, () => Write(db, finished, cancel), cancel); }
        catch (DiskFull) { return made; } // what is said of earlier weeks is still true of them
        return await Since(db, what, shownFrom, cancel);
    }

    public T Read<T>() => JsonSerializer.Deserialize<T>(Figures, FactJson.Options)!;

    /// <summary>Two who ask first at once may have seen different moments: the first one's stand, and the other's that would overlap them are not written.</summary>
    static async Task Write(RapportDb db, List<FinishedWeeks> finished, CancellationToken cancel)
    {
        foreach (var f in finished)
            if (await db.Database.ExecuteSqlAsync($"INSERT INTO finished_weeks (what, first, until, figures) VALUES ({f.What}, {f.First}, {f.Until}, {f.Figures}) ON CONFLICT (what, first) DO NOTHING", cancel) == 0) return;
    }

    static Task<List<FinishedWeeks>> Since(RapportDb db, string what, LocalDate day, CancellationToken cancel)
    {
        var first = Iso(day);
        return db.FinishedWeeks.AsNoTracking().Where(w => w.What == what && string.Compare(w.Until, first) > 0).OrderBy(w => w.Until).ToListAsync(cancel);
    }

    static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);

    static Instant Midnight(LocalDate day) => day.AtMidnight().InUtc().ToInstant();
}
