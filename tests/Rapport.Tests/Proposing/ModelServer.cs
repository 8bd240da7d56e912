using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rapport.Tests.Proposing;

/// <summary>Stands in for a server of language models, which is nobody's part here: answers over HTTP as a test wants, and keeps what it was asked.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    public const string Model = "small-reader", Key = "sk-only-in-the-header";

    /// <summary>What was asked of it: the path, the headers, and the body.</summary>
    public sealed record Asked(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public bool IsOfDesk => Json.GetProperty("messages")[0].GetProperty("content").ToString().Contains("somebody at a service desk", StringComparison.Ordinal);

        public JsonElement What => JsonDocument.Parse(Json.GetProperty("messages")[1].GetProperty("content").GetString()!).RootElement;

        public string? Form => Json.TryGetProperty("response_format", out var form) ? form.GetProperty("type").GetString() : null;

        public bool IsSteady => Json.TryGetProperty("temperature", out _);
    }

    readonly WebApplication program;
    readonly ConcurrentQueue<Asked> asked = new();
    int now, most;

    ModelServer(WebApplication program) => this.program = program;

    public Uri Url => new(program.Urls.First());

    public IReadOnlyList<Asked> All => [.. asked];

    /// <summary>The most that were asked at once.</summary>
    public int Most => most;

    /// <summary>Those that wait for an answer.</summary>
    public int Waiting => Volatile.Read(ref now);

    /// <summary>How it answers; from the beginning on it finds nothing.</summary>
    public Func<Asked, Task<IResult>> Answers { get; set; } = a => Task.FromResult(Saying(a.IsOfDesk ? """{"behaviors":[]}""" : """{"facts":[]}"""));

    public Dictionary<string, string?> Settings(string? key = Key) => new(StringComparer.Ordinal) { ["RAPPORT_MODEL_URL"] = $"{Url}v1", ["RAPPORT_MODEL"] = Model, ["RAPPORT_MODEL_KEY"] = key };

    public static async Task<ModelServer> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new ModelServer(builder.Build());
        server.program.Run(server.Hear);
        await server.program.StartAsync();
        return server;
    }

    async Task Hear(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var one = new Asked(http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), await reader.ReadToEndAsync());
        asked.Enqueue(one);
        lock (program) most = Math.Max(most, ++now);
        try { await (await Answers(one).WaitAsync(http.RequestAborted)).ExecuteAsync(http); }
        catch (OperationCanceledException) { } // who asked has gone
        finally { lock (program) now--; }
    }

    /// <summary>An answer as the endpoint has them, with these words of the model.</summary>
    public static IResult Saying(string words) => Results.Json(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1_790_000_000,
        model = Model,
        choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = words } } },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    });

    /// <summary>The model sees this in every message of the desk, and nothing in others.</summary>
    public void Sees(string behavior, string because, double chance = 0.95) => Answers = a => Task.FromResult(Saying(a.IsOfDesk
        ? JsonSerializer.Serialize(new { behaviors = new[] { new { behavior, chance, because } } })
        : """{"facts":[]}"""));

    /// <summary>The model finds this in every message of a customer.</summary>
    public void Finds(string span, string kind, bool sensitive = false, double chance = 0.95) => Answers = a => Task.FromResult(Saying(a.IsOfDesk
        ? """{"behaviors":[]}"""
        : JsonSerializer.Serialize(new { facts = new[] { new { span, kind, sensitive, chance } } })));

    /// <summary>Waits until it was asked so often.</summary>
    public async Task<IReadOnlyList<Asked>> WasAsked(int times)
    {
        for (var i = 0; i < 600 && asked.Count < times; i++) await Task.Delay(20);
        Assert.Equal(times, asked.Count);
        return All;
    }

    public async ValueTask DisposeAsync()
    {
        await program.StopAsync();
        await program.DisposeAsync();
    }
}
