using System.Net;
using System.Net.Sockets;
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
        Limit(http => IsMessage(http.Request) ? PerVisitor(http) : null, burst: 30, perSecond: 1),
        Limit(http => IsArrival(http.Request) ? Address(http) : null, burst: 60, perSecond: 10),
        Limit(http => PerVisitor(http) is null ? Address(http) : null, burst: 600, perSecond: 100));

    public Task Invoke(HttpContext http) => http.Request.Path.StartsWithSegments("/chat/v1", StringComparison.Ordinal) ? FromAShop(http) : next(http);

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

    static bool IsArrival(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Path.Value is "/chat/v1/visits";

    static bool IsMessage(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.Path.Value is "/chat/v1/messages";

    static string? PerVisitor(HttpContext http) => Visitor.Of(http)?.Visit.Value.ToString();

    /// <summary>Whoever has one IPv6 address has the whole /64.</summary>
    static string Address(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
