using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Rapport.Foundation;

/// <summary>Whether there is anything to fetch at the place of what was made. The place is kept with the answer in any case, because whoever erases finds the answer by it.</summary>
public sealed class Reachable(EndpointDataSource doors)
{
    /// <summary>By the door that made it, whose places all look alike.</summary>
    readonly ConcurrentDictionary<Endpoint, bool> known = new();

    readonly Lazy<List<TemplateMatcher>> fetched = new(() =>
    [
        .. from door in doors.Endpoints.OfType<RouteEndpoint>()
           where door.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get, StringComparer.Ordinal) ?? false
           select new TemplateMatcher(new RouteTemplate(door.RoutePattern), new RouteValueDictionary()),
    ]);

    public static bool Is(HttpContext http, [NotNullWhen(true)] string? place)
    {
        if (place is null || http.GetEndpoint() is not { } door) return false;
        var reachable = http.RequestServices.GetRequiredService<Reachable>();
        return reachable.known.GetOrAdd(door, _ => reachable.fetched.Value.Exists(f => f.TryMatch(place, new RouteValueDictionary())));
    }
}
