using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Rapport.Tests.Faults;

public class KillTests
{
    const int Rounds = 20, Writers = 6;

    [Theory, OnBothDatabases]
    public async Task Killed_twenty_times_under_load_every_message_that_was_answered_is_there_once_and_in_the_log(string database)
    {
        var postgres = database == "PostgreSQL" ? await (await PostgresServer.Shared).FreshDatabase() : null;
        var folder = Directory.CreateTempSubdirectory("rapport-kill-").FullName;
        var answered = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var random = new Random(7);
        long[] numbers = [];
        for (var round = 0; round < Rounds; round++)
        {
            await using var desk = await DeskProcess.Start(folder, postgres);
            if (numbers.Length == 0) numbers = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Open(desk, i)))];
            var before = answered.Count;
            using var over = new CancellationTokenSource();
            var writers = Enumerable.Range(0, Writers).Select(w => Write(desk, numbers[w % numbers.Length], $"round {round}, writer {w}", answered, over.Token)).ToList();
            for (var waited = 0; answered.Count - before < 20 && waited < 3000; waited++) await Task.Delay(10);
            await Task.Delay(random.Next(5, 120));
            await desk.Kill();
            await over.CancelAsync();
            await Task.WhenAll(writers);
        }

        await using var last = await TestDesk.OpenOn(postgres, b => b.Configuration["RAPPORT_OWNER_EMAIL"] = "", realTime: true, home: postgres is null ? folder : null);
        var messages = await last.InDatabase(db => db.Messages.Select(m => m.Id).ToListAsync());
        var logged = (await last.InDatabase(db => db.Log.Where(e => e.Kind == "message_received").Select(e => e.Data).ToListAsync()))
            .Select(d => System.Text.Json.JsonDocument.Parse(d).RootElement.GetProperty("message").GetString()!).ToList();

        Assert.True(answered.Count >= Rounds * 20, $"Only {answered.Count} were answered.");
        Assert.Equal(messages.Count, messages.Distinct().Count());
        Assert.Empty(answered.Keys.Except(messages.Select(m => m.Value.ToString()), StringComparer.Ordinal));
        Assert.Equal(messages.Select(m => m.Value.ToString()).Order(StringComparer.Ordinal), logged.Order(StringComparer.Ordinal));
        foreach (var number in numbers)
        {
            var positions = await last.InDatabase(db => db.Messages.Where(m => db.Conversations.Any(c => c.Id == m.ConversationId && c.Number == number)).OrderBy(m => m.Position).Select(m => m.Position).ToListAsync());
            Assert.Equal(Enumerable.Range(1, positions.Count), positions);
        }
    }

    [Fact]
    public async Task An_errand_survives_the_killing_of_one_of_two_nodes_and_is_done_once()
    {
        const int replies = 60;
        var postgres = await (await PostgresServer.Shared).FreshDatabase();
        var folder = Directory.CreateTempSubdirectory("rapport-kill-").FullName;
        await using var one = await DeskProcess.Start(folder, postgres);
        await using var two = await DeskProcess.Start(folder, postgres);
        var number = await Open(one, 1);
        using var session = new HttpClient(new SocketsHttpHandler()) { BaseAddress = one.Url, DefaultRequestHeaders = { Authorization = one.Owner.DefaultRequestHeaders.Authorization } };
        for (var i = 0; i < replies; i++) await session.Post($"/desk/{number}/replies", new { body = $"reply {i}", seen = 1, anyway = true });

        await using var watch = NpgsqlDataSource.Create(postgres);
        await using var claimed = watch.CreateCommand("SELECT count(*) FROM errands WHERE claimed_until IS NOT NULL");
        for (var i = 0; i < 3000 && (long)(await claimed.ExecuteScalarAsync())! < 5; i++) await Task.Delay(5);
        await one.Kill();

        await using var left = watch.CreateCommand("SELECT count(*) FROM errands");
        for (var i = 0; i < 900 && (long)(await left.ExecuteScalarAsync())! > 0; i++) await Task.Delay(100);
        var bodies = new List<string>();
        for (var page = "0"; page is not null;)
        {
            var some = await two.Owner.Get($"/api/v1/conversations/{number}/messages?limit=200&after={page}");
            bodies.AddRange(some.GetProperty("items").EnumerateArray().Where(m => m.GetProperty("from").GetString() == "agent").Select(m => m.GetProperty("body").GetString()!));
            page = some.GetProperty("next").GetString();
        }
        Assert.Equal(Enumerable.Range(0, replies).Select(i => $"reply {i}").Order(StringComparer.Ordinal), bodies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Asked_to_end_under_load_it_finishes_what_it_answered_and_exits_with_0_within_ten_seconds()
    {
        var folder = Directory.CreateTempSubdirectory("rapport-stop-").FullName;
        var answered = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        await using var desk = await DeskProcess.Start(folder);
        var number = await Open(desk, 1);
        using var live = await desk.Owner.GetAsync(new Uri("/live?topics=inbox", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var over = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(w => Write(desk, number, $"writer {w}", answered, over.Token)).ToList();
        for (var waited = 0; answered.Count < 20 && waited < 3000; waited++) await Task.Delay(10);

        var clock = System.Diagnostics.Stopwatch.StartNew();
        var code = await desk.Stop();
        await over.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal(0, code);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        await using var again = await TestDesk.OpenOn(null, realTime: true, home: folder);
        Assert.Empty(answered.Keys.Except((await again.InDatabase(db => db.Messages.Select(m => m.Id).ToListAsync())).Select(m => m.Value.ToString()), StringComparer.Ordinal));
    }

    static async Task<long> Open(DeskProcess desk, int i) =>
        (await desk.Owner.Post("/api/v1/conversations", new { customer = new { name = $"Customer {i}" }, body = "Hello" })).GetProperty("number").GetInt64();

    /// <summary>Writes until the desk is gone, and remembers what it was told is saved.</summary>
    static async Task Write(DeskProcess desk, long number, string who, ConcurrentDictionary<string, long> answered, CancellationToken over)
    {
        try
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                var (status, message) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "customer", body = $"{who}, message {i}" });
                if (status == 201) answered[message.GetProperty("id").GetString()!] = number;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException) { /* it was killed, as it should be */ }
    }
}
