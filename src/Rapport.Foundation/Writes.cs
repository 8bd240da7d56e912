using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Rapport.Foundation;

/// <summary>The disk has no room for more. Answered 507; reading goes on.</summary>
public sealed class DiskFull(Exception cause) : Exception("The disk of the server is full, so nothing new can be saved. What is there is safe; free some space and try again.", cause);

/// <summary>
/// The one way to change something. On PostgreSQL each unit of work is a transaction. SQLite has one writer, so units queue and
/// commit in groups: each in its own savepoint on the one write connection, one commit for all, and nobody is answered before it.
/// </summary>
public sealed class Writes(string connectionString, bool sqlite, Notices notices, ErrandSignal signal) : BackgroundService
{
    const int Group = 64;

    readonly Channel<Unit> queue = Channel.CreateBounded<Unit>(4096);

    /// <summary>One unit of work at a time, whoever asks for them.</summary>
    internal bool GoOneByOne => sqlite;

    sealed record Unit(FoundationDb Db, Func<Task> Work, TaskCompletionSource Done)
    {
        public Exception? Failed { get; set; }
    }

    public async Task<T> Do<T>(FoundationDb db, Func<Task<T>> work, CancellationToken cancel = default)
    {
        T answer = default!;
        await Do(db, async () => { answer = await work(); }, cancel);
        return answer;
    }

    public async Task Do(FoundationDb db, Func<Task> work, CancellationToken cancel = default)
    {
        if (db.IsWriting)
        {
            await work();
            return;
        }
        try
        {
            if (sqlite) await Queue(db, work, cancel);
            else await Transact(db, work, cancel);
        }
        catch (Exception e) when (IsDiskFull(e))
        {
            throw new DiskFull(e);
        }
        if (db.HasErrands) signal.Set();
        notices.Publish(db.ChangedTopics);
        db.Settle();
    }

    static async Task Transact(FoundationDb db, Func<Task> work, CancellationToken cancel)
    {
        await using var tx = await db.Database.BeginTransactionAsync(cancel);
        db.Database.AutoSavepointsEnabled = false;
        db.IsWriting = true;
        try
        {
            await work();
            await Commit(tx);
        }
        finally { db.IsWriting = false; }
    }

    static async Task Commit(IDbContextTransaction tx)
    {
        try { await tx.CommitAsync(CancellationToken.None); }
        catch (Exception e) when (Outage.DatabaseIsAway(e)) { throw new MaybeSaved(e); }
    }

    async Task Queue(FoundationDb db, Func<Task> work, CancellationToken cancel)
    {
        var unit = new Unit(db, work, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await queue.Writer.WriteAsync(unit, cancel);
        await unit.Done.Task;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => sqlite ? Task.Run(Run, CancellationToken.None) : Task.CompletedTask;

    /// <summary>Takes no new work and finishes what is queued.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken);
    }

    async Task Run()
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        SqliteSettings.ForTheWriter(connection);
        using var plain = new PlainRows(connection);
        var units = new List<Unit>(Group);
        while (await queue.Reader.WaitToReadAsync())
        {
            units.Clear();
            try
            {
                await using var tx = connection.BeginTransaction();
                while (units.Count < Group && queue.Reader.TryRead(out var unit))
                {
                    units.Add(unit);
                    await RunOne(unit, connection, tx, plain);
                }
                await tx.CommitAsync();
            }
            catch (Exception e)
            {
                // The commit failed, so none of the group happened.
                foreach (var unit in units) unit.Failed ??= e;
                Unwind(connection);
            }
            foreach (var unit in units)
            {
                if (unit.Failed is null) unit.Done.SetResult();
                else unit.Done.SetException(unit.Failed);
            }
        }
    }

    async Task RunOne(Unit unit, SqliteConnection connection, SqliteTransaction tx, PlainRows plain)
    {
        var (db, work, _) = unit;
        Execute(connection, tx, "SAVEPOINT unit");
        db.Database.SetDbConnection(connection);
        await db.Database.UseTransactionAsync(tx);
        db.Database.AutoSavepointsEnabled = false;
        (db.IsWriting, db.PlainRows) = (true, plain);
        try
        {
            await work();
            Execute(connection, tx, "RELEASE unit");
        }
        catch (Exception e)
        {
            unit.Failed = e;
            if (IsDiskFull(e)) throw; // SQLite may have rolled everything back by itself
            Execute(connection, tx, "ROLLBACK TO unit; RELEASE unit");
        }
        finally
        {
            (db.IsWriting, db.PlainRows) = (false, null);
            await db.Database.UseTransactionAsync(null);
            db.Database.SetDbConnection(null);
            db.Database.SetConnectionString(connectionString);
        }
    }

    static void Execute(SqliteConnection connection, SqliteTransaction tx, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = tx;
#pragma warning disable CA2100 // three constants above
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    static void Unwind(SqliteConnection connection)
    {
        try { using var command = connection.CreateCommand(); command.CommandText = "ROLLBACK"; command.ExecuteNonQuery(); }
        catch (SqliteException) { /* it was rolled back already */ }
    }

    const int SqliteFull = 13, SqliteIoError = 10;

    /// <summary>While something is written; reading fails for want of room too, where PostgreSQL would sort on the disk or make a place in its memory.</summary>
    internal static bool IsDiskFull(Exception? e, bool writing = true) => e switch
    {
        null => false,
        SqliteException { SqliteErrorCode: SqliteFull } => true,
        SqliteException { SqliteErrorCode: SqliteIoError } when writing => true,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => true,
        IOException { HResult: 28 } => true, // ENOSPC
        _ => IsDiskFull(e.InnerException, writing),
    };
}

public static class SqliteSettings
{
    /// <summary>WAL so that readers never wait, FULL so that an answered write survives a power cut; what is deleted is overwritten.</summary>
    public static void ForTheWriter(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=16000;";
        command.ExecuteNonQuery();
    }
}
