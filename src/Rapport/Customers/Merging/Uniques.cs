using Microsoft.EntityFrameworkCore;

namespace Rapport.Customers.Merging;

/// <summary>What may be there only once, as the database itself knows it: indexes are made by the migrations, and the model does not know them all.</summary>
static class Uniques
{
    /// <param name="Others">The other columns.</param>
    /// <param name="Only">The condition of an index that is of some rows alone.</param>
    public sealed record Unique(string[] Others, string? Only);

    sealed record Column(string Tab, string Idx, string Col, string? Only);

    /// <summary>For a column: the other columns of each unique index that it is part of, and of which rows alone that index is.</summary>
    public static async Task<ILookup<string, Unique>> Of(RapportDb db, CancellationToken cancel)
    {
        var columns = await (db.Database.IsNpgsql()
            ? db.Database.SqlQuery<Column>($"SELECT t.relname::text AS \"Tab\", i.relname::text AS \"Idx\", a.attname::text AS \"Col\", pg_get_expr(x.indpred, x.indrelid) AS \"Only\" FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey) WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace")
            : db.Database.SqlQuery<Column>($"SELECT m.name AS \"Tab\", l.name AS \"Idx\", i.name AS \"Col\", CASE WHEN l.partial THEN substr(d.sql, instr(d.sql, ' WHERE ') + 7) END AS \"Only\" FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i LEFT JOIN sqlite_master d ON d.type = 'index' AND d.name = l.name WHERE m.type = 'table' AND l.\"unique\" = 1 AND i.name IS NOT NULL")).ToListAsync(cancel);
        return columns.GroupBy(c => (c.Tab, c.Idx)).SelectMany(g => g.Select(c => (Place: $"{c.Tab}.{c.Col}", What: new Unique([.. g.Where(o => o != c).Select(o => o.Col)], c.Only)))).ToLookup(x => x.Place, x => x.What, StringComparer.Ordinal);
    }
}
