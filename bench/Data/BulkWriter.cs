using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Rapport.Bench.Data;

/// <summary>Writes entities in bulk, column by column as the program's own model says, past the program's one-by-one way.</summary>
public abstract class BulkWriter(IModel model) : IDisposable
{
    readonly Dictionary<Type, ITable> tables = [];

    public void Add(object entity)
    {
        if (!tables.TryGetValue(entity.GetType(), out var table))
        {
            var type = model.FindEntityType(entity.GetType()) ?? throw new InvalidOperationException($"{entity.GetType()} is no table");
            tables[entity.GetType()] = table = Open(type.GetTableName()!, [.. type.GetProperties().Where(p => !(p.ClrType == typeof(long) && p.IsPrimaryKey())).Select(p => new Column(p))]);
        }
        table.Add(entity);
    }

    public void Dispose()
    {
        foreach (var table in tables.Values) table.Dispose();
        Finish();
        GC.SuppressFinalize(this);
    }

    protected virtual void Finish()
    {
    }

    protected abstract ITable Open(string name, Column[] columns);

    public interface ITable : IDisposable
    {
        void Add(object entity);
    }

    public sealed class Column(IProperty property)
    {
        readonly Func<object, object?> get = property.GetGetter().GetClrValueUsingContainingEntity;
        readonly Func<object?, object?>? convert = property.GetTypeMapping().Converter?.ConvertToProvider;

        public string Name => property.GetColumnName();

        public object Value(object entity) => (convert is null ? get(entity) : convert(get(entity))) ?? DBNull.Value;
    }
}

/// <summary>One transaction without waiting for the disk; the file is whole when it is closed.</summary>
public sealed class SqliteBulk : BulkWriter
{
    readonly SqliteConnection connection;
    readonly SqliteTransaction transaction;
    readonly string[] triggers;

    public SqliteBulk(IModel model, string connectionString) : base(model)
    {
        connection = new(connectionString);
        connection.Open();
        Execute("PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=100000; PRAGMA foreign_keys=OFF;");
        // The triggers would write the full-text index out after every row; it is built in one go at the end.
        triggers = [.. Ask("SELECT sql FROM sqlite_master WHERE type = 'trigger'")];
        foreach (var name in Ask("SELECT name FROM sqlite_master WHERE type = 'trigger'")) Execute($"DROP TRIGGER {name}");
        transaction = connection.BeginTransaction();
    }

    protected override void Finish()
    {
        transaction.Commit();
        transaction.Dispose();
        foreach (var trigger in triggers) Execute(trigger);
        Execute("INSERT INTO search_words (search_words) VALUES ('rebuild'); INSERT INTO search_customers (search_customers) VALUES ('rebuild');");
        Execute("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);");
        connection.Dispose();
        SqliteConnection.ClearAllPools();
    }

    protected override ITable Open(string name, Column[] columns) => new Rows(connection, transaction, name, columns);

    void Execute(string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this file and names from the database itself
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    List<string> Ask(string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read()) found.Add(reader.GetString(0));
        return found;
    }

    sealed class Rows : ITable
    {
        readonly SqliteCommand insert;
        readonly Column[] columns;

        public Rows(SqliteConnection connection, SqliteTransaction transaction, string name, Column[] columns)
        {
            this.columns = columns;
            insert = connection.CreateCommand();
            insert.Transaction = transaction;
#pragma warning disable CA2100 // names from the program's model
            insert.CommandText = $"INSERT INTO {name} ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"${i}"))})";
#pragma warning restore CA2100
            for (var i = 0; i < columns.Length; i++) insert.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        public void Add(object entity)
        {
            for (var i = 0; i < columns.Length; i++) insert.Parameters[i].Value = columns[i].Value(entity);
            insert.ExecuteNonQuery();
        }

        public void Dispose() => insert.Dispose();
    }
}

/// <summary>COPY, one connection a table.</summary>
public sealed class PostgresBulk(IModel model, string connectionString) : BulkWriter(model)
{
    protected override ITable Open(string name, Column[] columns) => new Rows(connectionString, name, columns);

    sealed class Rows : ITable
    {
        readonly NpgsqlConnection connection;
        readonly NpgsqlBinaryImporter copy;
        readonly Column[] columns;

        public Rows(string connectionString, string name, Column[] columns)
        {
            this.columns = columns;
            connection = new(connectionString);
            connection.Open();
            // The tables are filled side by side, so a row may come before the one it refers to.
            using (DbCommand set = new NpgsqlCommand("SET session_replication_role = replica", connection)) set.ExecuteNonQuery();
            copy = connection.BeginBinaryImport($"COPY {name} ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) FROM STDIN (FORMAT binary)");
        }

        public void Add(object entity)
        {
            copy.StartRow();
            foreach (var column in columns)
            {
                var value = column.Value(entity);
                if (value is DBNull) copy.WriteNull();
                else copy.Write(value);
            }
        }

        public void Dispose()
        {
            copy.Complete();
            copy.Dispose();
            connection.Dispose();
        }
    }
}
