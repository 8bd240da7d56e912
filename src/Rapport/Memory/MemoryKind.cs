using System.Text.Json;
using NodaTime;

namespace Rapport.Memory;

/// <summary>What a fact is about. A name is how somebody wants to be called, or how it is said.</summary>
public enum MemoryKind { Pet, Family, Occasion, Travel, Preference, Hobby, Habit, Work, Home, Diet, Name, Other }

public static class MemoryKinds
{
    public static readonly IReadOnlyList<MemoryKind> All = Enum.GetValues<MemoryKind>();
    public static readonly string[] Keys = [.. All.Select(Key)];

    /// <summary>Nothing is kept for longer, whatever somebody wishes.</summary>
    public static readonly Duration Longest = Duration.FromDays(3 * 365);

    /// <summary>A one-off day is over soon after it.</summary>
    static readonly Duration AfterTheDay = Duration.FromDays(30);

    public static string Key(this MemoryKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    public static MemoryKind? Parse(string? key) => Enum.TryParse<MemoryKind>(key, ignoreCase: true, out var kind) && Keys.Contains(key, StringComparer.Ordinal) ? kind : null;

    public static string Words(this MemoryKind kind) => kind switch
    {
        MemoryKind.Pet => "a pet",
        MemoryKind.Family => "family",
        MemoryKind.Occasion => "an occasion",
        MemoryKind.Travel => "a journey",
        MemoryKind.Preference => "what they prefer",
        MemoryKind.Hobby => "what they like to do",
        MemoryKind.Habit => "a habit",
        MemoryKind.Work => "their work",
        MemoryKind.Home => "their home",
        MemoryKind.Diet => "what they eat",
        MemoryKind.Name => "their name, as they say it",
        _ => "something else",
    };

    /// <summary>What is remembered, where it stands alone: how somebody says their name is no sentence.</summary>
    public static string Told(this MemoryKind kind, string text) => kind is MemoryKind.Name ? $"The name, as it is said: {text}" : text;

    /// <summary>What it is kept for, as the customer reads it.</summary>
    public static string Purpose(this MemoryKind kind) => kind switch
    {
        MemoryKind.Name => "so that we call you as you like",
        MemoryKind.Preference or MemoryKind.Habit or MemoryKind.Diet => "so that it is as you like it without asking again",
        MemoryKind.Occasion or MemoryKind.Travel => "so that we think of it when it comes",
        _ => "so that you don’t have to say it twice",
    };

    /// <summary>How long it is kept when nobody says otherwise.</summary>
    public static Duration Lasts(this MemoryKind kind) => Duration.FromDays(kind switch
    {
        MemoryKind.Pet or MemoryKind.Family or MemoryKind.Preference or MemoryKind.Home or MemoryKind.Name => 2 * 365,
        MemoryKind.Occasion => 400,
        MemoryKind.Travel => 180,
        _ => 365,
    });

    /// <summary>Until when, by its kind and its day.</summary>
    public static Instant Until(this MemoryKind kind, SaidDay? day, Instant now) =>
        kind is MemoryKind.Occasion or MemoryKind.Travel && day is { Date: { } once } && once.AtMidnight().InUtc().ToInstant() + AfterTheDay is var over && over > now
            ? Instant.Min(over, now + Longest)
            : now + kind.Lasts();

    /// <summary>The kind under which what the reader of texts has found is kept; null where it is nobody's business.</summary>
    public static MemoryKind? OfFound(string kind) => kind switch
    {
        "loyalty" => MemoryKind.Habit,
        "age" or "health" or "disability" or "bereavement" or "religion" or "finance" => null,
        _ => Parse(kind) ?? MemoryKind.Other,
    };
}
