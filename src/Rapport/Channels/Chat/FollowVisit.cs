using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>The visitor's live line. It says that something changed, never what.</summary>
public sealed class FollowVisit : IFeature
{
    public static void Map(IEndpointRouteBuilder app) => app.MapLine("/chat/v1/live", Handle).For(Who.Customer);

    static ServerSentEventsResult<string> Handle(Visitor me, HttpContext http, Topics topics, VisitorLines lines, IServiceScopeFactory scopes, IHostApplicationLifetime life)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(Follow(me, topics, lines, scopes, life.ApplicationStopping));
    }

    static async IAsyncEnumerable<SseItem<string>> Follow(Visitor me, Topics topics, VisitorLines lines, IServiceScopeFactory scopes, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        using var here = lines.Open(me, over.Cancel);
        yield return new("", "hello");
        for (var number = await NumberOf(me, scopes, cancel); ;)
        {
            using var line = topics.Follow(number is null ? [Visit.TopicOf(me.Visit)] : [Visit.TopicOf(me.Visit), $"conversation:{number}", $"words:{number}", $"presence:{number}"], null);
            // Looks again now that it listens: the conversation may have been opened in between.
            if (number is null && (number = await NumberOf(me, scopes, cancel)) is not null) yield return new("", "changed");
            else while (await Hears(line.News, over.Token))
            {
                var changed = false;
                while (line.News.TryRead(out var topic)) changed |= topic.Length > 0;
                yield return new("", changed ? "changed" : "beat");
                if (changed && number is null) break;
            }
            if (over.IsCancellationRequested || line.News.Completion.IsCompleted) yield break;
        }
    }

    static async Task<bool> Hears(ChannelReader<string> news, CancellationToken over)
    {
        try { return await news.WaitToReadAsync(over); }
        catch (OperationCanceledException) { return false; }
    }

    /// <summary>In a scope of its own, because a line stays open for hours and should not keep a database context.</summary>
    static async Task<long?> NumberOf(Visitor me, IServiceScopeFactory scopes, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RapportDb>().NumberOf(me, cancel);
    }
}
