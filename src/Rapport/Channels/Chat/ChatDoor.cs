using System.Threading.RateLimiting;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>
/// What comes from shops' pages: any site may ask, with the visitor's key and no cookie, and nobody may ask without measure.
/// The limits are wide: a visitor with ten open tabs, an office behind one address and a shop behind a proxy stay far below them.
/// </summary>
public sealed class ChatDoor(RequestDelegate next) : IDisposable
{
    readonly PartitionedRateLimiter<HttpContext> limits = PartitionedRateLimiter.CreateChained(
        Limit(PerVisitor, burst: 300, perSecond: 20),
        Limit(http => Is(Measured.As.Message, http) ? PerVisitor(http) : null, burst: 30, perSecond: 1),
        Limit(http => Is(Measured.As.Arrival, http) ? Network.Of(http) : null, burst: 60, perSecond: 10),
        Limit(http => PerVisitor(http) is null ? Network.Of(http) : null, burst: 600, perSecond: 100));

    public Task Invoke(HttpContext http) => http.Request.Path.StartsWithSegments("/chat/v1", StringComparison.OrdinalIgnoreCase) ? FromAShop(http) : next(http);

    async Task FromAShop(HttpContext http)
    {
        // As late as possible, because an answer that reports an error begins with empty headers.
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlExposeHeaders = "Retry-After";
            return Task.CompletedTask;
        });
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.Headers.AccessControlAllowMethods = "GET, POST, PUT";
            http.Response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type";
            http.Response.Headers.AccessControlMaxAge = "7200";
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        using var lease = limits.AttemptAcquire(http);
        if (lease.IsAcquired)
        {
            await next(http);
            return;
        }
        http.Response.Headers.RetryAfter = "2";
        await new Problem(StatusCodes.Status429TooManyRequests, "A moment, please", "That was a lot at once. Wait a few seconds, then try again.", "too-many").Write(http);
    }

    public void Dispose() => limits.Dispose();

    static PartitionedRateLimiter<HttpContext> Limit(Func<HttpContext, string?> key, int burst, int perSecond) =>
        PartitionedRateLimiter.Create<HttpContext, string>(http => key(http) is { } partition
            ? RateLimitPartition.GetTokenBucketLimiter(partition, _ => new() { TokenLimit = burst, TokensPerPeriod = perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) })
            : RateLimitPartition.GetNoLimiter(""));

    static bool Is(Measured.As what, HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<Measured>()?.What == what;

    static string? PerVisitor(HttpContext http) => Visitor.Of(http)?.Visit.Value.ToString();
}

/// <summary>A door of the chat that is measured more closely than the others. The door says so itself, because one door has several spellings of its address.</summary>
public sealed record Measured(Measured.As What)
{
    public enum As { Arrival, Message }
}
