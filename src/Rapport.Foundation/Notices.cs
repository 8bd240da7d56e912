using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Rapport.Foundation;

/// <summary>
/// Carries the names of changed topics to every node after a commit: here at once, to the others by NOTIFY in one coalesced message.
/// A node that was deaf tells its browsers to fetch everything, so nothing is missed.
/// </summary>
public sealed class Notices(Topics topics, string? postgres, ILogger<Notices> log) : BackgroundService
{
    const string Line = "rapport";
    const int PayloadLimit = 7000; // PostgreSQL allows 8000 bytes
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(15), Retry = TimeSpan.FromSeconds(1), Net = TimeSpan.FromSeconds(20);

    readonly string node = Guid.NewGuid().ToString("N")[..8];
    readonly Outage outage = new(log);
    readonly Channel<string> outgoing = Channel.CreateUnbounded<string>(new() { SingleReader = true });

    public void Publish(IReadOnlyCollection<string> changed)
    {
        foreach (var topic in changed)
        {
            topics.Publish(topic);
            if (postgres is not null) outgoing.Writer.TryWrite(topic);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        postgres is null ? Task.CompletedTask : Task.WhenAll(Listen(stoppingToken), Tell(stoppingToken));

    async Task Tell(CancellationToken stopping)
    {
        var gathered = new HashSet<string>(StringComparer.Ordinal);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(postgres);
                await connection.OpenAsync(stopping);
                await using var notify = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection) { Parameters = { new() { Value = Line }, new() { Value = "" } } };
                while (gathered.Count > 0 || await outgoing.Reader.WaitToReadAsync(stopping))
                {
                    // What was to be told when the node was stopped is told still: it may be that somebody's line has ended with it.
                    await Task.Delay(Gather, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    while (outgoing.Reader.TryRead(out var topic)) gathered.Add(topic);
                    var payload = node + " " + string.Join(' ', gathered);
                    notify.Parameters[1].Value = payload.Length <= PayloadLimit ? payload : node + " " + Topics.All;
                    await notify.ExecuteNonQueryAsync(CancellationToken.None);
                    gathered.Clear();
                }
            }
            catch (OperationCanceledException) { return; }
            catch (Exception e) when (e is NpgsqlException or IOException or SocketException) { await Rest(e, stopping); }
        }
    }

    async Task Listen(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(postgres);
                connection.Notification += (_, notice) => Hear(notice.Payload);
                await connection.OpenAsync(stopping);
                await using (var listen = new NpgsqlCommand("LISTEN " + Line, connection)) await listen.ExecuteNonQueryAsync(stopping);
                outage.IsOver();
                topics.Publish(Topics.All);
                while (true)
                {
                    // A dead line is noticed by asking, not by silence.
                    if (await connection.WaitAsync(Net, stopping)) continue;
                    await using var alive = new NpgsqlCommand("SELECT 1", connection);
                    await alive.ExecuteNonQueryAsync(stopping);
                }
            }
            catch (OperationCanceledException) { return; }
            catch (Exception e) when (e is NpgsqlException or IOException or SocketException) { await Rest(e, stopping); }
        }
    }

    void Hear(string payload)
    {
        var words = payload.Split(' ');
        if (words[0] == node) return;
        foreach (var topic in words.AsSpan(1)) topics.Publish(topic);
    }

    async Task Rest(Exception e, CancellationToken stopping)
    {
        outage.Tell(e, "The line between the nodes is down; trying again");
        await Task.Delay(Retry, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
