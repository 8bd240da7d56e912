using System.Collections.Concurrent;
using System.Reflection;

namespace Rapport;

/// <summary>
/// The framework's own MapGet and its sisters make the code that reads a request into a method's arguments for every door at the first
/// request, which took half of the start. These, found before them within this namespace, make it when a door is first used.
/// </summary>
public static class LateDoors
{
    static readonly ConcurrentDictionary<MethodInfo, (object[] Before, object[] After)> inferred = new();
    static readonly string[] get = ["GET", "HEAD"], line = ["GET"], post = ["POST"], put = ["PUT"], patch = ["PATCH"], delete = ["DELETE"];

    /// <summary>A HEAD is answered as the GET, without what it would hold.</summary>
    public static RouteHandlerBuilder MapGet(this IEndpointRouteBuilder app, string pattern, Delegate handler) => Map(app, pattern, get, handler);

    /// <summary>A live line has no end, so nobody asks for its head.</summary>
    public static RouteHandlerBuilder MapLine(this IEndpointRouteBuilder app, string pattern, Delegate handler) => Map(app, pattern, line, handler);

    public static RouteHandlerBuilder MapPost(this IEndpointRouteBuilder app, string pattern, Delegate handler) => Map(app, pattern, post, handler);

    public static RouteHandlerBuilder MapPut(this IEndpointRouteBuilder app, string pattern, Delegate handler) => Map(app, pattern, put, handler);

    public static RouteHandlerBuilder MapPatch(this IEndpointRouteBuilder app, string pattern, Delegate handler) => Map(app, pattern, patch, handler);

    public static RouteHandlerBuilder MapDelete(this IEndpointRouteBuilder app, string pattern, Delegate handler) => Map(app, pattern, delete, handler);

    static RouteHandlerBuilder Map(IEndpointRouteBuilder app, string pattern, string[] methods, Delegate handler) =>
        RouteHandlerServices.Map(app, pattern, handler, methods, InferOnce, MakeLate);

    /// <summary>The framework makes all doors again whenever it is asked for them; what they are does not change.</summary>
    static RequestDelegateMetadataResult InferOnce(MethodInfo method, RequestDelegateFactoryOptions? options)
    {
        var metadata = options!.EndpointBuilder!.Metadata;
        if (!inferred.TryGetValue(method, out var found))
        {
            var before = metadata.ToArray();
            RequestDelegateFactory.InferMetadata(method, options);
            // What is inferred of the body goes before what was said, and everything else behind it.
            var first = before.Length == 0 ? 0 : metadata.IndexOf(before[0]);
            inferred[method] = ([.. metadata.Take(first)], [.. metadata.Skip(first + before.Length)]);
            return new() { EndpointMetadata = metadata.AsReadOnly() };
        }
        for (var i = 0; i < found.Before.Length; i++) metadata.Insert(i, found.Before[i]);
        foreach (var item in found.After) metadata.Add(item);
        return new() { EndpointMetadata = metadata.AsReadOnly() };
    }

    static RequestDelegateResult MakeLate(Delegate handler, RequestDelegateFactoryOptions options, RequestDelegateMetadataResult? known)
    {
        var made = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(handler, options, known).RequestDelegate);
        return new(http => made.Value(http), known?.EndpointMetadata ?? []);
    }
}
