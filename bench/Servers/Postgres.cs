using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Rapport.Bench.Servers;

/// <summary>A PostgreSQL of the bench's own on a loopback port, as installed: fsync and synchronous_commit stay on.</summary>
public sealed partial class Postgres : IDisposable
{
    readonly string folder;
    readonly int port;
    readonly string programs;

    public Postgres(int port)
    {
        // On a disk, and where the user postgres may go.
        folder = Directory.CreateTempSubdirectory("rapport-bench-").FullName;
        this.port = port;
        programs = Directory.Exists("/usr/lib/postgresql")
            ? Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").Max(StringComparer.Ordinal)!, "bin")
            : throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql");
        if (Environment.UserName == "root") Run("chown", "postgres", folder);
        AsPostgres("initdb", "-D", folder, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        AsPostgres("pg_ctl", "-D", folder, "-w", "-l", Path.Combine(folder, "server.log"),
            "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c shared_buffers=256MB -c max_wal_size=4GB -c max_connections=200", "start");
    }

    public string Version => AsPostgres("postgres", "--version").Trim();

    /// <summary>An empty database; what a row before has left in one of the same name goes.</summary>
    public string Create(string database)
    {
        // A connection kept from before would be met dead.
        Npgsql.NpgsqlConnection.ClearAllPools();
        AsPostgres("dropdb", "-h", "127.0.0.1", "-p", $"{port}", "--if-exists", "--force", database);
        AsPostgres("createdb", "-h", "127.0.0.1", "-p", $"{port}", database);
        return $"Host=127.0.0.1;Port={port};Database={database};Username=postgres";
    }

    public void FillPgbench(int scale)
    {
        Create("pgbench");
        AsPostgres("pgbench", "-h", "127.0.0.1", "-p", $"{port}", "-i", "-q", "-s", $"{scale}", "pgbench");
    }

    /// <summary>What this PostgreSQL can do with the same number of clients: pgbench -N (one update, one select, one insert, one commit).</summary>
    public double PgbenchPerSecond(int clients, TimeSpan time)
    {
        var said = AsPostgres("pgbench", "-h", "127.0.0.1", "-p", $"{port}", "-N", "-n", "-c", $"{clients}", "-j", "2", "-T", $"{(int)time.TotalSeconds}", "pgbench");
        return double.Parse(TransactionsPerSecond().Match(said).Groups["tps"].Value, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        AsPostgres("pg_ctl", "-D", folder, "-m", "fast", "-w", "stop");
        Directory.Delete(folder, recursive: true);
    }

    string AsPostgres(string program, params string[] arguments) =>
        Environment.UserName == "root"
            ? Run("runuser", ["-u", "postgres", "--", Path.Combine(programs, program), .. arguments])
            : Run(Path.Combine(programs, program), arguments);

    static string Run(string program, params string[] arguments)
    {
        // pg_ctl hands its output pipe to the server it starts, so the output goes through a file and not through a pipe that never ends.
        var output = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>&1 </dev/null", "sh", output, program, .. arguments])
            {
                WorkingDirectory = "/",
            })!;
            process.WaitForExit();
            var said = File.ReadAllText(output);
            return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {said}");
        }
        finally
        {
            File.Delete(output);
        }
    }

    [GeneratedRegex(@"tps = (?<tps>[0-9.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TransactionsPerSecond();
}
