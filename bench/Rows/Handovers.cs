using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Rapport.Bench.Servers;
using Rapport.Handovers;

namespace Rapport.Bench.Rows;

/// <summary>What a step of a handover takes, from the call to its durable answer; and a million random ways through the machine.</summary>
public static class Handovers
{
    const int Runs = 1_000_000, Longest = 12, Limit = 50;
    static readonly Step[] Steps = [.. Enum.GetValues<Step>().Where(s => s is not Step.SenderLeft)];
    static readonly string[] Named = ["offer", "join", "release"], Scopes = ["read", "write"];

    public static async Task<IEnumerable<Figure>> Measure(Bench bench)
    {
        var figures = new List<Figure> { Alone() };
        var rounds = bench.Options.Quick ? 60 : 300;
        foreach (var (name, server) in new[] { ("SQLite", (await bench.Full()).Server), ("PostgreSQL", (await bench.OnPostgres()).Server) })
        {
            var took = await HandOver(server, rounds);
            var all = took.SelectMany(t => t).Order().ToArray();
            figures.Add(new("handover-step", $"a step of a handover (offer with its brief, join, release), {name}, p95", $"≤ {Limit} ms", $"{At(all, .95):N1} ms",
                string.Join("; ", Named.Select((n, i) => $"{n} p50 {At(took[i], .5):N1}, p95 {At(took[i], .95):N1}, p99 {At(took[i], .99):N1} ms")) + $"; {rounds} handovers one after the other", At(all, .95) <= Limit));
        }
        return figures;
    }

    static Figure Alone()
    {
        var random = new Random(20261122);
        var (alone, steps, clock) = (0, 0L, Stopwatch.StartNew());
        for (var run = 0; run < Runs; run++)
        {
            var state = HandoverState.Begin(toTeam: run % 2 == 0);
            for (var i = 0; i < Longest && state.Stage is not Stage.Over; i++, steps++)
            {
                state = state.After(Steps[random.Next(Steps.Length)]) ?? state;
                if (!state.SomebodyIsThere) alone++;
            }
        }
        return new("handovers", "states in which a customer is alone, of a million random handovers", "0", $"{alone}", $"{steps:N0} steps in {clock.Elapsed.TotalSeconds:N1} s", alone == 0);
    }

    /// <summary>Two people hand conversations to each other; gives what each kind of step took, sorted.</summary>
    static async Task<double[][]> HandOver(Server server, int rounds)
    {
        using var owner = Client(server, Server.Token);
        var people = new[] { await Join(server, owner, "Dana"), await Join(server, owner, "Miguel") };
        var took = Named.Select(_ => new List<double>()).ToArray();
        for (var round = -5; round < rounds; round++)
        {
            var (from, to) = (people[Math.Abs(round) % 2], people[1 - (Math.Abs(round) % 2)]);
            var number = (await Post(owner, "/api/v1/conversations", new { channel = "chat", customer = new { name = $"Customer {round}" }, body = "The 15 kg bag arrived torn, order 20418" })).GetProperty("number").GetInt64();
            var path = $"/api/v1/conversations/{number}";
            using (var taken = await from.Client.PutAsJsonAsync($"{path}/owner", new { person = "me" })) taken.EnsureSuccessStatusCode();
            await Post(from.Client, $"{path}/notes", new { body = "The courier has it since Monday" });
            var calls = new[] { (from.Client, "handover", (object)new { to = to.Id, reason = "knowledge", brief = "She wants it before Saturday" }), (to.Client, "handover/join", new { }), (from.Client, "handover/release", new { }) };
            foreach (var ((client, verb, body), i) in calls.Select((c, i) => (c, i)))
            {
                var start = Stopwatch.GetTimestamp();
                await Post(client, $"{path}/{verb}", body);
                // The first ones wake the program up.
                if (round >= 0) took[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        foreach (var (_, client) in people) client.Dispose();
        return [.. took.Select(t => t.Order().ToArray())];
    }

    static async Task<(string Id, HttpClient Client)> Join(Server server, HttpClient owner, string name)
    {
        var id = (await Post(owner, "/api/v1/people", new { name, email = $"{Guid.NewGuid():N}@bench.example", role = "agent" })).GetProperty("id").GetString()!;
        var token = await Post(owner, $"/api/v1/people/{id}/tokens", new { name = "bench", scopes = Scopes });
        return (id, Client(server, token.GetProperty("token").GetString()!));
    }

    static HttpClient Client(Server server, string token) => new() { BaseAddress = new($"http://127.0.0.1:{server.Port}"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    static async Task<JsonElement> Post(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
