using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rapport.Foundation;

namespace Rapport.Essence.Team;

/// <summary>
/// What the lead's page shows on one day: everything up to its beginning, made when it is first asked for and not changed until the next.
/// Whoever loads it again and again sees nothing move, so that no number can be laid beside what one person was doing just then.
/// </summary>
public sealed class TeamDay
{
    /// <summary>As 2026-11-22, in UTC.</summary>
    public required string Day { get; init; }

    public required string Figures { get; init; }

    /// <summary>Null when the team is too small for a figure to be of the team.</summary>
    public static async Task<TeamFigures?> Show(RapportDb db, Writes writes, Instant now, CancellationToken cancel)
    {
        if (await db.People.CountAsync(p => p.Active, cancel) < TeamFigures.LeastPeople) return null;
        var today = now.InUtc().Date;
        var made = await Newest(db, cancel);
        if (made is null || string.CompareOrdinal(made.Day, Iso(today)) < 0)
        {
            try { made = await writes.Do(db, () => Make(db, today, made, cancel), cancel); }
            catch (DiskFull) when (made is not null) { /* those of an earlier day are still true of it */ }
        }
        return made.Read();
    }

    public static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);

    static async Task<TeamDay> Make(RapportDb db, LocalDate today, TeamDay? before, CancellationToken cancel)
    {
        var figures = await TeamFigures.Upto(db, today, before?.Read().Given, cancel);
        var text = JsonSerializer.Serialize(figures, FactJson.Options);
        // Two who ask first get the same.
        await db.Database.ExecuteSqlAsync($"INSERT INTO team_days (day, figures) VALUES ({figures.Day}, {text}) ON CONFLICT (day) DO NOTHING", cancel);
        await db.TeamDays.Where(d => string.Compare(d.Day, figures.Day) < 0).ExecuteDeleteAsync(cancel);
        return (await Newest(db, cancel))!;
    }

    static Task<TeamDay?> Newest(RapportDb db, CancellationToken cancel) => db.TeamDays.AsNoTracking().OrderByDescending(d => d.Day).FirstOrDefaultAsync(cancel);

    TeamFigures Read() => JsonSerializer.Deserialize<TeamFigures>(Figures, FactJson.Options)!;
}
