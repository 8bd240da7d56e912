using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Desk;

public readonly record struct MessageId(Guid Value) : IId<MessageId>
{
    public static MessageId From(Guid value) => new(value);
}

public readonly record struct NoteId(Guid Value) : IId<NoteId>
{
    public static NoteId From(Guid value) => new(value);
}

public readonly record struct PromiseId(Guid Value) : IId<PromiseId>
{
    public static PromiseId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out PromiseId id) => Ids.TryParse(text, out id);
}

public enum MessageFrom { Customer, Agent }

/// <summary>What customer and desk say to each other.</summary>
public sealed class Message
{
    public MessageId Id { get; init; } = Ids.New<MessageId>();
    public required ConversationId ConversationId { get; init; }
    public required int Position { get; init; }
    public required MessageFrom From { get; init; }
    public required PersonId? PersonId { get; init; }

    /// <summary>The name that the other side sees.</summary>
    public required string Author { get; init; }

    public required string Body { get; set; }
    public required Instant At { get; init; }
}

/// <summary>What only the desk sees.</summary>
public sealed class Note
{
    public NoteId Id { get; init; } = Ids.New<NoteId>();
    public required ConversationId ConversationId { get; init; }
    public required int Position { get; init; }
    public required PersonId PersonId { get; init; }
    public required string Author { get; init; }
    public required string Body { get; set; }
    public required Instant At { get; init; }
}

/// <summary>Who ended a conversation and when; and when it opened again.</summary>
public sealed class Resolution
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required ConversationId ConversationId { get; init; }
    public required PersonId ById { get; init; }
    public required Instant At { get; init; }
    public Instant? ReopenedAt { get; set; }
}

/// <summary>A step that was done, or was not needed for a stated reason.</summary>
public sealed class StepCompletion
{
    public required ConversationId ConversationId { get; init; }
    public required FunctionStepId StepId { get; init; }
    public required PersonId ById { get; init; }
    public required Instant At { get; init; }
    public string? SkippedBecause { get; init; }
}

/// <summary>Something the desk said it will do by a time. Kept or broken, never forgotten.</summary>
public sealed class Promise
{
    public PromiseId Id { get; init; } = Ids.New<PromiseId>();
    public required ConversationId ConversationId { get; init; }
    public required PersonId ById { get; init; }
    public required Duty Text { get; init; }
    public required Instant DueAt { get; set; }
    public required Instant MadeAt { get; init; }

    /// <summary>To write how it stands, by a time that a waiting customer was told.</summary>
    public bool IsUpdate { get; init; }

    /// <summary>When its owner is reminded of it; not of one that is due in a few minutes.</summary>
    public Instant? RemindAt { get; private set; }
    public Instant? RemindedAt { get; set; }

    /// <summary>The one errand that minds it.</summary>
    public Guid? ErrandId { get; set; }
    public Instant? KeptAt { get; set; }
    public Instant? BrokenAt { get; set; }

    /// <summary>When something is to be done about it next.</summary>
    public Instant NextAt => RemindedAt is null && RemindAt is { } remind ? remind : DueAt;

    /// <summary>A quarter of the time before it is due, five minutes at least and an hour at most.</summary>
    public void Time(Instant due, Instant from)
    {
        DueAt = due;
        var before = Duration.Min(Duration.Max((due - from) / 4, Duration.FromMinutes(5)), Duration.FromHours(1));
        (RemindAt, RemindedAt) = (due - from > 2 * before ? due - before : null, null);
    }
}

/// <summary>Half-written words of one person in one conversation: <c>reply</c> or <c>note</c>.</summary>
public sealed class Draft
{
    public required ConversationId ConversationId { get; init; }
    public required PersonId PersonId { get; init; }
    public required string Kind { get; init; }
    public required string Body { get; set; }

    /// <summary>Ids of its attachments, with commas between.</summary>
    public string Attachments { get; set; } = "";

    /// <summary>The last place in the thread that its writer had seen.</summary>
    public required int Seen { get; set; }

    /// <summary>It was on its way and came back, because somebody wrote meanwhile.</summary>
    public bool Returned { get; set; }

    public required Instant UpdatedAt { get; set; }
}

/// <summary>Who is looking at a conversation right now, and who is typing. <see cref="Who"/> is as in the log.</summary>
public sealed class Presence
{
    public static readonly Duration Lasts = Duration.FromSeconds(40);

    public required ConversationId ConversationId { get; init; }
    public required string Who { get; init; }
    public required string Name { get; set; }
    public required Instant SeenAt { get; set; }
    public Instant? TypingUntil { get; set; }
}

sealed class DeskTables : IEntityTypeConfiguration<StepCompletion>, IEntityTypeConfiguration<Promise>, IEntityTypeConfiguration<Draft>, IEntityTypeConfiguration<Presence>
{
    public void Configure(EntityTypeBuilder<Promise> builder)
    {
        builder.Property(p => p.Text).HasConversion<Duty.InDatabase>();
        builder.Ignore(p => p.NextAt);
    }

    public void Configure(EntityTypeBuilder<StepCompletion> builder) => builder.HasKey(c => new { c.ConversationId, c.StepId });

    public void Configure(EntityTypeBuilder<Draft> builder) => builder.HasKey(d => new { d.ConversationId, d.PersonId, d.Kind });

    public void Configure(EntityTypeBuilder<Presence> builder) => builder.HasKey(p => new { p.ConversationId, p.Who });
}
