using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Statistics;

namespace Rapport.Promoters.Figures;

/// <summary>Who was asked in some whole weeks whether they still remember, and what they said. It is of the matters of five people or more, or it waits.</summary>
public sealed record RecalledInWeeks(List<RecalledInWeeks.Cell> Cells)
{
    public const string What = "recalled";

    /// <param name="Planned">30 or 90 days.</param>
    /// <param name="Days">After so many they answered; null where they did not.</param>
    /// <param name="Remembered">Who do.</param>
    /// <param name="Of">Who were asked.</param>
    public sealed record Cell(int Planned, int? Days, int Remembered, int Of);

    internal static async Task<RecalledInWeeks?> Make(RapportDb db, Instant since, Instant until, CancellationToken cancel)
    {
        var rows = await (
            from r in db.Recalls.AsNoTracking()
            join a in db.Asks on r.AskId equals a.Id
            join c in db.Conversations on a.ConversationId equals c.Id
            where r.AskedAt >= since && r.AskedAt < until
            select new { r.Days, r.AnsweredAt, r.Remembered, EndedAt = a.AskedAt, c.OwnerId }).ToListAsync(cancel);
        if (!rows.Where(r => r.Remembered is not null).Select(r => r.OwnerId).OfType<PersonId>().AreMany()) return null;
        return new([..
            from r in rows
            group r by (r.Days, After: r.AnsweredAt is { } at ? (int?)(at - r.EndedAt).TotalDays : null) into g
            orderby g.Key
            select new Cell(g.Key.Days, g.Key.After, g.Count(r => r.Remembered is true), g.Count())]);
    }
}

/// <summary>Whether what was is still remembered.</summary>
/// <param name="Asked">Who were asked.</param>
/// <param name="After">Of those who answered, who remember, by how many days it was.</param>
/// <param name="HalfLife">After how long half have forgotten; null where the answers do not say.</param>
public sealed record Remembering(int Asked, IReadOnlyList<Remembering.At> After, HalfLife? HalfLife)
{
    public sealed record At(int Days, Share Share);

    public int Answered => After.Sum(a => a.Share.Of);

    public bool IsEnough => Answered >= Essence.Team.TeamFigures.Enough;

    internal static Remembering? In(IReadOnlyList<RecalledInWeeks> weeks)
    {
        if (weeks.Count == 0) return null;
        var cells = weeks.SelectMany(w => w.Cells).ToList();
        var answered = cells.FindAll(c => c.Days is not null);
        return new(
            cells.Sum(c => c.Of),
            [.. Recall.After.Select(days => new At(days, new(answered.Where(c => c.Planned == days).Sum(c => c.Remembered), answered.Where(c => c.Planned == days).Sum(c => c.Of))))],
            HalfLife.Of(answered.SelectMany(c => Enumerable.Range(0, c.Of).Select(i => new Recalled(c.Days!.Value, i < c.Remembered)))));
    }
}
