using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Memory;

/// <summary>Looks for words everywhere in a desk, and puts a desk back to what it was.</summary>
static class Searching
{
    /// <summary>Which of the words stand anywhere: in the bytes of the data folder and of the database's own files, and in every row of every table.</summary>
    public static async Task<string[]> Traces(this TestDesk desk, string[] words)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        await InFiles(desk.Home, words, found);
        await desk.InDatabase(async db =>
        {
            if (!db.Database.IsNpgsql()) return 0;
            foreach (var table in await db.Database.SqlQuery<string>($"SELECT table_name::text AS \"Value\" FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'").ToListAsync())
            {
                foreach (var word in words)
                {
#pragma warning disable EF1002, EF1003 // the database's own table names
                    if ((await db.Database.SqlQueryRaw<int>($"SELECT COUNT(*)::int AS \"Value\" FROM \"{table}\" t WHERE t::text ILIKE {{0}}" + (table == "files" ? " OR encode(bytes, 'escape') ILIKE {0}" : ""), $"%{word}%").ToListAsync())[0] > 0) found.Add(word);
#pragma warning restore EF1002, EF1003
                }
            }
            await InFiles((await db.Database.SqlQuery<string>($"SELECT current_setting('data_directory') || '/base/' || oid AS \"Value\" FROM pg_database WHERE datname = current_database()").ToListAsync())[0], words, found);
            return 0;
        });
        return [.. found];
    }

    static async Task InFiles(string folder, string[] words, HashSet<string> found)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            // The lock of the folder opens for nobody else.
            if (new FileInfo(file) is { Name: "lock", Length: 0 }) continue;
            byte[] bytes;
            try
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var memory = new MemoryStream();
                await stream.CopyToAsync(memory);
                bytes = memory.ToArray();
            }
            catch (FileNotFoundException) { continue; } // gone since it was listed
            var text = Encoding.Latin1.GetString(bytes);
            found.UnionWith(words.Where(w => text.Contains(w, StringComparison.OrdinalIgnoreCase)));
        }
    }

    /// <summary>Not in the backup: what never goes back, and files, which lie beside it.</summary>
    static readonly string[] besides = ["log", "files", "keys", "errands", "first_answers"];

    static IEnumerable<(string Table, string Columns)> Tables(RapportDb db) =>
        from e in db.Model.GetEntityTypes()
        where e.GetViewName() is null && e.GetTableName() is { } name && !besides.Contains(name)
        select (e.GetTableName()!, string.Join(", ", e.GetProperties().Select(p => $"\"{p.GetColumnName()}\"")));

    public static Task BackUp(this TestDesk desk) => desk.Change(async db =>
    {
        foreach (var (table, _) in Tables(db)) await Run(db, $"CREATE TABLE backup_{table} AS SELECT * FROM \"{table}\"");
    });

    /// <summary>Every row stands again as it stood, and the database knows of nothing that came after.</summary>
    public static Task Restore(this TestDesk desk) => desk.Change(async db =>
    {
        await Run(db, db.Database.IsNpgsql() ? "SET LOCAL session_replication_role = replica" : "PRAGMA defer_foreign_keys = ON");
        foreach (var (table, columns) in Tables(db))
        {
            await Run(db, $"DELETE FROM \"{table}\"");
            await Run(db, $"INSERT INTO \"{table}\" ({columns}) SELECT {columns} FROM backup_{table}");
            await Run(db, $"DROP TABLE backup_{table}");
        }
    });

#pragma warning disable EF1002, EF1003 // names of our own model
    static Task<int> Run(RapportDb db, string sql) => db.Database.ExecuteSqlRawAsync(sql);
#pragma warning restore EF1002, EF1003
}
