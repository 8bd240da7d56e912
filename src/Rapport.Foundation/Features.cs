using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Rapport.Foundation;

/// <summary>One thing a person or a program can ask for, with its routes beside its work.</summary>
public interface IFeature
{
    static abstract void Map(IEndpointRouteBuilder app);
}

/// <summary>Marks a door whose work is slow (hashing a password, receiving a file) and which therefore calls <see cref="Writes"/> itself.</summary>
public sealed record OwnWrites;

public static class Features
{
    /// <summary>Maps every feature of the assembly. What is not a GET runs as one unit of work and is answered after its commit.</summary>
    public static void MapFeatures(this IEndpointRouteBuilder app, Assembly assembly)
    {
        var doors = app.MapGroup("");
        doors.AddEndpointFilter(new UnitOfWork());
        foreach (var feature in assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IFeature)) && !t.IsInterface).OrderBy(t => t.FullName, StringComparer.Ordinal))
            feature.GetMethod(nameof(IFeature.Map), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [doors]);
    }

    public static TBuilder DoesItsOwnWrites<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OwnWrites());
}

/// <summary>What a feature answers to a program: a status, a place, a value. Kept for an idempotency key as it is.</summary>
public sealed class Answer : IResult, IStatusCodeHttpResult, IValueHttpResult
{
    public required int Status { get; init; }
    public string? Location { get; init; }
    public object? Value { get; init; }

    /// <summary>It shows a secret once, so what is kept of it for an idempotency key is sealed.</summary>
    public bool Secret { get; init; }

    public static Answer Ok(object value) => new() { Status = 200, Value = value };
    public static Answer Created(string location, object value) => new() { Status = 201, Location = location, Value = value };
    public static Answer Accepted(object value) => new() { Status = 202, Value = value };
    public static readonly Answer Nothing = new() { Status = 204 };

    int? IStatusCodeHttpResult.StatusCode => Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (Location is not null) httpContext.Response.Headers.Location = Location;
        return Value is null ? Task.CompletedTask : httpContext.Response.WriteAsJsonAsync(Value, Value.GetType(), httpContext.RequestAborted);
    }
}
