using NodaTime;
using Rapport.Customers;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

public readonly record struct ConversationId(Guid Value) : IId<ConversationId>
{
    public static ConversationId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out ConversationId id) => Ids.TryParse(text, out id);
}

public enum Channel { Api, Chat, Counter, Mail, Phone }

public enum Status { Open, Resolved }

/// <summary>One matter of one customer, on any channel, until it is resolved.</summary>
public sealed partial class Conversation : Entity
{
    public const int LongestSubject = 300, LongestBody = 20_000;
    const int PreviewLength = 120;

    public ConversationId Id { get; init; } = Ids.New<ConversationId>();

    /// <summary>What people call it: #1042.</summary>
    public required long Number { get; init; }

    public required Channel Channel { get; init; }
    public required string Subject { get; set; }
    public required CustomerId CustomerId { get; init; }
    public ContactTypeId? ContactTypeId { get; private set; }
    public Status Status { get; private set; }
    public Instant OpenedAt { get; init; }

    /// <summary>When anything was last said or noted.</summary>
    public Instant UpdatedAt { get; private set; }

    /// <summary>The beginning of what was said last.</summary>
    public string Preview { get; private set; } = "";

    public static Conversation Open(long number, Channel channel, CustomerId customer, string? subject, string firstWords, Instant at)
    {
        var conversation = new Conversation { Number = number, Channel = channel, CustomerId = customer, Subject = string.IsNullOrWhiteSpace(subject) ? Beginning(firstWords, 80) : subject.Trim(), OpenedAt = at, UpdatedAt = at };
        conversation.Announce(new ConversationOpened(conversation.Id, number, customer, channel));
        return conversation;
    }

    public void Choose(ContactType type)
    {
        if (ContactTypeId == type.Id) return;
        ContactTypeId = type.Id;
        Announce(new ContactTypeChosen(Id, Number, CustomerId, type.Id, type.Name));
    }

    static string Beginning(string text, int length)
    {
        var line = string.Join(' ', text.Split((char[]?)null, 60, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ReplaceLineEndings(" ");
        return Cut.To(line, length);
    }
}
