using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Rapport.Bench.Rows;

/// <summary>The machine's own limit: one row, one commit, one connection, synchronous=FULL in WAL mode.</summary>
public sealed class RawSqlite : IDisposable
{
    readonly SqliteConnection connection;
    readonly SqliteCommand insert;
    readonly SqliteParameter body;

    public RawSqlite(string folder)
    {
        Directory.CreateDirectory(folder);
        connection = new($"Data Source={Path.Combine(folder, "raw.sqlite")};Pooling=False");
        connection.Open();
        using var set = connection.CreateCommand();
        set.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS row(id INTEGER PRIMARY KEY, body TEXT NOT NULL);";
        set.ExecuteNonQuery();
        insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO row(body) VALUES ($body)";
        body = insert.Parameters.Add("$body", SqliteType.Text);
        insert.Prepare();
    }

    public double CommitsPerSecond(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        for (; Stopwatch.GetElapsedTime(start) < time; count++)
        {
            body.Value = $"Hello, my parcel {count} came without the blue cup I had ordered. Can you help me?";
            insert.ExecuteNonQuery();
        }
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        insert.Dispose();
        connection.Dispose();
    }
}
