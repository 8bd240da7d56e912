using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Workspace;

/// <summary>The live line of one browser: the names of topics as they change. It never carries data.</summary>
public sealed class FollowTopics : IFeature
{
    const int Most = 200;

    public static void Map(IEndpointRouteBuilder app)
    {
        var program = app.ServiceProvider;
        app.MapLine("/live", (string? topics, Me me, Topics line, HttpContext http, IHostApplicationLifetime life) => Handle(topics, me, line, http, life, program)).For(Who.Agent);
    }

    static async Task<IResult> Handle(string? topics, Me me, Topics line, HttpContext http, IHostApplicationLifetime life, IServiceProvider program)
    {
        var wanted = (topics ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Take(Most).Where(t => MaySee(me, t)).ToArray();
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await LetGo(http, program);
        return TypedResults.ServerSentEvents(Listen(line, wanted, me.Id.Value, life.ApplicationStopping, http.RequestAborted));
    }

    /// <summary>The line lasts for as long as a page is open, and what its request has taken would last as long: the cookie, what signing in has made of it, the services.</summary>
    static async Task LetGo(HttpContext http, IServiceProvider program)
    {
        http.Features.Set<IAuthenticateResultFeature>(null);
        http.Features.Set<IHttpAuthenticationFeature>(null);
        http.Features.Set<IRequestCookiesFeature>(null);
        http.Request.Headers.Clear();
        if (http.Features.Get<IServiceProvidersFeature>() is IAsyncDisposable taken) await taken.DisposeAsync();
        http.Features.Set<IServiceProvidersFeature>(null);
        http.RequestServices = program;
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
        "inbox" or "conversation" or "words" or "presence" or "customer" or "contact-types" or "charters" or "maps" or "weaves" or "refusals" or "introductions" or "mail" => true,
        "alike" => topic == "alike",
        "library" or "discretion" => topic is "library" or "discretion",
        "handovers" => topic is "handovers" or "handovers:gaps" || topic == $"handovers:{me.Id.Value}",
        "people" => topic == "people",
        "bonds" => topic == $"bonds:{me.Id.Value}",
        "book" => topic == $"book:{me.Id.Value}",
        "drafts" => topic == $"drafts:{me.Id.Value}",
        "errands" or "log" => me.Role is Role.Admin,
        _ => false,
    };
}
