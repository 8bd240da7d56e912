using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Rapport.Foundation;

/// <summary>What a feature answers to a program: a status, a place, a value. Kept for an idempotency key as it is.</summary>
public class Answer : IResult, IStatusCodeHttpResult, IValueHttpResult
{
    internal Answer(int status, object? value = null, string? location = null) => (Status, Value, Location) = (status, value, location);

    public int Status { get; }

    /// <summary>Where it lies; told where it can be fetched there.</summary>
    public string? Location { get; }

    public object? Value { get; }

    /// <summary>It shows a secret once, so what is kept of it for an idempotency key is sealed.</summary>
    public bool Secret { get; private protected init; }

    public static Answer<T> Ok<T>(T value) where T : notnull => new(value);
    public static Answer<T> OkSecret<T>(T value) where T : notnull => new(value, secret: true);
    public static Created<T> Created<T>(string location, T value) where T : notnull => new(location, value);
    public static Created<T> CreatedSecret<T>(string location, T value) where T : notnull => new(location, value, secret: true);
    public static Accepted<T> Accepted<T>(T value) where T : notnull => new(value);
    public static NoContent Nothing { get; } = new();

    int? IStatusCodeHttpResult.StatusCode => Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (Reachable.Is(httpContext, Location)) httpContext.Response.Headers.Location = Location;
        return Value is null ? Task.CompletedTask : httpContext.Response.WriteAsJsonAsync(Value, Value.GetType(), httpContext.RequestAborted);
    }

    internal static void Document(EndpointBuilder door, int status, Type value) => door.Metadata.Add(new ProducesResponseTypeMetadata(status, value, value == typeof(void) ? [] : ["application/json"]));
}

/// <summary>200 and a value. What a feature says it returns is what the description of the API says it answers.</summary>
public sealed class Answer<T> : Answer, IEndpointMetadataProvider where T : notnull
{
    internal Answer(T value, bool secret = false) : base(200, value) => Secret = secret;

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Document(builder, 200, typeof(T));
}

/// <summary>201, the place of what was made, and what it is.</summary>
public sealed class Created<T> : Answer, IEndpointMetadataProvider where T : notnull
{
    internal Created(string location, T value, bool secret = false) : base(201, value, location) => Secret = secret;

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Document(builder, 201, typeof(T));
}

/// <summary>202: it is on its way.</summary>
public sealed class Accepted<T> : Answer, IEndpointMetadataProvider where T : notnull
{
    internal Accepted(T value) : base(202, value) { }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Document(builder, 202, typeof(T));
}

/// <summary>204: done, and there is nothing to say.</summary>
public sealed class NoContent : Answer, IEndpointMetadataProvider
{
    internal NoContent() : base(204) { }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Document(builder, 204, typeof(void));
}
