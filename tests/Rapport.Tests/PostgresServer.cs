using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Rapport.Tests;

/// <summary>
/// A real PostgreSQL of the tests' own: a new cluster in a temporary folder, on a free port of 127.0.0.1.
/// It is gone when the tests are, however they end.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    const string Owner = "rapport";

    /// <summary>
    /// Makes the cluster and runs it as the user who may own one. Its standard input is a pipe from the tests:
    /// when they end, even by SIGKILL, the pipe closes, `read` returns, and the server and its folder go.
    /// </summary>
    const string Keeper = """
        home=$(mktemp -d "${TMPDIR:-/tmp}/rapport-postgres-XXXXXX") || exit 1
        trap 'rm -rf "$home"' EXIT
        trap '' INT HUP TERM
        bin=$1; shift
        "$bin/initdb" -D "$home/data" -U rapport --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null || exit 1
        "$bin/postgres" -D "$home/data" "$@" </dev/null &
        read -r _
        kill -QUIT $!
        wait $!
        """;

    static readonly Lazy<Task<PostgresServer>> shared = new(() => Start());

    readonly Process keeper;
    readonly int port;
    readonly Lock templating = new();
    Task<string>? template;

    PostgresServer(Process keeper, int port) => (this.keeper, this.port) = (keeper, port);

    /// <summary>The one that the ordinary tests of a run share. It does not wait for the disk.</summary>
    public static Task<PostgresServer> Shared => shared.Value;

    /// <summary>A new server. A durable one waits for the disk at every commit, as in production.</summary>
    public static async Task<PostgresServer> Start(bool durable = false)
    {
        var bin = FindBinaries();
        for (var attempt = 1; ; attempt++)
        {
            var free = FreePort();
            var started = new Process { StartInfo = HowToStart(bin, free, durable) };
            if (await Ready(started) is not { } trouble) return new PostgresServer(started, free);
            await End(started);
            if (attempt == 3) throw new InvalidOperationException($"PostgreSQL did not start: {trouble}");
        }
    }

    /// <summary>
    /// The address of a new database. What <paramref name="prepare"/> does to the first one of this server
    /// (the migrations) is copied to the others, which takes a tenth of the time.
    /// </summary>
    public async Task<string> FreshDatabase(Func<string, Task>? prepare = null)
    {
        var from = prepare is null ? "template0" : await Template(prepare);
        var name = $"desk_{Guid.NewGuid():N}";
        await Run($"CREATE DATABASE {name} TEMPLATE {from}");
        return Address(name);
    }

    public async Task Drop(string address)
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(address));
        await Run($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(address).Database} WITH (FORCE)");
    }

    public async ValueTask DisposeAsync() => await End(keeper);

    Task<string> Template(Func<string, Task> prepare)
    {
        lock (templating) return template ??= Make();

        async Task<string> Make()
        {
            await Run("CREATE DATABASE prepared TEMPLATE template0");
            var address = Address("prepared");
            await prepare(address);
            NpgsqlConnection.ClearPool(new NpgsqlConnection(address));
            await Run("ALTER DATABASE prepared ALLOW_CONNECTIONS false");
            return "prepared";
        }
    }

    string Address(string database) =>
        $"Host=127.0.0.1;Port={port};Username={Owner};Database={database};Maximum Pool Size=40;Max Auto Prepare=100;Include Error Detail=true";

    async Task Run(string sql)
    {
        await using var connection = new NpgsqlConnection(Address("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static string FindBinaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb"))) ?? throw Missing()
            : throw Missing();

    static InvalidOperationException Missing() =>
        new("PostgreSQL's server is not on this machine, and this test needs a real one. ./test installs it, or: apt-get install postgresql");

    static ProcessStartInfo HowToStart(string bin, int port, bool durable)
    {
        var settings = $"listen_addresses=127.0.0.1 port={port} unix_socket_directories= max_connections=500 timezone=UTC";
        if (!durable) settings += " fsync=off full_page_writes=off synchronous_commit=off";
        // PostgreSQL refuses to run as root.
        var user = Environment.IsPrivilegedProcess ? "runuser -u postgres -- " : "";
        string[] command = [.. $"{user}sh -c".Split(' '), Keeper, "keeper", bin, .. settings.Split(' ').SelectMany(setting => new[] { "-c", setting })];
        return new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
    }

    /// <summary>Null once it takes connections, or what it said instead.</summary>
    static async Task<string?> Ready(Process keeper)
    {
        var ready = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new ConcurrentQueue<string>();
        keeper.OutputDataReceived += (_, _) => { };
        keeper.ErrorDataReceived += (_, line) =>
        {
            if (ready.Task.IsCompleted) return;
            said.Enqueue(line.Data ?? "");
            if (line.Data is null || line.Data.Contains("FATAL", StringComparison.Ordinal)) ready.TrySetResult(string.Join('\n', said));
            else if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal)) ready.TrySetResult(null);
        };
        keeper.Start();
        keeper.BeginErrorReadLine();
        keeper.BeginOutputReadLine();
        try
        {
            return await ready.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException)
        {
            return $"nothing in a minute but {string.Join('\n', said)}";
        }
    }

    static async Task End(Process keeper)
    {
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
