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
        var served = await db.Messages.AsNoTracking().Where(m => m.PersonId == me && m.From == MessageFrom.Agent && m.At >= since).Select(m => new { m.ConversationId, m.At }).ToListAsync(cancel);
        var given = (await db.Moments.AsNoTracking().Where(m => m.GiverId == me && m.At >= since).Select(m => new { m.ConversationId, m.At }).ToListAsync(cancel)).ToLookup(m => m.ConversationId, m => m.At);
        return new([.. Enumerable.Range(0, Count).Select(i =>
        {
            var (from, to) = (since + (length * i), since + (length * (i + 1)));
            var conversations = served.Where(s => s.At >= from && s.At < to).Select(s => s.ConversationId).ToHashSet();
            return new Span(from, new Share(conversations.Count(c => given[c].Any(at => at >= from && at < to)), conversations.Count));
        })]);
    }
}
