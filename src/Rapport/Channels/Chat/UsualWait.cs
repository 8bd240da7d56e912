using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>How long a first answer usually takes: three of four came sooner. Said only when there is enough to say it from.</summary>
public sealed class UsualWait(TimeProvider time)
{
    const int Enough = 10, Most = 100;
    static readonly Duration LookBack = Duration.FromDays(14), Remember = Duration.FromMinutes(5);

    volatile Known known = new(null, Instant.MinValue);

    sealed record Known(string? Words, Instant At);

    public async ValueTask<string?> InWords(RapportDb db, CancellationToken cancel)
    {
        var now = time.Now();
        if (known.At > now - Remember) return known.Words;
        known = known with { At = now }; // whoever comes meanwhile gets the words of before
        var since = now - LookBack;
        var asked = await db.Conversations.Where(c => c.Channel == Channel.Chat && c.UpdatedAt > since && c.AskedAt != null && c.OwnerId != null)
            .OrderByDescending(c => c.UpdatedAt).Take(Most).Select(c => new { c.Id, AskedAt = c.AskedAt!.Value }).ToListAsync(cancel);
        var ids = asked.ConvertAll(c => c.Id);
        var answered = await db.Messages.Where(m => ids.Contains(m.ConversationId) && m.From == MessageFrom.Agent)
            .GroupBy(m => m.ConversationId).Select(g => new { g.Key, First = g.Min(m => m.At) }).ToDictionaryAsync(g => g.Key, g => g.First, cancel);
        var waits = asked.Where(c => answered.ContainsKey(c.Id)).Select(c => answered[c.Id] - c.AskedAt).Order().ToList();
        var words = waits.Count < Enough ? null : Say(waits[waits.Count * 3 / 4]);
        known = new(words, now);
        return words;
    }

    public static string Say(Duration wait) => Math.Ceiling(wait.TotalMinutes) switch
    {
        <= 1 => "usually answers within a minute",
        <= 10 and var minutes => $"usually answers in {minutes:0} minutes",
        <= 55 and var minutes => $"usually answers in {Math.Ceiling(minutes / 5) * 5:0} minutes",
        <= 90 => "usually answers within an hour",
        <= 1440 and var minutes => $"usually answers in {Math.Ceiling(minutes / 60):0} hours",
        _ => "usually answers in a few days",
    };
}
