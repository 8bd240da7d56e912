using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using Rapport.Foundation;

namespace Rapport.Tests.Faults;

public class FullDiskTests
{
    [Fact]
    public async Task On_a_full_disk_writes_say_so_reads_go_on_and_nothing_is_corrupted_on_SQLite()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 24);
        await disk.Ballast(megabytes: 8);
        await using (var desk = await DeskProcess.Start(disk.Folder)) await FillAndRecover(desk, disk);

        await using var connection = new SqliteConnection($"Data Source={disk.Folder}/rapport.db;Pooling=False");
        await connection.OpenAsync();
        await using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", await check.ExecuteScalarAsync());
    }

    [Fact]
    public async Task On_a_full_disk_writes_say_so_and_reads_go_on_on_PostgreSQL()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 48);
        await disk.Ballast(megabytes: 16);
        var server = await PostgresServer.Shared;
        var address = await server.FreshDatabase();
        var name = $"small_{Guid.NewGuid():N}";
        await using var admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(address) { Database = "postgres", Pooling = false }.ConnectionString);
        await disk.GiveTo("postgres");
        await Run(admin, $"CREATE TABLESPACE {name} LOCATION '{disk.Folder}/space'");
        await Run(admin, $"CREATE DATABASE {name} TABLESPACE {name}");
        try
        {
            var folder = Directory.CreateTempSubdirectory("rapport-full-").FullName;
            await using var desk = await DeskProcess.Start(folder, new NpgsqlConnectionStringBuilder(address) { Database = name, Pooling = true }.ConnectionString);
            await FillAndRecover(desk, disk);
        }
        finally
        {
            await Run(admin, $"DROP DATABASE {name} WITH (FORCE)");
            await Run(admin, $"DROP TABLESPACE {name}");
        }
    }

    static async Task FillAndRecover(DeskProcess desk, SmallDisk disk)
    {
        var number = (await desk.Owner.Post("/api/v1/conversations", new { customer = new { name = "Ruth" }, body = "Hello" })).GetProperty("number").GetInt64();
        var random = new Random(3);
        var saved = new List<string>();
        var (status, problem) = (201, default(System.Text.Json.JsonElement));
        for (var i = 0; i < 6000 && status == 201; i++)
        {
            var words = string.Join(' ', Enumerable.Range(0, 2200).Select(_ => random.NextInt64().ToString("x", System.Globalization.CultureInfo.InvariantCulture)[..8]));
            (status, problem) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "customer", body = words });
            if (status == 201) saved.Add(problem.GetProperty("id").GetString()!);
        }

        Assert.Equal(507, status);
        Assert.Equal("The disk of the server is full, so nothing new can be saved. What is there is safe; free some space and try again.", problem.GetProperty("detail").GetString());
        foreach (var read in new[] { $"/api/v1/conversations/{number}", "/api/v1/conversations?view=open" }) await Reads(desk, read);

        for (var again = 0; again < 3; again++) await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "customer", body = new string('x', 20_000) });
        Assert.Contains("The disk is full: ", desk.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", desk.Output, StringComparison.Ordinal);

        disk.Free();
        for (var tries = 0; tries < 50 && status != 201; tries++)
        {
            await Task.Delay(100);
            (status, _) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "customer", body = "There is room again" });
        }
        Assert.Equal(201, status);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var page = "0"; page is not null;)
        {
            var some = await desk.Owner.Get($"/api/v1/conversations/{number}/messages?limit=200&after={page}");
            foreach (var message in some.GetProperty("items").EnumerateArray()) Assert.True(ids.Add(message.GetProperty("id").GetString()!));
            page = some.GetProperty("next").GetString();
        }
        Assert.Empty(saved.Except(ids, StringComparer.Ordinal));
    }

    /// <summary>A read may be told once that there is no room, where PostgreSQL wants some for itself; then it goes on, and it never breaks.</summary>
    static async Task Reads(DeskProcess desk, string path)
    {
        for (var tries = 0; ; tries++)
        {
            var (status, said) = await desk.Owner.Try(HttpMethod.Get, path);
            if (status == 200) return;
            Assert.True(status == 507 && tries < 20, $"GET {path} answered {status}: {said}\n{desk.Output}");
            await Task.Delay(100);
        }
    }

    [Fact]
    public void A_read_for_which_the_database_has_no_room_is_told_so_and_a_broken_disk_is_not_taken_for_a_full_one()
    {
        var noRoom = new PostgresException("could not write to file: No space left on device", "ERROR", "ERROR", PostgresErrorCodes.DiskFull);
        Assert.Equal(507, Problem.Of(new InvalidOperationException("Likely a transient failure.", noRoom)).Status);
        Assert.Equal(507, Problem.Of(new SqliteException("database or disk is full", 13)).Status);
        Assert.Equal(500, Problem.Of(new SqliteException("disk I/O error", 10)).Status);
    }

    static async Task Run(NpgsqlDataSource source, string sql)
    {
#pragma warning disable CA2100 // names made here
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A file system of a few megabytes, with a file on it that can be removed to make room.</summary>
    sealed class SmallDisk : IAsyncDisposable
    {
        public required string Folder { get; init; }

        public static async Task<SmallDisk> Mount(int megabytes)
        {
            var disk = new SmallDisk { Folder = Directory.CreateTempSubdirectory("rapport-small-").FullName };
            await Shell("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Folder);
            return disk;
        }

        public async Task Ballast(int megabytes) => await File.WriteAllBytesAsync(Path.Combine(Folder, "ballast"), new byte[megabytes * 1024 * 1024]);

        public void Free() => File.Delete(Path.Combine(Folder, "ballast"));

        public async Task GiveTo(string user)
        {
            Directory.CreateDirectory(Path.Combine(Folder, "space"));
            await Shell("chmod", "755", Folder);
            await Shell("chown", user, Path.Combine(Folder, "space"));
        }

        public async ValueTask DisposeAsync()
        {
            await Shell("umount", "-l", Folder);
            Directory.Delete(Folder);
        }

        static async Task Shell(string command, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"This test needs a small file system of its own, and `{command} {string.Join(' ', arguments)}` failed: {error}Run it as root.");
        }
    }
}
