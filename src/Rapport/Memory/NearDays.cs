using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Customers;
using Rapport.Desk;

namespace Rapport.Memory;

/// <summary>A fact and its day, which is near.</summary>
public sealed record NearDay(Remembered Fact, LocalDate Day);

public static class NearDays
{
    /// <summary>From a week before it, so that something can be prepared, until it would be too late to mention it.</summary>
    const int Before = 7, After = 3;

    /// <summary>
    /// What the customer told and whose day is near, what was asked about lately last. Only with their yes, nothing that is
    /// sensitive, inferred or not to be asked about, and nothing that rests; nor what was told in this conversation, whose words speak for themselves.
    /// </summary>
    public static async Task<List<NearDay>> NearDaysOf(this RapportDb db, CustomerId customer, ConversationId here, LocalDate today, Instant now, CancellationToken cancel)
    {
        var facts = await db.AwakeOf(customer)
            .Where(r => r.Day != null && r.ExpiresAt > now && r.ToldBy == ToldBy.Customer && !r.Sensitive && r.Over == null && !db.Messages.Any(m => m.Id == r.SourceMessageId && m.ConversationId == here) && db.MemoryConsents.Any(c => c.CustomerId == customer && c.AgreedAt != null && c.WithdrawnAt == null))
            .ToListAsync(cancel);
        return [.. from fact in facts
                   let day = fact.Said?.Next(today.PlusDays(-After))
                   where day <= today.PlusDays(Before)
                   orderby fact.AskedAt ?? Instant.MinValue, day, fact.ToldAt descending
                   select new NearDay(fact, day.Value)];
    }
}
