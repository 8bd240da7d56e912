using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Foundation;

/// <summary>What the database itself says of a table: migrations are written by hand, and the program's model knows little of what they refer to.</summary>
static class Tables
{
    public static Task<string[]> ColumnsOf(this TestDesk desk, string table) => desk.InDatabase(async db => InOrder(await (db.Database.IsNpgsql()
        ? db.Database.SqlQuery<string>($"SELECT column_name::text AS \"Value\" FROM information_schema.columns WHERE table_schema = 'public' AND table_name = {table}")
        : db.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM pragma_table_info({table})")).ToListAsync()));

    /// <summary>Every column of every table, as “table.column”.</summary>
    public static Task<string[]> AllColumns(this TestDesk desk) => desk.InDatabase(async db => InOrder(await (db.Database.IsNpgsql()
        ? db.Database.SqlQuery<string>($"SELECT table_name || '.' || column_name AS \"Value\" FROM information_schema.columns WHERE table_schema = 'public'")
        : db.Database.SqlQuery<string>($"SELECT t.name || '.' || c.name AS \"Value\" FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type IN ('table', 'view')")).ToListAsync()));

    /// <summary>The tables that this one refers to.</summary>
    public static Task<string[]> ReferencesOf(this TestDesk desk, string table) => desk.InDatabase(async db => InOrder(await (db.Database.IsNpgsql()
        ? db.Database.SqlQuery<string>($"SELECT confrelid::regclass::text AS \"Value\" FROM pg_constraint WHERE contype = 'f' AND conrelid = {table}::regclass")
        : db.Database.SqlQuery<string>($"SELECT \"table\" AS \"Value\" FROM pragma_foreign_key_list({table})")).ToListAsync()));

    static string[] InOrder(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
