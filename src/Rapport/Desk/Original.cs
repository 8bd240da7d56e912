using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Rapport.Desk;

/// <summary>What came with a message beside its plain new words, where it was a letter: how it looked, and the history it carried along.</summary>
public sealed class Original
{
    public required MessageId MessageId { get; init; }
    public required ConversationId ConversationId { get; init; }

    /// <summary>From where it was written.</summary>
    public string? Address { get; init; }

    public string? Subject { get; init; }

    /// <summary>Cleaned: no script, nothing that is fetched from elsewhere.</summary>
    public string? Html { get; init; }

    /// <summary>What was said before and stands under the new words.</summary>
    public string? Quoted { get; init; }
}

sealed class OriginalTable : IEntityTypeConfiguration<Original>
{
    public void Configure(EntityTypeBuilder<Original> builder) => builder.HasKey(o => o.MessageId);
}

/// <summary>Somebody of the desk has answered a customer who writes letters, now and not in some import: the answer is to be sent.</summary>
public sealed record AnsweredByMail(MessageId Message, ConversationId Conversation, long Number, Customers.CustomerId Customer, Access.PersonId By) : IConversationFact
{
    Access.PersonId? IConversationFact.Who => By;
}

public static class Answering
{
    public static Task<Dictionary<MessageId, Original>> OriginalsOf(this RapportDb db, ConversationId conversation, CancellationToken cancel) =>
        db.Originals.AsNoTracking().Where(o => o.ConversationId == conversation).ToDictionaryAsync(o => o.MessageId, cancel);

    /// <summary>Call it for what is said now; what was said long ago and is only brought in goes to nobody.</summary>
    public static void ToBeSent(this RapportDb db, Conversation conversation, Message message)
    {
        if (conversation.Channel is Channel.Mail && message.PersonId is { } by) db.Record(new AnsweredByMail(message.Id, conversation.Id, conversation.Number, conversation.CustomerId, by));
    }
}
