using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language;

namespace Rapport.Essence.Observing;

public readonly record struct ObservationId(Guid Value) : IId<ObservationId>
{
    public static ObservationId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out ObservationId id) => Ids.TryParse(text, out id);
}

/// <summary>Whether a step was seen done. Not to have seen it says nothing.</summary>
public enum Done { Yes, No, NotSeen }

/// <summary>Who thanked whom first.</summary>
public enum Thanked { Customer, Csr, Both, Nobody }

[System.ComponentModel.DataAnnotations.Schema.NotMapped] // written whole, as text, with what it belongs to
public sealed record SeenStep(string Step, Done Done);

/// <summary>The sheet of one contact: what was seen of the steps, which behaviors, who thanked whom first, and a few words.</summary>
public sealed record Seen(IReadOnlyList<SeenStep> Steps, IReadOnlyList<BehaviorKind> Behaviors, Thanked? Thanked, string? Words, ConversationId? Conversation);

/// <summary>
/// What somebody saw who was let look on. It belongs to whoever was observed: they read it first and at once, may add to it, show it and
/// delete it. For everybody else, whoever wrote it included, it is not there until they show it.
/// </summary>
public sealed class Observation
{
    public const int LongestWords = 500;

    static readonly JsonSerializerOptions Json = FactJson.Options;

    Observation() { }

    /// <summary>At random, so that it is in no order.</summary>
    public ObservationId Id { get; private init; } = new(Guid.NewGuid());

    public PersonId ObserverId { get; private init; }
    public PersonId ObservedId { get; private init; }

    /// <summary>Which contact, if it was said: two who saw the same can be compared, of everybody together.</summary>
    public ConversationId? ConversationId { get; private init; }

    public string Steps { get; private init; } = "[]";

    /// <summary>Their keys, with commas between.</summary>
    public string Behaviors { get; private init; } = "";

    public Thanked? Thanked { get; private init; }
    public string? Words { get; private init; }

    /// <summary>What whoever was observed says to it.</summary>
    public string? Added { get; private set; }

    public Instant WrittenAt { get; private init; }
    public Instant? ShownAt { get; private set; }

    internal static Observation Of(ObservationAsk ask, Seen seen, Instant at) => new()
    {
        ObserverId = ask.ObserverId,
        ObservedId = ask.ObservedId,
        ConversationId = seen.Conversation,
        Steps = JsonSerializer.Serialize(seen.Steps, Json),
        Behaviors = string.Join(',', seen.Behaviors.Select(b => b.Key())),
        Thanked = seen.Thanked,
        Words = string.IsNullOrWhiteSpace(seen.Words) ? null : seen.Words.Trim(),
        WrittenAt = at,
    };

    public IReadOnlyList<SeenStep> StepsSeen => JsonSerializer.Deserialize<List<SeenStep>>(Steps, Json)!;

    public IReadOnlyList<BehaviorKind> BehaviorsSeen => [.. BehaviorKinds.All.Where(k => Behaviors.Split(',').Contains(k.Key(), StringComparer.Ordinal))];

    public void Add(string? words) => Added = string.IsNullOrWhiteSpace(words) ? null : words.Trim();

    public void Show(Instant at) => ShownAt ??= at;

    public void Hide() => ShownAt = null;
}

sealed class ObservationTables : IEntityTypeConfiguration<Observation>
{
    public void Configure(EntityTypeBuilder<Observation> builder)
    {
        builder.Ignore(o => o.StepsSeen).Ignore(o => o.BehaviorsSeen);
        builder.Property(o => o.Thanked).HasConversion<string>();
    }
}
