using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Desk;

public readonly record struct AttachmentId(Guid Value) : IId<AttachmentId>
{
    public static AttachmentId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out AttachmentId id) => Ids.TryParse(text, out id);
}

/// <summary>A file somebody sent or is about to send. Its bytes are in the file store under their hash.</summary>
public sealed class Attachment
{
    public const long Largest = 25 * 1024 * 1024;

    public AttachmentId Id { get; init; } = Ids.New<AttachmentId>();
    public required ConversationId ConversationId { get; init; }
    public MessageId? MessageId { get; set; }
    public NoteId? NoteId { get; set; }
    public PersonId? PersonId { get; init; }
    public required string Name { get; init; }

    /// <summary>What its first bytes say it is, not what its sender says.</summary>
    public required string Type { get; init; }

    public required long Size { get; init; }
    public required string Sha256 { get; init; }
    public required Instant At { get; init; }
}

/// <summary>A reply that its writer may still take back.</summary>
public sealed class HeldReply
{
    public static readonly Duration Hold = Duration.FromSeconds(10);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required ConversationId ConversationId { get; init; }
    public required PersonId PersonId { get; init; }
    public required string Body { get; init; }
    public required int Seen { get; init; }

    /// <summary>Its writer has seen what is newer and wants it sent all the same.</summary>
    public required bool Anyway { get; init; }

    /// <summary>Ids of its attachments, with commas between.</summary>
    public required string Attachments { get; init; }

    /// <summary>Its writer wants the matter ended as soon as it has gone out.</summary>
    public bool Resolves { get; set; }

    public required Instant SendAt { get; init; }
}
