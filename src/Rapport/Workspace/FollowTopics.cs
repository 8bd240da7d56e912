using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Workspace;

/// <summary>The live line of one browser: the names of topics as they change. It never carries data.</summary>
public sealed class FollowTopics : IFeature
{
    const int Most = 200;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/live", Handle).For(Who.Agent);

    static Microsoft.AspNetCore.Http.HttpResults.ServerSentEventsResult<string> Handle(string? topics, Me me, Topics line, HttpContext http, IHostApplicationLifetime life)
    {
        var wanted = (topics ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Take(Most).Where(t => MaySee(me, t)).ToArray();
        http.Response.Headers["X-Accel-Buffering"] = "no";
        // The line lasts for as long as a page is open; what signing in has left behind would last as long.
        http.Features.Set<IAuthenticateResultFeature>(null);
        http.Features.Set<IHttpAuthenticationFeature>(null);
        return TypedResults.ServerSentEvents(Listen(line, wanted, me.Id.Value, life.ApplicationStopping, http.RequestAborted));
    }

    static async IAsyncEnumerable<SseItem<string>> Listen(Topics line, string[] topics, Guid person, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        using var listener = line.Follow(topics, person);
        yield return new("", "hello");
        while (await More(listener, both.Token))
        {
            while (listener.News.TryRead(out var topic)) yield return topic.Length == 0 ? new("", "ping") : new(topic, "changed");
            if (listener.HasMissedSome()) yield return new(Topics.All, "changed");
        }
    }

    /// <summary>False when the line ends: the browser left, the program stops, or rights have changed.</summary>
    static async Task<bool> More(Topics.Listener listener, CancellationToken cancel)
    {
        try { return await listener.News.WaitToReadAsync(cancel); }
        catch (OperationCanceledException) { return false; }
    }

    static bool MaySee(Me me, string topic) => topic.Split(':')[0] switch
    {
        "inbox" or "conversation" or "presence" or "customers" or "customer" or "contact-types" or "charters" or "maps" or "weaves" or "refusals" => true,
        "library" or "discretion" => topic is "library" or "discretion",
        "handovers" => topic is "handovers:team" or "handovers:gaps" || topic == $"handovers:{me.Id.Value}",
        "people" => topic == "people",
        "book" => topic == $"book:{me.Id.Value}",
        "errands" or "log" => me.Role is Role.Admin,
        _ => false,
    };
}
