using Microsoft.EntityFrameworkCore;

namespace Rapport.Customers.Merging;

/// <summary>What may be there only once, as the database itself knows it: indexes are made by the migrations, and the model does not know them all.</summary>
static class Uniques
{
    sealed record Column(string Tab, string Idx, string Col);

    /// <summary>For a column: the other columns of each unique index that it is part of.</summary>
    public static async Task<ILookup<string, string[]>> Of(RapportDb db, CancellationToken cancel)
    {
        var columns = await (db.Database.IsNpgsql()
            ? db.Database.SqlQuery<Column>($"SELECT t.relname::text AS \"Tab\", i.relname::text AS \"Idx\", a.attname::text AS \"Col\" FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey) WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace")
            : db.Database.SqlQuery<Column>($"SELECT m.name AS \"Tab\", l.name AS \"Idx\", i.name AS \"Col\" FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i WHERE m.type = 'table' AND l.\"unique\" = 1 AND i.name IS NOT NULL")).ToListAsync(cancel);
        return columns.GroupBy(c => (c.Tab, c.Idx)).SelectMany(g => g.Select(c => (Place: $"{c.Tab}.{c.Col}", Others: g.Where(o => o != c).Select(o => o.Col).ToArray()))).ToLookup(x => x.Place, x => x.Others, StringComparer.Ordinal);
    }
}
