using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Essence.Moments;

public readonly record struct MomentId(Guid Value) : IId<MomentId>
{
    public static MomentId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out MomentId id) => Ids.TryParse(text, out id);
}

/// <summary>What was given. One behavior and nothing else is a whole moment.</summary>
public sealed record Given(BehaviorKind Behavior, string? Words = null, string? Expectation = null, string? Happened = null, int? Seconds = null, Money? Money = null);

/// <summary>
/// A behavior that somebody gave, kept by themselves for themselves. It announces nothing: an entry in the log, even without
/// a name, would stand beside the message of whoever gave it, and could be counted.
/// </summary>
public sealed class Moment
{
    public const int LongestText = 2000, MostSeconds = 24 * 60 * 60;

    public MomentId Id { get; init; } = Ids.New<MomentId>();
    public required PersonId GiverId { get; init; }
    public required ConversationId ConversationId { get; init; }

    /// <summary>The message in which it was given, if it was given in words.</summary>
    public MessageId? MessageId { get; init; }

    public BehaviorKind Behavior { get; private set; }
    public string? Words { get; private set; }
    public string? Expectation { get; private set; }
    public string? Happened { get; private set; }
    public int? Seconds { get; private set; }
    public long? Minor { get; private set; }
    public string? Currency { get; private set; }
    public required Instant At { get; init; }

    /// <summary>When it was put into the book, which may be long after it was given.</summary>
    public required Instant KeptAt { get; init; }

    /// <summary>Since when its giver lets colleagues see it.</summary>
    public Instant? ShownAt { get; private set; }

    public Money? Money => Minor is { } minor && Currency is { } currency ? new Money(minor, currency) : null;

    public static Moment Keep(PersonId giver, ConversationId conversation, Message? message, Given given, Instant at, Instant? keptAt = null)
    {
        Refusal.If(message is not null && message.PersonId != giver, $"These words are {message?.Author}'s. A moment is kept by whoever gave it, and by nobody else.", "not-yours");
        var moment = new Moment { GiverId = giver, ConversationId = conversation, MessageId = message?.Id, At = at, KeptAt = keptAt ?? at };
        moment.Change(given);
        return moment;
    }

    public void Change(Given given)
    {
        Behavior = given.Behavior;
        (Words, Expectation, Happened) = (Text(given.Words), Text(given.Expectation), Text(given.Happened));
        Seconds = given.Seconds;
        (Minor, Currency) = (given.Money?.Minor, given.Money?.Currency);
    }

    /// <summary>Only its giver can let others see it, and stop it again.</summary>
    public void Show(Instant at) => ShownAt ??= at;

    public void Hide() => ShownAt = null;

    static string? Text(string? given) => string.IsNullOrWhiteSpace(given) ? null : given.Trim();
}

/// <summary>
/// What a customer told us stood out. Another thing than what somebody kept: it has no giver, nobody at the desk can write or
/// change one, and the two are never counted together.
/// </summary>
public sealed class ToldMoment
{
    public const int LongestText = 1000, MostOfOneVisit = 5;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required ConversationId ConversationId { get; init; }
    public required string Words { get; init; }
    public required Instant At { get; init; }
}

/// <summary>Into whose book it came, as it was when it was told: a conversation may change hands afterwards.</summary>
public sealed class ToldFor
{
    public required Guid ToldId { get; init; }
    public required PersonId PersonId { get; init; }
}

sealed class ToldForTable : IEntityTypeConfiguration<ToldFor>
{
    public void Configure(EntityTypeBuilder<ToldFor> builder)
    {
        builder.HasKey(t => new { t.ToldId, t.PersonId });
        builder.HasOne<ToldMoment>().WithMany().HasForeignKey(t => t.ToldId); // so that what was told is written first
    }
}
