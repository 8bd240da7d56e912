using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Rapport.Memory.Erasing;

/// <summary>What is deleted stays in a database's files until something else is written there. Here it is written over.</summary>
static class Overwriting
{
    /// <summary>A file or a table up to this size is written anew; a larger one is overwritten where the words stood.</summary>
    const long SmallEnough = 64 * 1024 * 1024;

    const int ForWiping = 5303, Rounds = 40;

    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    /// <summary>Of a large table it takes a while; nobody waits for it.</summary>
    static readonly TimeSpan AtMost = TimeSpan.FromMinutes(30);

    /// <summary>False where another node is at it.</summary>
    public static Task<bool> OverwriteWhatIsGone(this DatabaseFacade database, CancellationToken cancel) =>
        database.IsNpgsql() ? OnPostgres(database.GetConnectionString()!, cancel) : OnSqlite(database.GetConnectionString()!, cancel);

    /// <summary>
    /// VACUUM alone leaves the bytes in the free middle of a page, and the samples that the planner keeps of a column hold its
    /// words: small tables are written anew, one after the other, each locked for as long as that takes, and sampled anew.
    /// </summary>
    static async Task<bool> OnPostgres(string connectionString, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = (int)AtMost.TotalSeconds }.ConnectionString);
        await connection.OpenAsync(cancel);
        // Whoever works on a table for longer is waited for in the next round, so that nobody waits behind this.
        await Run(connection, "SET lock_timeout = '1s'", cancel);
        if (!await Says(connection, $"SELECT pg_try_advisory_lock({ForWiping})", cancel)) return false;
        var tables = new List<(string Name, bool Small)>();
        await using (var ask = new NpgsqlCommand("SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), pg_table_size(c.oid) <= $1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname = current_schema() AND pg_table_size(c.oid) > 0 AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.atttypid IN ('text'::regtype, 'bytea'::regtype, 'tsvector'::regtype)) ORDER BY c.relname", connection) { Parameters = { new() { Value = SmallEnough } } })
        await using (var rows = await ask.ExecuteReaderAsync(cancel))
            while (await rows.ReadAsync(cancel)) tables.Add((rows.GetString(0), rows.GetBoolean(1)));
        foreach (var (name, small) in tables)
            if (small)
            {
                await WriteAnew(connection, name, "FULL, ANALYZE, VERBOSE", cancel);
                await ForgetSamples(connection, name, cancel);
            }
            else await Run(connection, $"VACUUM (ANALYZE) {name}", cancel);
        await WriteAnew(connection, "pg_statistic", "FULL, VERBOSE", cancel);
        // What is still in memory only reaches the files by itself within minutes; sooner where this account may ask for it.
        if (await Says(connection, "SELECT pg_has_role('pg_checkpoint', 'USAGE')", cancel)) await Run(connection, "CHECKPOINT", cancel);
        return true;
    }

    /// <summary>Of a table in which there is nothing any more no new samples are taken, and the old ones stay. Only a superuser may take them away.</summary>
    static async Task ForgetSamples(NpgsqlConnection connection, string table, CancellationToken cancel)
    {
        if (await Says(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", cancel))
            await Run(connection, $"DELETE FROM pg_statistic WHERE starelid = '{table}'::regclass AND NOT EXISTS (SELECT 1 FROM {table})", cancel);
    }

    /// <summary>What somebody who is just reading may still see is copied with the rest; then it is written anew once more.</summary>
    static async Task WriteAnew(NpgsqlConnection connection, string table, string how, CancellationToken cancel)
    {
        var left = false;
        void Hear(object? _, NpgsqlNoticeEventArgs said) => left |= said.Notice.Detail is { } detail && long.TryParse(detail.Split(' ')[0], CultureInfo.InvariantCulture, out var dead) && dead > 0;
        connection.Notice += Hear;
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                left = false;
                await Run(connection, $"VACUUM ({how}) {table}", cancel);
                if (!left) return;
                await Task.Delay(Moment, cancel);
            }
        }
        finally { connection.Notice -= Hear; }
        throw new InvalidOperationException($"Somebody was reading {table}.");
    }

    static async Task<bool> Says(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
#pragma warning disable CA2100 // two constants above
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    static async Task Run(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
#pragma warning disable CA2100 // names of tables, quoted by the database
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }

    static async Task<bool> OnSqlite(string connectionString, CancellationToken cancel)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout=5000; PRAGMA secure_delete=ON; PRAGMA wal_checkpoint(TRUNCATE);";
        await command.ExecuteNonQueryAsync(cancel);
        if (new FileInfo(connection.DataSource).Length <= SmallEnough)
        {
            command.CommandText = "VACUUM";
            await command.ExecuteNonQueryAsync(cancel);
        }
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        var busy = Convert.ToInt64(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture);
        if (busy != 0) throw new InvalidOperationException("Somebody was reading the journal.");
        return true;
    }
}
