using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace Rapport.Foundation;

/// <summary>Whom a fact concerns, so that each of them has a timeline.</summary>
public readonly record struct Subjects(Guid? Conversation = null, Guid? Customer = null, Guid? Person = null);

/// <summary>Something that happened. Written to the log in the same transaction as the change itself.</summary>
public interface IFact
{
    Subjects About { get; }

    /// <summary>What changed on the screens of those who follow: they fetch it again after the commit.</summary>
    IEnumerable<string> Topics => [];
}

/// <summary>A fact of which the log does not say whose doing it was, because that is nobody's business but theirs.</summary>
public interface IUnsigned : IFact;

/// <summary>What a room does when a fact has been committed. Runs at least once, so it must be safe to run again.</summary>
public interface IWhen<in TFact> where TFact : IFact
{
    Task Handle(TFact fact, CancellationToken cancel);
}

/// <summary>A thing of the house that announces what happens to it.</summary>
public abstract class Entity
{
    List<IFact>? announced;

    [NotMapped] public IReadOnlyList<IFact> Announced => announced ?? (IReadOnlyList<IFact>)[];

    protected void Announce(IFact fact) => (announced ??= []).Add(fact);

    internal void Forget() => announced = null;
}

/// <summary>One line of the append-only record of everything that happened.</summary>
public sealed class LogEntry
{
    public long Id { get; init; }
    public required Instant At { get; init; }
    public required string Kind { get; init; }
    public Guid? Conversation { get; init; }
    public Guid? Customer { get; init; }
    public Guid? Person { get; init; }

    /// <summary>Who did it: <c>person:…</c>, <c>customer:…</c>, or <c>rapport</c> for the program itself.</summary>
    public required string Actor { get; init; }

    public required string Data { get; set; }
}

/// <summary>Who is acting in this unit of work.</summary>
public sealed class Actor
{
    public const string House = "rapport";

    public string Name { get; set; } = House;
}

public static class FactJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new IdJson(), new InstantJson(), new MoneyJson(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the log is shown as text, never as HTML; an é stays an é
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatEveryFactHas } },
    };

    /// <summary>Whom it concerns and who follows it stand beside the data, not in it.</summary>
    static void LeaveOutWhatEveryFactHas(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(IFact))) return;
        foreach (var property in type.Properties.Where(p => p.PropertyType == typeof(Subjects) || p.PropertyType == typeof(IEnumerable<string>)).ToList()) type.Properties.Remove(property);
    }

    public static string Kind(Type fact) => JsonNamingPolicy.SnakeCaseLower.ConvertName(fact.Name);

    public static string Write(IFact fact) => JsonSerializer.Serialize(fact, fact.GetType(), Options);
}
