using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>The customer was in the middle of something when their line dropped. The conversation keeps its place and its owner, who writes back first.</summary>
public sealed class LostLine
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required ConversationId ConversationId { get; init; }
    public required Instant At { get; init; }

    /// <summary>When somebody of the desk wrote back; what they wrote waits for the customer.</summary>
    public Instant? WrittenBackAt { get; set; }
}

public sealed record CustomerLineDropped(ConversationId Conversation, long Number, CustomerId Customer) : IConversationFact
{
    IEnumerable<string> IFact.Topics => [$"conversation:{Number}", $"presence:{Number}"];
}

public sealed record CustomerWrittenBack(ConversationId Conversation, long Number, CustomerId Customer, PersonId By) : IConversationFact
{
    PersonId? IConversationFact.Who => By;
    IEnumerable<string> IFact.Topics => [$"presence:{Number}"];
}

public sealed record CustomerCameBack(ConversationId Conversation, long Number, CustomerId Customer) : IConversationFact
{
    IEnumerable<string> IFact.Topics => [$"conversation:{Number}", $"presence:{Number}"];
}

public static class LostLines
{
    /// <summary>Only while something is open between the two sides: the customer waits, or has not read the answer. And only if they are still gone when it is written down.</summary>
    public static async Task LoseLine(this RapportDb db, long number, Instant at, Func<bool> stillGone, CancellationToken cancel)
    {
        var c = await db.ToChange(number, cancel);
        if (!stillGone() || c.Status is Status.Resolved || (c.WaitingSince is null && !await db.Messages.AnyAsync(m => m.ConversationId == c.Id && m.From == MessageFrom.Agent && m.Position > c.ReadByCustomer, cancel)) || await db.LostLines.AnyAsync(l => l.ConversationId == c.Id, cancel)) return;
        db.Add(new LostLine { ConversationId = c.Id, At = at });
        db.Record(new CustomerLineDropped(c.Id, c.Number, c.CustomerId));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The first answer after a line dropped.</summary>
    public static async Task WriteBack(this RapportDb db, Conversation c, PersonId by, Instant at, CancellationToken cancel)
    {
        if (c.Channel is not Channel.Chat || await db.LostLines.SingleOrDefaultAsync(l => l.ConversationId == c.Id && l.WrittenBackAt == null, cancel) is not { } lost) return;
        lost.WrittenBackAt = at;
        db.Record(new CustomerWrittenBack(c.Id, c.Number, c.CustomerId, by));
    }

    public static async Task LineIsBack(this RapportDb db, long number, CancellationToken cancel)
    {
        var c = await db.ToChange(number, cancel);
        if (await db.LostLines.SingleOrDefaultAsync(l => l.ConversationId == c.Id, cancel) is not { } lost) return;
        db.Remove(lost);
        db.Record(new CustomerCameBack(c.Id, c.Number, c.CustomerId));
        await db.SaveChangesAsync(cancel);
    }

    public static Task<Instant?> LineLostAt(this RapportDb db, ConversationId conversation, CancellationToken cancel) =>
        db.LostLines.Where(l => l.ConversationId == conversation).Select(l => (Instant?)l.At).SingleOrDefaultAsync(cancel);
}
