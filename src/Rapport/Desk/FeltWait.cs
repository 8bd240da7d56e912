using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Customers;
using Rapport.Foundation;

namespace Rapport.Desk;

/// <summary>How long a wait feels to the customer, beside how long it was by the clock when they said so. It is no word about anybody who serves them.</summary>
public sealed class FeltWait
{
    /// <summary>Of a wait that has hardly begun nobody is asked how long it feels.</summary>
    public static readonly Duration Least = Duration.FromMinutes(5);

    public static readonly Duration Longest = Duration.FromDays(366);

    public required ConversationId ConversationId { get; init; }
    public required Instant WaitingSince { get; init; }
    public required Instant At { get; set; }
    public required long FeltSeconds { get; set; }
    public required long RealSeconds { get; set; }
}

/// <summary>That they said it; what they said is counted with everybody's and stands in no log.</summary>
public sealed record WaitFelt(ConversationId Conversation, long Number, CustomerId Customer) : IConversationFact;

sealed class FeltWaitTable : IEntityTypeConfiguration<FeltWait>
{
    public void Configure(EntityTypeBuilder<FeltWait> builder) => builder.HasKey(w => new { w.ConversationId, w.WaitingSince });
}

public static class Feeling
{
    /// <summary>The conversation must be held to be changed.</summary>
    public static async Task SayHowLongItFelt(this RapportDb db, Conversation conversation, Duration felt, Instant now, CancellationToken cancel)
    {
        if (conversation.WaitingSince is not { } since || conversation.Status is Status.Resolved) throw Refusal.Conflict("You are not waiting for an answer here any more.", "not-waiting");
        Refusal.If(now - since < FeltWait.Least, "That was only just now. Say it when you have waited a little.", "too-soon");
        var (feltSeconds, real) = ((long)felt.TotalSeconds, (long)(now - since).TotalSeconds);
        var said = await db.FeltWaits.SingleOrDefaultAsync(w => w.ConversationId == conversation.Id && w.WaitingSince == since, cancel);
        if (said is null) db.Add(new FeltWait { ConversationId = conversation.Id, WaitingSince = since, At = now, FeltSeconds = feltSeconds, RealSeconds = real });
        else (said.At, said.FeltSeconds, said.RealSeconds) = (now, feltSeconds, real);
        db.Record(new WaitFelt(conversation.Id, conversation.Number, conversation.CustomerId));
    }
}
