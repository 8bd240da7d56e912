using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles.Documents;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Essence.Attention;

public readonly record struct AttentionSourceId(Guid Value) : IId<AttentionSourceId>
{
    public static AttentionSourceId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out AttentionSourceId id) => Ids.TryParse(text, out id);
}

public enum SourceKind { Meeting, Note, Document }

/// <summary>What was spoken of in a meeting or stands in a document, as somebody chose to paste it. Nobody is on it but whoever pasted it.</summary>
public sealed class AttentionSource
{
    public const int LongestTitle = 200, Longest = 100_000, MostLines = 2000;

    public AttentionSourceId Id { get; init; } = Ids.New<AttentionSourceId>();
    public required SourceKind Kind { get; init; }

    /// <summary>As 2026-11.</summary>
    public required string Month { get; init; }

    public required string Title { get; init; }
    public required string Words { get; init; }
    public required PersonId AddedById { get; init; }
    public required Instant AddedAt { get; init; }

    public IReadOnlyList<SpokenLine> Lines => SpokenLine.In(Words);
}

/// <summary>A line and the half that it speaks of, by its words: the same line always counts the same.</summary>
[System.ComponentModel.DataAnnotations.Schema.NotMapped] // worked out of the words
public sealed record SpokenLine(int Number, string Words, Half Half)
{
    public static IReadOnlyList<SpokenLine> In(string words) => [.. words.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select((line, i) => new SpokenLine(i + 1, line, HalfOfLine.Of(line)))];
}

/// <summary>Since when the house counts its internal notes too; it does not unless a lead turns it on, and not what was written before.</summary>
public sealed class NotesCounted
{
    /// <summary>There is one.</summary>
    public static readonly Guid TheOne = new("00000000-0000-4000-8000-000000000150");

    public required Guid Id { get; init; }
    public Instant? Since { get; set; }
}

/// <summary>A lead turned the counting of notes on or off; everybody can read when.</summary>
public sealed record CountingOfNotesSet(bool On) : IFact
{
    public Subjects About => default;
}

sealed class AttentionTables : Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<AttentionSource>, Microsoft.EntityFrameworkCore.IEntityTypeConfiguration<NotesCounted>
{
    public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<AttentionSource> builder) => builder.Ignore(s => s.Lines);

    public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<NotesCounted> builder) => builder.HasKey(n => n.Id);
}
