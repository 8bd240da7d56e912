using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Essence.Cues;

/// <summary>A cue was on somebody's screen. Kept for the hour of its budget and then gone; it is in no log.</summary>
public sealed class ShownCue
{
    public required PersonId PersonId { get; init; }
    public required ConversationId ConversationId { get; init; }
    public required string Cue { get; init; }
    public required Instant At { get; init; }
}

/// <summary>A cue that somebody closed does not come back in that conversation. Nobody is named, and nothing is concluded from it.</summary>
public sealed class ClosedCue
{
    public required ConversationId ConversationId { get; init; }
    public required string Cue { get; init; }
}

/// <summary>What somebody does not want to see: a kind of cue or all, until a time or for good. Read by nobody else.</summary>
public sealed class CueMute
{
    public required PersonId PersonId { get; init; }
    public required string Kind { get; init; }
    public Instant? Until { get; set; }

    public bool Holds(Instant now) => Until is null || Until > now;
}

/// <summary>How many cues the house lets stand beside somebody's work in an hour.</summary>
public sealed class CueBudget
{
    public const int Usual = 12, Most = 60;

    /// <summary>There is one.</summary>
    public static readonly Guid TheOne = new("00000000-0000-4000-8000-0000000000c5");

    public required Guid Id { get; init; }
    public required int PerHour { get; set; }
}

public readonly record struct DeniedWordId(Guid Value) : IId<DeniedWordId>
{
    public static DeniedWordId From(Guid value) => new(value);
}

public sealed record WordsDenied(string Words) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["library"];
}

/// <summary>Somebody tried to take words out of the deny list. They stay.</summary>
public sealed record WordsStayDenied(string Words, string Because) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["library"];
}

public sealed record CueBudgetSet(int PerHour) : IFact
{
    public Subjects About => default;
    public IEnumerable<string> Topics => ["library"];
}

/// <summary>Words that this house has added to the deny list.</summary>
public sealed class DeniedWord : Entity
{
    public DeniedWordId Id { get; init; } = Ids.New<DeniedWordId>();
    public required string Words { get; init; }
    public required PersonId AddedById { get; init; }
    public required Instant AddedAt { get; init; }

    public static DeniedWord Add(string words, PersonId by, Instant at)
    {
        var word = new DeniedWord { Words = words, AddedById = by, AddedAt = at };
        word.Announce(new WordsDenied(words));
        return word;
    }
}

sealed class CueTables : IEntityTypeConfiguration<ShownCue>, IEntityTypeConfiguration<ClosedCue>, IEntityTypeConfiguration<CueMute>, IEntityTypeConfiguration<Basket>
{
    public void Configure(EntityTypeBuilder<ShownCue> builder) => builder.HasKey(c => new { c.PersonId, c.ConversationId, c.Cue });

    public void Configure(EntityTypeBuilder<ClosedCue> builder) => builder.HasKey(c => new { c.ConversationId, c.Cue });

    public void Configure(EntityTypeBuilder<CueMute> builder) => builder.HasKey(m => new { m.PersonId, m.Kind });

    public void Configure(EntityTypeBuilder<Basket> builder) => builder.HasKey(b => b.ConversationId);
}
