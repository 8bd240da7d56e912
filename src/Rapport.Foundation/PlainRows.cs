using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Rapport.Foundation;

/// <summary>
/// New rows of what comes most often. On SQLite, where everything goes through the one writer, they are written past EF Core, which
/// would sort each among all others, build its statement anew and have it compiled anew. (To PostgreSQL EF Core sends a whole save in
/// one go.) They come before what EF Core saves; where that would be the wrong order, EF Core saves them.
/// </summary>
sealed class PlainRows(SqliteConnection connection) : IDisposable
{
    readonly Dictionary<Type, Insert> inserts = [];

    /// <summary>Writes the new rows of these kinds, of which none refers to a later one, and says how many those were.</summary>
    public int Write(ChangeTracker tracker, ImmutableArray<Type> kinds, SqliteTransaction transaction)
    {
        var changed = tracker.Entries().Where(e => e.State is not EntityState.Unchanged).ToLookup(e => e.Metadata);
        var left = changed.Where(c => !kinds.Contains(c.Key.ClrType) && c.Any(IsNew)).Select(c => c.Key).ToHashSet();
        var written = 0;
        foreach (var rows in changed.Where(c => kinds.Contains(c.Key.ClrType) && c.Any(IsNew)).OrderBy(c => kinds.IndexOf(c.Key.ClrType)))
        {
            // What goes from a kind may have to go before something comes, and whom a row refers to must be there.
            if (!rows.All(IsNew) || rows.Key.GetForeignKeys().Any(f => left.Contains(f.PrincipalEntityType))) left.Add(rows.Key);
            else written += Write(rows.Key, rows, transaction);
        }
        return written;
    }

    int Write(IEntityType kind, IEnumerable<EntityEntry> rows, SqliteTransaction transaction)
    {
        if (!inserts.TryGetValue(kind.ClrType, out var insert)) inserts[kind.ClrType] = insert = new(kind, connection);
        var written = 0;
        // Until the database gives a number, a row has one that says when it was added.
        foreach (var row in insert.Number is { } number ? rows.OrderBy(r => (long)r.Property(number).CurrentValue!).ToList() : rows)
        {
            try { insert.Run(row.Entity, transaction); }
            catch (SqliteException e) { throw new DbUpdateException($"A row of {kind.ClrType.Name} could not be written.", e); }
            // The number that the database gave is not asked for, so nobody may go on with this row.
            row.State = insert.Number is null ? EntityState.Unchanged : EntityState.Detached;
            written++;
        }
        return written;
    }

    static bool IsNew(EntityEntry row) => row.State is EntityState.Added;

    public void Dispose()
    {
        foreach (var insert in inserts.Values) insert.Dispose();
    }

    /// <summary>One table's statement, compiled once, with the columns and conversions that EF Core knows.</summary>
    sealed class Insert : IDisposable
    {
        readonly SqliteCommand command;
        readonly List<(IProperty Property, SqliteParameter Parameter)> columns;

        public Insert(IEntityType kind, SqliteConnection connection)
        {
            command = connection.CreateCommand();
            Number = kind.GetProperties().SingleOrDefault(p => p.ValueGenerated is not ValueGenerated.Never);
            columns = [.. kind.GetProperties().Where(p => p.ValueGenerated is ValueGenerated.Never).Select((p, n) => (p, command.Parameters.Add(new(string.Create(CultureInfo.InvariantCulture, $"$p{n}"), null))))];
#pragma warning disable CA2100 // names of the model's own tables and columns
            command.CommandText = $"INSERT INTO {kind.GetTableName()} ({string.Join(", ", columns.Select(c => $"\"{c.Property.GetColumnName()}\""))}) VALUES ({string.Join(", ", columns.Select(c => c.Parameter.ParameterName))})";
#pragma warning restore CA2100
        }

        /// <summary>The column that the database fills.</summary>
        public IProperty? Number { get; }

        public void Run(object row, SqliteTransaction transaction)
        {
            foreach (var (property, parameter) in columns)
            {
                var value = property.GetGetter().GetClrValue(row);
                parameter.Value = (value is null ? null : property.GetTypeMapping().Converter?.ConvertToProvider(value) ?? value) ?? DBNull.Value;
            }
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }

        public void Dispose() => command.Dispose();
    }
}
