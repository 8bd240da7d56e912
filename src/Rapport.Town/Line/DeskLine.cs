using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rapport.Town.Line;

/// <summary>
/// A line to a running desk, over the same HTTP anybody uses. A call that may or may not have arrived is made
/// again: every one carries a key (or an id of its own) by which the desk knows that it has seen it before.
/// </summary>
public sealed class DeskLine(HttpClient http, CallTimes times)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public CallTimes Times { get; } = times;
    public Uri Url => http.BaseAddress!;

    /// <summary>How long to go on trying while the desk is being restarted.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    public static HttpClient Dial(Uri url) => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        BaseAddress = url,
        Timeout = TimeSpan.FromSeconds(60),
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("Rapport-Town", "1.0") } },
    };

    public Task<T> Get<T>(string path, string? token, CancellationToken cancel) => Ask<T>(HttpMethod.Get, path, token, null, null, cancel);
    public Task<T> Post<T>(string path, string? token, object body, string? key, CancellationToken cancel) => Ask<T>(HttpMethod.Post, path, token, body, key, cancel);
    public Task<T> Put<T>(string path, string? token, object body, CancellationToken cancel) => Ask<T>(HttpMethod.Put, path, token, body, null, cancel);
    public Task Tell(HttpMethod method, string path, string? token, object? body, string? key, CancellationToken cancel) => Send(method, path, token, body, key, cancel);

    async Task<T> Ask<T>(HttpMethod method, string path, string? token, object? body, string? key, CancellationToken cancel)
    {
        var answer = await Send(method, path, token, body, key, cancel);
        try
        {
            return JsonSerializer.Deserialize<T>(answer, Json) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{method} {path} was answered with something else than expected: {e.Message}", e);
        }
    }

    async Task<string> Send(HttpMethod method, string path, string? token, object? body, string? key, CancellationToken cancel)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            var (status, text, again) = await Try(method, path, token, body, key, Stopwatch.GetElapsedTime(begun) < Patience, cancel);
            if (again is { } pause)
            {
                await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.FromMilliseconds(Math.Min(100 << Math.Min(attempt, 5), 2000)), cancel);
                continue;
            }
            return (int)status < 400 ? text : throw DeskSaidNo.From(status, $"{method} {path}", text);
        }
    }

    async Task<(HttpStatusCode, string, TimeSpan? Again)> Try(
        HttpMethod method, string path, string? token, object? body, string? key, bool mayRepeat, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await http.SendAsync(request, cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            Times.Add(Stopwatch.GetElapsedTime(begun));
            var busy = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
            return (answer.StatusCode, text, busy && mayRepeat ? answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero : null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return mayRepeat ? (default, "", TimeSpan.Zero) : throw new DeskIsSilent(Url, e);
        }
    }
}
