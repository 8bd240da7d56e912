using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;

namespace Rapport.Roles.Coding;

/// <summary>
/// Texts that people shall code, for whichever room gathers them. A room hands in words, a kind and a week, and reads shares by week; who
/// gave them it keeps to itself, and so there is no place for it here.
/// </summary>
public static class ToBeCoded
{
    /// <summary>One of the texts; its id is whoever hands it in's to choose (at random, so that it is in no order), and lets it be taken back.</summary>
    public sealed record Given(Guid Id, string Words);

    /// <summary>Some whole weeks, as many as it takes until enough people are behind them.</summary>
    public sealed record Batch(string First, string Until, int People);

    /// <summary>
    /// What one person gave in a week, handed in before that week is over, or the whole of a week at once with how many people are behind it:
    /// a week that others can read already is not added to. Doing it twice does it once.
    /// </summary>
    public static async Task HandIn(RapportDb db, CodeBook book, string week, IReadOnlyList<Given> texts, CancellationToken cancel, int people = 1)
    {
        var ids = texts.Select(t => t.Id).ToList();
        if (texts.Count == 0 || await db.TextsToCode.AnyAsync(t => ids.Contains(t.Id), cancel)) return;
        db.AddRange(texts.Select(t => new TextToCode { Id = t.Id, Kind = book.Kind, Week = week, Words = t.Words.Trim(), Proposed = ProposedCode.Of(book, t.Words) }));
        await db.SaveChangesAsync(cancel);
        // In one statement, so that two at once are two.
        await db.Database.ExecuteSqlAsync($"INSERT INTO text_givers (kind, week, people) VALUES ({book.Kind}, {week}, {people}) ON CONFLICT (kind, week) DO UPDATE SET people = text_givers.people + {people}", cancel);
    }

    /// <summary>What one person had given goes, with whatever it was called: they are erased, or want it back. Of a week that was handed in as a whole, as many people stay behind it.</summary>
    public static async Task TakeBack(RapportDb db, IReadOnlyCollection<Guid> ids, CancellationToken cancel, bool wholeWeeks = false)
    {
        var from = await db.TextsToCode.AsNoTracking().Where(t => ids.Contains(t.Id)).Select(t => new { t.Kind, t.Week }).Distinct().ToListAsync(cancel);
        await db.TextCodes.Where(c => ids.Contains(c.TextId)).ExecuteDeleteAsync(cancel);
        await db.TextsToCode.Where(t => ids.Contains(t.Id)).ExecuteDeleteAsync(cancel);
        if (wholeWeeks) return;
        foreach (var gone in from) await db.TextGivers.Where(g => g.Kind == gone.Kind && g.Week == gone.Week && g.People > 0).ExecuteUpdateAsync(s => s.SetProperty(g => g.People, g => g.People - 1), cancel);
    }

    /// <summary>The finished weeks, put together until at least so many people are behind each of them: what is not in one is shown to nobody, a coder included.</summary>
    public static async Task<IReadOnlyList<Batch>> Open(RapportDb db, CodeBook book, Instant now, CancellationToken cancel)
    {
        // From the first week on, so that no week changes its company when the first ones are no longer shown.
        var (shownFrom, until) = (Weeks.Before(now, CodedShares.Weeks), Weeks.Of(now));
        var givers = await db.TextGivers.AsNoTracking().Where(g => g.Kind == book.Kind && string.Compare(g.Week, until) < 0).OrderBy(g => g.Week).ToListAsync(cancel);
        var batches = new List<Batch>();
        string? first = null;
        var people = 0;
        foreach (var week in givers)
        {
            (first, people) = (first ?? week.Week, people + week.People);
            if (people < Crowd.Least) continue;
            if (string.CompareOrdinal(week.Week, shownFrom) >= 0) batches.Add(new(first, Coding.Weeks.After(week.Week), people));
            (first, people) = (null, 0);
        }
        return batches;
    }

    /// <summary>The texts of those weeks.</summary>
    public static IQueryable<TextToCode> Texts(this RapportDb db, CodeBook book, IReadOnlyList<Batch> open)
    {
        var weeks = open.SelectMany(b => From(b.First, b.Until)).ToList();
        return db.TextsToCode.AsNoTracking().Where(t => t.Kind == book.Kind && weeks.Contains(t.Week));
    }

    static IEnumerable<string> From(string first, string until)
    {
        for (var week = first; string.CompareOrdinal(week, until) < 0; week = Coding.Weeks.After(week)) yield return week;
    }
}
