using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Rapport.Foundation;

/// <summary>One thing to do after the transaction that asked for it. Written with the change, so neither exists without the other.</summary>
public sealed class Errand
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Handler { get; init; }
    public required string Body { get; init; }
    public required Instant DueAt { get; set; }
    public Instant? ClaimedUntil { get; set; }
    public int Attempts { get; set; }
    public string? LastError { get; set; }

    /// <summary>Set when it has failed so often that a person should look; it rests until somebody retries it.</summary>
    public Instant? ParkedAt { get; set; }
}

/// <summary>Which errands a fact causes, and how to run them.</summary>
public sealed class Errands
{
    readonly Dictionary<string, Func<IServiceProvider, string, CancellationToken, Task>> runners = new(StringComparer.Ordinal);
    readonly Dictionary<Type, List<string>> byFact = [];

    /// <summary>What <typeparamref name="THandler"/> does whenever <typeparamref name="TFact"/> has been committed.</summary>
    public Errands When<TFact, THandler>() where TFact : IFact where THandler : class, IWhen<TFact>
    {
        var name = Learn<TFact, THandler>();
        (byFact.TryGetValue(typeof(TFact), out var names) ? names : byFact[typeof(TFact)] = []).Add(name);
        return this;
    }

    /// <summary>What <typeparamref name="THandler"/> does when somebody has asked for it with <see cref="Later{TFact, THandler}"/>.</summary>
    public string Learn<TFact, THandler>() where TFact : IFact where THandler : class, IWhen<TFact>
    {
        var name = typeof(THandler).Name;
        runners[name] = (scope, body, cancel) =>
            ActivatorUtilities.CreateInstance<THandler>(scope).Handle(JsonSerializer.Deserialize<TFact>(body, FactJson.Options)!, cancel);
        return name;
    }

    /// <summary>An errand for a given time.</summary>
    public static Errand Later<TFact, THandler>(TFact fact, Instant due) where TFact : IFact where THandler : class, IWhen<TFact> =>
        new() { Handler = typeof(THandler).Name, Body = FactJson.Write(fact), DueAt = due };

    internal IEnumerable<Errand> For(IFact fact, Instant now) =>
        byFact.TryGetValue(fact.GetType(), out var names) ? names.Select(name => new Errand { Handler = name, Body = FactJson.Write(fact), DueAt = now }) : [];

    internal Task Run(IServiceProvider scope, Errand errand, CancellationToken cancel) =>
        runners.TryGetValue(errand.Handler, out var run)
            ? run(scope, errand.Body, cancel)
            : throw new InvalidOperationException($"Nothing in this version knows how to do “{errand.Handler}”.");
}
