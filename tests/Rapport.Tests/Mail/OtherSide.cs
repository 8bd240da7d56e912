using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rapport.Tests.Mail;

/// <summary>A letter as it was handed over, with what the mailroom said about it.</summary>
public sealed record Handed(string Id, byte[] Raw, JsonElement About);

/// <summary>What the mailroom read in a letter: the answer it gave, and the bytes of the parts.</summary>
public sealed record Understood(JsonElement Said, IReadOnlyDictionary<int, byte[]> Parts);

/// <summary>
/// The other side of the mailroom's wire, and nothing but that: it keeps letters in memory, hands out work, and remembers what it is told.
/// </summary>
public sealed partial class OtherSide : IAsyncDisposable
{
    public const string Secret = "a secret made at the start";

    readonly WebApplication web;
    readonly ConcurrentDictionary<string, (byte[] Raw, ConcurrentDictionary<int, byte[]> Parts)> stored = [];
    readonly ConcurrentDictionary<string, string> byHash = new(StringComparer.Ordinal);
    readonly Work<string> toRead = new();
    readonly Lock moving = new();
    int count, mailboxesVersion = 1;
    JsonNode[] mailboxes = [];

    OtherSide(WebApplication web) => this.web = web;

    public Uri Url => new(web.Urls.First());
    public ConcurrentQueue<Handed> Letters { get; } = [];
    public Events<Understood> Readings { get; } = new();
    public Events<JsonElement> States { get; } = new();

    /// <summary>As many times as this, whoever hands over a letter is told this instead of 201.</summary>
    public Func<byte[], int?> Trouble { get; set; } = _ => null;

    /// <summary>The folder's progress, as the last letters that were stored have moved it.</summary>
    public ConcurrentDictionary<string, (long Validity, long Uid)> Progress { get; } = new(StringComparer.Ordinal);

    public static async Task<OtherSide> Open(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 50 * 1024 * 1024 + 1024);
        var other = new OtherSide(builder.Build());
        other.Doors();
        await other.web.StartAsync();
        return other;
    }

    void Doors()
    {
        web.Use(async (http, next) =>
        {
            if (http.Request.Headers.Authorization == $"Bearer {Secret}") await next(http);
            else http.Response.StatusCode = 401;
        });
        var doors = web.MapGroup("/mailroom/v1");
        doors.MapGet("/mailboxes", Mailboxes);
        doors.MapPost("/letters", Take);
        doors.MapGet("/letters/{id}/raw", (string id) => Results.Bytes(stored[id].Raw, "message/rfc822"));
        doors.MapPost("/reading", async (HttpContext http) => await toRead.Next(http.RequestAborted) is { } id ? Results.Json(new { items = new[] { new { id, attempt = 1, raw = $"/mailroom/v1/letters/{id}/raw" } } }) : Results.NoContent());
        doors.MapPut("/letters/{id}/parts/{n}", async (string id, int n, HttpContext http) =>
        {
            stored[id].Parts[n] = await Body(http);
            return Results.NoContent();
        });
        doors.MapPut("/letters/{id}/reading", (string id, JsonElement said) =>
        {
            Readings.Add(id, new(said.Clone(), stored[id].Parts));
            return Results.NoContent();
        });
        doors.MapPut("/readings", (JsonElement said) =>
        {
            foreach (var one in said.GetProperty("items").EnumerateArray()) Readings.Add(one.GetProperty("id").GetString()!, new(one.GetProperty("reading").Clone(), stored[one.GetProperty("id").GetString()!].Parts));
            return Results.NoContent();
        });
        doors.MapPut("/mailboxes/{id}/state", (string id, JsonElement said) =>
        {
            States.Add(id, said.Clone());
            return Results.NoContent();
        });
        SendingDoors(doors);
    }

    async Task<IResult> Take(HttpContext http)
    {
        byte[] raw;
        try
        {
            raw = await Body(http);
        }
        catch (Exception cut) when (cut is IOException or BadHttpRequestException)
        {
            return Results.BadRequest();
        }
        if (Trouble(raw) is { } status) return Results.StatusCode(status);
        var about = JsonDocument.Parse(http.Request.Headers["X-Letter"].ToString()).RootElement.Clone();
        var fresh = $"letter-{Interlocked.Increment(ref count)}";
        var id = byHash.GetOrAdd(Convert.ToHexString(SHA256.HashData(raw)), fresh);
        if (id == fresh)
        {
            stored[id] = (raw, []);
            Letters.Enqueue(new(id, raw, about));
            toRead.Give(id);
        }
        lock (moving)
        {
            if (about.TryGetProperty("uid", out var uid))
            {
                var (folder, validity) = (about.GetProperty("folder").GetString()!, about.GetProperty("uid_validity").GetInt64());
                Progress[folder] = Progress.TryGetValue(folder, out var before) && before.Validity == validity ? (validity, Math.Max(before.Uid, uid.GetInt64())) : (validity, uid.GetInt64());
            }
        }
        return Results.Json(new { id, known = id != fresh }, statusCode: 201);
    }

    /// <summary>Reads a letter as if it had come in.</summary>
    public async Task<Understood> Read(byte[] raw)
    {
        var id = $"read-{Interlocked.Increment(ref count)}";
        stored[id] = (raw, []);
        toRead.Give(id);
        return await Readings.Next(id);
    }

    /// <summary>The mailboxes as people have set them up now.</summary>
    public void SetUp(params object[] all)
    {
        mailboxes = [.. all.Select(one => JsonSerializer.SerializeToNode(one)!)];
        Interlocked.Increment(ref mailboxesVersion);
    }

    async Task<IResult> Mailboxes(string? version, HttpContext http)
    {
        for (var i = 0; i < 500 && version == $"{mailboxesVersion}" && !http.RequestAborted.IsCancellationRequested; i++) await Task.Delay(50);
        lock (moving)
        {
            foreach (var one in mailboxes)
                one["progress"] = JsonSerializer.SerializeToNode(Progress.Select(at => new { folder = at.Key, uid_validity = at.Value.Validity, uid = at.Value.Uid }));
            return Results.Json(new { version = $"{mailboxesVersion}", items = mailboxes });
        }
    }

    static async Task<byte[]> Body(HttpContext http)
    {
        using MemoryStream all = new();
        await http.Request.Body.CopyToAsync(all, http.RequestAborted);
        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await web.StopAsync(new CancellationToken(canceled: true));
        await web.DisposeAsync();
    }
}
