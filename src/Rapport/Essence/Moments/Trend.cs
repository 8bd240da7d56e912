using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Statistics;

namespace Rapport.Essence.Moments;

/// <summary>In how many of one's own conversations one kept a moment, in spans of four weeks. For oneself; it is compared with nobody.</summary>
public sealed record Trend(IReadOnlyList<Trend.Span> Spans)
{
    /// <summary>With fewer conversations it would show chance.</summary>
    public const int Enough = 30;

    const int Weeks = 4, Count = 6;

    public sealed record Span(Instant From, Share Share);

    public int N => Spans.Sum(s => s.Share.Of);

    public bool IsEnough => N >= Enough;

    public static async Task<Trend> Of(RapportDb db, PersonId me, Instant now, CancellationToken cancel)
    {
        var length = Duration.FromDays(7 * Weeks);
        var since = now - (length * Count);
        var spans = new List<Span>(Count);
        for (var i = 0; i < Count; i++) spans.Add(await Over(db, me, since + (length * i), since + (length * (i + 1)), cancel));
        return new(spans);
    }

    /// <summary>Counted where the rows are: a long career is as quick to look back on as a short one.</summary>
    static async Task<Span> Over(RapportDb db, PersonId me, Instant from, Instant to, CancellationToken cancel)
    {
        var served = db.Messages.Where(m => m.PersonId == me && m.From == MessageFrom.Agent && m.At >= from && m.At < to).Select(m => m.ConversationId).Distinct();
        var of = await served.CountAsync(cancel);
        return new(from, new Share(of == 0 ? 0 : await served.CountAsync(c => db.Moments.Any(m => m.GiverId == me && m.ConversationId == c && m.At >= from && m.At < to), cancel), of));
    }
}
