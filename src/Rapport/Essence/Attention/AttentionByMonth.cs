using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Statistics;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Essence.Attention;

/// <summary>How often what may be given was mentioned in a month, in what was chosen for it. Counted anew from the lines whenever it is asked for, so that it can be counted again by hand.</summary>
public sealed record AttentionByMonth(string Month, SourceKind Kind, Share Mentions, IReadOnlyList<AttentionByMonth.Mention> Lines)
{
    const int MostNotes = 20_000, Months = 12;

    /// <summary>A line that was counted, and where it stands: a source that was pasted, or a conversation. Never whose it is.</summary>
    public sealed record Mention(string Words, AttentionSourceId? Source, string? Title, int? Line, long? Conversation);

    sealed record Said(string Month, SourceKind Kind, Half Half, Mention Line);

    public static async Task<IReadOnlyList<AttentionByMonth>> Load(RapportDb db, Instant now, CancellationToken cancel)
    {
        var first = MonthOf(now.InUtc().Date.PlusMonths(1 - Months));
        var sources = await db.AttentionSources.AsNoTracking().Where(s => string.Compare(s.Month, first) >= 0).OrderBy(s => s.Id).Take(1000).ToListAsync(cancel);
        var said = sources.SelectMany(s => s.Lines.Select(l => new Said(s.Month, s.Kind, l.Half, new(l.Words, s.Id, s.Title, l.Number, null)))).Concat(await Notes(db, now, cancel));
        return [.. said.GroupBy(s => (s.Month, s.Kind)).OrderByDescending(g => g.Key.Month, StringComparer.Ordinal).ThenBy(g => g.Key.Kind).Select(g => new AttentionByMonth(
            g.Key.Month, g.Key.Kind, new(g.Count(s => s.Half is Half.Essence), g.Count(s => s.Half is not Half.Unnamed)), [.. g.Where(s => s.Half is Half.Essence).Select(s => s.Line)]))];
    }

    /// <summary>Notes of finished months, from the day on which they were turned on, where five people or more wrote some: of fewer it would be theirs.</summary>
    static async Task<List<Said>> Notes(RapportDb db, Instant now, CancellationToken cancel)
    {
        if (await db.NotesCounted.AsNoTracking().Select(n => n.Since).FirstOrDefaultAsync(cancel) is not { } since) return [];
        var today = now.InUtc().Date;
        var thisMonth = new LocalDate(today.Year, today.Month, 1).AtMidnight().InUtc().ToInstant();
        var begins = Instant.Max(since, new LocalDate(today.Year, today.Month, 1).PlusMonths(1 - Months).AtMidnight().InUtc().ToInstant());
        var notes = await (
            from n in db.Notes.AsNoTracking()
            join c in db.Conversations on n.ConversationId equals c.Id
            where n.At >= begins && n.At < thisMonth
            orderby n.At
            select new { n.At, n.Body, n.PersonId, c.Number }).Take(MostNotes).ToListAsync(cancel);
        return [.. notes.GroupBy(n => MonthOf(n.At.InUtc().Date), StringComparer.Ordinal).Where(g => g.Select(n => n.PersonId).AreMany())
            .SelectMany(g => g.SelectMany(n => SpokenLine.In(n.Body).Select(l => new Said(g.Key, SourceKind.Note, l.Half, new(l.Words, null, null, null, n.Number)))))];
    }

    static string MonthOf(LocalDate day) => day.ToString("uuuu-MM", CultureInfo.InvariantCulture);
}
