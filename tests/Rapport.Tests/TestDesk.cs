using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Rapport.Foundation;
using Xunit.Sdk;

namespace Rapport.Tests;

/// <summary>The test runs once on each database.</summary>
public sealed class OnBothDatabasesAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["SQLite"], ["PostgreSQL"]];
}

/// <summary>A whole desk on a real port with its own empty database, and a clock that the test holds.</summary>
public sealed class TestDesk : IAsyncDisposable
{
    public const string OwnerToken = "the owner's token", OwnerEmail = "owner@example.com", OwnerPassword = "correct horse battery";

    static readonly Lazy<Task<string>> prepared = new(PrepareFile);

    readonly WebApplication program;
    readonly string home;
    readonly string? postgres;

    TestDesk(WebApplication program, string home, string? postgres, FakeTimeProvider time) => (this.program, this.home, this.postgres, Time) = (program, home, postgres, time);

    public FakeTimeProvider Time { get; }
    public IServiceProvider Services => program.Services;

    /// <summary>The folder of its data.</summary>
    public string Home => home;

    public Uri Url { get; private set; } = null!;

    /// <summary>Acts as the owner, with the owner's token.</summary>
    public HttpClient Owner { get; private set; } = null!;

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public static async Task<TestDesk> Open(string database, Action<WebApplicationBuilder>? adjust = null, bool realTime = false, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var address = database == "PostgreSQL" ? await (await PostgresServer.Shared).FreshDatabase(Prepare) : null;
        return await OpenOn(address, adjust, realTime, settings: settings);
    }

    /// <summary>A desk on a given PostgreSQL database, or with the SQLite file in a given folder; each is new when none is given.</summary>
    public static async Task<TestDesk> OpenOn(string? postgres, Action<WebApplicationBuilder>? adjust = null, bool realTime = false, string? home = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var folder = home ?? Directory.CreateTempSubdirectory("rapport-test-").FullName;
        if (home is null && postgres is null) File.Copy(await prepared.Value, Path.Combine(folder, "rapport.db"));
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        var app = RapportHost.Build([], b =>
        {
            b.WebHost.UseUrls("http://127.0.0.1:0");
            if (!realTime) b.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
            adjust?.Invoke(b);
        }, new Dictionary<string, string?>(Settings(folder, postgres).Concat(settings ?? new Dictionary<string, string?>(StringComparer.Ordinal)), StringComparer.Ordinal));
        await RapportHost.Prepare(app);
        using (var news = app.Services.GetRequiredService<Topics>().Follow([], null))
        {
            await app.StartAsync();
            // When the line to other nodes is up, every page is told to look again: a test that listens must not take that for something it did.
            if (postgres is not null) Assert.Equal(Topics.All, await news.News.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
        }
        var desk = new TestDesk(app, folder, postgres, time) { Url = new Uri(app.Urls.First()) };
        desk.Owner = desk.With(OwnerToken);
        return desk;
    }

    static Dictionary<string, string?> Settings(string folder, string? postgres) => new(StringComparer.Ordinal)
    {
        ["RAPPORT_DATA"] = folder,
        ["RAPPORT_DATABASE"] = postgres,
        ["RAPPORT_OWNER_EMAIL"] = OwnerEmail,
        ["RAPPORT_OWNER_PASSWORD"] = OwnerPassword,
        ["RAPPORT_OWNER_TOKEN"] = OwnerToken,
    };

    /// <summary>Migrates an empty database once, so that every test's own is a copy of it.</summary>
    static async Task Prepare(string address)
    {
        var folder = Directory.CreateTempSubdirectory("rapport-test-").FullName;
        var app = RapportHost.Build([], null, Settings(folder, address));
        await RapportHost.Prepare(app);
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The same for SQLite: a migrated file that every test's own is a copy of.</summary>
    static async Task<string> PrepareFile()
    {
        var folder = Directory.CreateTempSubdirectory("rapport-test-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var app = RapportHost.Build([], null, Settings(folder, null));
        await RapportHost.Prepare(app);
        await app.DisposeAsync();
        var file = Path.Combine(folder, "rapport.db");
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        return file;
    }

    /// <summary>A client that acts with a token, or as nobody.</summary>
    public HttpClient With(string? token)
    {
        // Nothing is measured by this: a machine that stands still for a minute, as shared ones do, has not refused anything.
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = Url, Timeout = TimeSpan.FromMinutes(3) };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A browser session, signed in by the form.</summary>
    public async Task<HttpClient> SignIn(string email = OwnerEmail, string password = OwnerPassword)
    {
        var client = With(null);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = email, ["password"] = password });
        using var answer = await client.PostAsync("/sign-in", form);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    /// <summary>Somebody who works here, and a client that acts as them.</summary>
    public async Task<(Guid Id, HttpClient Client)> Person(string name, string role = "agent", params string[] scopes)
    {
        var person = await Owner.Post("/api/v1/people", new { name, email = $"{name.ToLowerInvariant().Replace(' ', '.')}@desk.example", role });
        var id = person.GetProperty("id").GetGuid();
        var token = await Owner.Post($"/api/v1/people/{id}/tokens", new { name = "test", scopes = scopes.Length > 0 ? scopes : role == "admin" ? ["read", "write", "admin"] : ["read", "write"] });
        return (id, With(token.GetProperty("token").GetString()));
    }

    /// <summary>A customer writes; gives the conversation's number.</summary>
    public async Task<long> Conversation(string customer = "Ruth Adeyemi", string body = "The 15 kg bag arrived torn", string? email = null, string? contactType = null) =>
        (await Owner.Post("/api/v1/conversations", new { channel = "chat", customer = new { name = customer, email }, body, contact_type = contactType })).GetProperty("number").GetInt64();

    public async Task<T> InDatabase<T>(Func<RapportDb, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<RapportDb>());
    }

    public async Task Change(Func<RapportDb, Task> work)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        await Services.GetRequiredService<Writes>().Do(db, () => work(db));
    }

    /// <summary>Time passes, and everything that has become due is done, and done without a fault.</summary>
    public Task Pass(TimeSpan time) => Pass(time, itMayFail: false);

    /// <summary>Time passes, and everything that has become due is tried: for a test that is about what goes wrong.</summary>
    public Task PassWithFaults(TimeSpan time) => Pass(time, itMayFail: true);

    async Task Pass(TimeSpan time, bool itMayFail)
    {
        Time.Advance(time);
        // The desk's own worker may be about to claim what this one then passes over: only when nothing is due and nothing claimed, all is done.
        var worker = Services.GetRequiredService<ErrandWorker>();
        List<string> left = [];
        for (var i = 0; i < 1500; i++)
        {
            while (await worker.DoDue(default) > 0) { }
            var now = Now;
            left = await InDatabase(db => db.Errands.Where(e => e.ParkedAt == null && (e.DueAt <= now || e.ClaimedUntil != null)).Select(e => e.Handler).ToListAsync());
            if (left.Count == 0) break;
            await Task.Delay(20);
        }
        if (left.Count > 0) Assert.Fail($"Still due: {string.Join(", ", left)}.");
        // What failed is put back for later, and would look done.
        if (!itMayFail) Assert.Empty(await InDatabase(db => db.Errands.Where(e => e.LastError != null).Select(e => $"{e.Handler}: {e.LastError}").ToListAsync()));
    }

    /// <summary>Waits until the desk has noticed that a person's last line is gone.</summary>
    public async Task LineEnds(Guid person)
    {
        for (var i = 0; i < 1500 && Services.GetRequiredService<Topics>().IsHere(person); i++) await Task.Delay(20);
        Assert.False(Services.GetRequiredService<Topics>().IsHere(person), "Their line never ended.");
    }

    public async ValueTask DisposeAsync()
    {
        await program.StopAsync();
        await program.DisposeAsync();
        if (postgres is not null)
        {
            // What this desk's pool holds open is missing to the others.
            await using var connection = new Npgsql.NpgsqlConnection(postgres);
            Npgsql.NpgsqlConnection.ClearPool(connection);
        }
        Directory.Delete(home, recursive: true);
    }
}

public static class Calls
{
    public static async Task<JsonElement> Get(this HttpClient client, string path) => await Read(await client.GetAsync(new Uri(path, UriKind.Relative)));

    public static async Task<JsonElement> Post(this HttpClient client, string path, object? body = null) => await Read(await client.PostAsJsonAsync(path, body ?? new { }));

    public static async Task<JsonElement> Put(this HttpClient client, string path, object body) => await Read(await client.PutAsJsonAsync(path, body));

    public static Task<(int Status, JsonElement Body)> Try(this HttpClient client, HttpMethod method, string path, object? body = null) => client.Send(method, path, body is null ? null : JsonContent.Create(body));

    public static async Task<(int Status, JsonElement Body)> Send(this HttpClient client, HttpMethod method, string path, HttpContent? content, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement.Clone() : default);
    }

    static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.PathAndQuery} → {(int)answer.StatusCode}: {text}");
            return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
        }
    }
}
