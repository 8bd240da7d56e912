using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Charters;

public readonly record struct CharterId(Guid Value) : IId<CharterId>
{
    public static CharterId From(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? _, out CharterId id) => Ids.TryParse(text, out id);
}

public sealed record CharterWritten(JobRoleId Role, string Name, int Version, PersonId By) : IFact
{
    public Subjects About => new(Person: By.Value);
    public IEnumerable<string> Topics => ["charters"];
}

public sealed record CharterPublished(JobRoleId Role, string Name, int Version, string HighestPriority, Instant EffectiveFrom, PersonId By) : IFact
{
    public Subjects About => new(Person: By.Value);
    public IEnumerable<string> Topics => ["charters"];
}

public sealed record CharterWithdrawn(JobRoleId Role, string Name, int Version, string HighestPriority, Instant EffectiveFrom, PersonId By) : IFact
{
    public Subjects About => new(Person: By.Value);
    public IEnumerable<string> Topics => ["charters"];
}

/// <summary>Which half of the job something belongs to, by one charter.</summary>
public enum Half { Function, Essence, Unnamed }

/// <summary>One version of what a role is for, what it must do and what it may give. Once published it stays as it is, so that every day can be judged by its own.</summary>
public sealed class Charter : Entity
{
    public const int LongestPriority = 200;

    public CharterId Id { get; init; } = Ids.New<CharterId>();
    public required JobRoleId JobRoleId { get; init; }
    public required int Version { get; init; }
    public string HighestPriority { get; private set; } = "";
    public IReadOnlyList<Function> Functions { get; private set; } = [];
    public IReadOnlyList<Behavior> Behaviors { get; private set; } = [];

    /// <summary>Counts its changes, so that two who change it at once notice each other.</summary>
    public int Revision { get; private set; }

    public Instant WrittenAt { get; private set; }
    public PersonId WrittenById { get; private set; }
    public Instant? EffectiveFrom { get; private set; }
    public Instant? PublishedAt { get; private set; }

    public void Write(JobRole role, string? highestPriority, IReadOnlyList<Function> functions, IReadOnlyList<Behavior> behaviors, PersonId by, Instant at)
    {
        Refusal.If(PublishedAt is not null, "This version is published and stays as it is. Write a new draft.");
        Refusal.If(OnePriority.AreSeveral(highestPriority), OnePriority.Words, OnePriority.Code);
        Obligation.RefuseAsPriority(highestPriority);
        (HighestPriority, Functions, Behaviors, WrittenAt, WrittenById) = (Line.Of(highestPriority), functions, behaviors, at, by);
        Revision++;
        Announce(new CharterWritten(JobRoleId, role.Name, Version, by));
    }

    /// <exception cref="Refusal">Something is missing, would make a rule of a behavior, or another charter holds from that day.</exception>
    public void Publish(JobRole role, Instant from, IReadOnlyList<Charter> earlier, PersonId by, Instant at)
    {
        Refusal.If(PublishedAt is not null, "This version is published already.");
        Day.RefuseFarOff(from, at);
        Refusal.If(HighestPriority.Length == 0, "Say what the highest priority of this role is, in plain words: “to create a promoter”, “a delighted customer”, or your own.", "priority-missing");
        Refusal.If(Functions.Count == 0, "Name at least one function: what must somebody in this role do?", "function-missing");
        if (Functions.FirstOrDefault(f => f.Standard.Length == 0) is { } loose) throw new Refusal($"“{loose.Name}” has no standard yet. Say when it is done well.", "standard-missing");
        Obligation.RefuseAsPriority(HighestPriority);
        foreach (var behavior in Behaviors) behavior.Look();
        foreach (var function in Functions)
        {
            _ = Function.Of(function.Name, function.Standard);
            if (Behaviors.FirstOrDefault(b => Same(b.Name, function.Name)) is { } twin)
                throw Obligation.Refuse(new(twin.Name, $"the behavior “{twin.Name}” as a function, which is mandatory", "It stands in both columns. What may be given never has to be; leave it in one."));
        }
        var last = earlier.Where(c => c.PublishedAt is not null).MaxBy(c => c.EffectiveFrom);
        if (last is not null && from <= last.EffectiveFrom) throw new Refusal($"{(last.Comes(at) ? $"Version {last.Version} comes into force on" : $"Version {last.Version} is in force since")} {Day.InWords(last.EffectiveFrom.Value)}, with “{last.HighestPriority}” as its highest priority. A role has one highest priority at a time: choose a later day{(last.Comes(at) ? ", or withdraw that version first" : null)}.", OnePriority.Code);
        (EffectiveFrom, PublishedAt) = (from, at);
        Revision++;
        Announce(new CharterPublished(JobRoleId, role.Name, Version, HighestPriority, from, by));
    }

    /// <summary>It is published, and its day has not come.</summary>
    public bool Comes(Instant now) => PublishedAt is not null && EffectiveFrom > now;

    /// <summary>It is a draft again. Once its day has come it stays, because what was done since is judged by it.</summary>
    public void Withdraw(JobRole role, PersonId by, Instant at)
    {
        Refusal.If(!Comes(at), $"Version {Version} has come into force, and stays. Write a new version to change what holds.");
        Announce(new CharterWithdrawn(JobRoleId, role.Name, Version, HighestPriority, EffectiveFrom!.Value, by));
        (EffectiveFrom, PublishedAt) = (null, null);
        Revision++;
    }

    /// <summary>What something is by this charter: its own words, or the name of a behavior.</summary>
    public Half Judge(string what) =>
        Obligation.Named(what) is not null ? Half.Essence
        : Functions.Any(f => Same(f.Name, what)) ? Half.Function
        : Behaviors.Any(b => Same(b.Name, what)) ? Half.Essence
        : Half.Unnamed;

    static bool Same(string one, string other) => string.Equals(Line.Of(one).TrimEnd('.'), Line.Of(other).TrimEnd('.'), StringComparison.OrdinalIgnoreCase);
}

/// <summary>Reads the highest priority of a command: one text, and nothing else.</summary>
public sealed partial class OnePriority : JsonConverter<string>
{
    public const string Words = "A role has exactly one highest priority. Choose the one that all others serve.", Code = "one-priority";

    [GeneratedRegex(@"[\n;]|\S\s+/\s+\S|^first(ly)?\b.*[.,:]\s*(and )?(second|then)(ly)?\b|\b1[.)].*\b2[.)]|\bpriority (one|1)\b.*\bpriority (two|2)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Several { get; }

    /// <summary>Whether a text sets out more than one: on lines of their own, parted by marks, or numbered. Two that are joined by an “and” it takes for one.</summary>
    public static bool AreSeveral(string? words) => Several.IsMatch((words ?? "").Trim(' ', '\t', '\r', '\n', ';'));

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType is JsonTokenType.StartArray ? throw new Refusal(Words, Code) : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

sealed class CharterTable : IEntityTypeConfiguration<Charter>
{
    static readonly JsonSerializerOptions Json = FactJson.Options;

    public void Configure(EntityTypeBuilder<Charter> builder)
    {
        builder.Property(c => c.Revision).IsConcurrencyToken();
        builder.Property(c => c.Functions).HasConversion(list => JsonSerializer.Serialize(list, Json), text => JsonSerializer.Deserialize<List<Function>>(text, Json)!, Whole<Function>());
        builder.Property(c => c.Behaviors).HasConversion(list => JsonSerializer.Serialize(list, Json), text => JsonSerializer.Deserialize<List<Behavior>>(text, Json)!, Whole<Behavior>());
    }

    /// <summary>A list is written whole and never changed in place.</summary>
    static ValueComparer<IReadOnlyList<T>> Whole<T>() => new((a, b) => ReferenceEquals(a, b), list => list.Count, list => list);
}
