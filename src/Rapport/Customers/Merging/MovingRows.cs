using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;

namespace Rapport.Customers.Merging;

/// <summary>
/// Moves every row that points at one customer to another, noting which, so that exactly those can be moved back. Where both have
/// a row of which there may be only one, theirs stays with them, out of sight, and is there again afterwards.
/// </summary>
sealed class MovingRows
{
    readonly RapportDb db;
    readonly IReadOnlyList<PointingColumn> pointers;
    readonly ILookup<string, Uniques.Unique> uniques;

    MovingRows(RapportDb db, IReadOnlyList<PointingColumn> pointers, ILookup<string, Uniques.Unique> uniques) => (this.db, this.pointers, this.uniques) = (db, pointers, uniques);

    public static async Task<MovingRows> Ready(RapportDb db, CancellationToken cancel) => new(db, Pointers.Of(db), await Uniques.Of(db, cancel));

    /// <summary>Notes what each of them has.</summary>
    public async Task Note(Merge merge, CancellationToken cancel)
    {
        foreach (var p in pointers)
        {
            await Run($"INSERT INTO merged_rows (merge_id, side, place, key) SELECT {{0}}, 'into', '{p.Place}', {p.Key} FROM \"{p.Table}\" t WHERE \"{p.Column}\" = {{1}} ON CONFLICT DO NOTHING", cancel, merge.Id.Value, merge.IntoId.Value);
        }
    }

    /// <summary>Moves what points at whom went, and what arrived for them late. One step at a time, so that every merge on the way knows of it.</summary>
    public async Task Gather(Merge merge, CancellationToken cancel)
    {
        // Of what there may be one of, whoever is above may have it: theirs stays where it is then, or it would stand in the way of the one that comes back.
        Guid[] above = [.. (await Above(merge, cancel)).Select(m => m.IntoId.Value)];
        foreach (var p in pointers)
        {
            var free = Free(p, above.Length);
            await Run($"INSERT INTO merged_rows (merge_id, side, place, key) SELECT {{0}}, 'from', '{p.Place}', {p.Key} FROM \"{p.Table}\" t WHERE t.\"{p.Column}\" = {{2}} AND {free} ON CONFLICT DO NOTHING", cancel, [merge.Id.Value, merge.IntoId.Value, merge.FromId.Value, .. above]);
            await Run($"UPDATE \"{p.Table}\" AS t SET \"{p.Column}\" = {{1}} WHERE t.\"{p.Column}\" = {{2}} AND {free}", cancel, [merge.Id.Value, merge.IntoId.Value, merge.FromId.Value, .. above]);
        }
    }

    /// <summary>Gives back exactly what was theirs, from whom it is with now: whoever they went into, or whoever that one went into since.</summary>
    public async Task GiveBack(Merge merge, CancellationToken cancel)
    {
        var aboveAll = await Above(merge, cancel);
        // The nearest first: of what there may be one of, theirs may have come no farther.
        foreach (var (with, p) in aboveAll.Select(m => m.IntoId).Prepend(merge.IntoId).SelectMany(w => pointers.Select(p => (w, p))))
        {
            await Run($"UPDATE \"{p.Table}\" AS t SET \"{p.Column}\" = {{1}} WHERE t.\"{p.Column}\" = {{2}} AND {Free(p)} AND {p.Key} IN (SELECT key FROM merged_rows WHERE merge_id = {{0}} AND side = 'from' AND place = '{p.Place}')", cancel, merge.Id.Value, merge.FromId.Value, with.Value);
        }
        // Merges above, which took them along, must not take them again. Those below have lent them, and still want them back.
        foreach (var above in aboveAll)
            await Run("DELETE FROM merged_rows WHERE merge_id = {1} AND EXISTS (SELECT 1 FROM merged_rows m WHERE m.merge_id = {0} AND m.side = 'from' AND m.place = merged_rows.place AND m.key = merged_rows.key)", cancel, merge.Id.Value, above.Id.Value);
    }

    /// <summary>Gives these rows of one table, and in every other table what belongs to the same conversation.</summary>
    public async Task Give(string table, IReadOnlyCollection<Guid> ids, CustomerId from, CustomerId to, CancellationToken cancel)
    {
        foreach (var id in ids)
        {
            foreach (var p in pointers.Where(p => p.Table == table))
                await Run($"UPDATE \"{p.Table}\" AS t SET \"{p.Column}\" = {{1}} WHERE t.\"{p.Column}\" = {{2}} AND id = {{0}}", cancel, id, to.Value, from.Value);
            foreach (var p in pointers.Where(p => table == "conversations" && p.Table != table && HasConversation(p.Table)))
                await Run($"UPDATE \"{p.Table}\" AS t SET \"{p.Column}\" = {{1}} WHERE t.\"{p.Column}\" = {{2}} AND {Free(p)} AND conversation_id = {{0}}", cancel, id, to.Value, from.Value);
        }
    }

    bool HasConversation(string table) => db.Model.GetEntityTypes().Where(e => e.GetTableName() == table).SelectMany(e => e.GetProperties()).Any(c => c.GetColumnName() == "conversation_id");

    /// <summary>The merges that took whoever this one went into farther.</summary>
    async Task<List<Merge>> Above(Merge merge, CancellationToken cancel)
    {
        List<Merge> all = [];
        for (var into = merge.IntoId; await db.Merges.AsNoTracking().SingleOrDefaultAsync(m => m.FromId == into && m.UndoneAt == null, cancel) is { } above; into = above.IntoId) all.Add(above);
        return all;
    }

    /// <summary>{1}, and so many more from {3} on, have no row yet where there may be only one.</summary>
    string Free(PointingColumn p, int more = 0)
    {
        var who = string.Join(", ", Enumerable.Range(3, more).Prepend(1).Select(i => $"{{{i}}}"));

        var taken = uniques[p.Place].Select(u => $"EXISTS (SELECT 1 FROM (SELECT * FROM \"{p.Table}\"{(u.Only is null ? "" : " WHERE " + u.Only)}) o WHERE o.\"{p.Column}\" IN ({who}){string.Concat(u.Others.Select(c => $" AND o.\"{c}\" = t.\"{c}\""))})").ToList();
        return taken.Count == 0 ? "{1} = {1}" : $"NOT ({string.Join(" OR ", taken)})";
    }

    Task<int> Run(string sql, CancellationToken cancel, params Guid[] ids) =>
#pragma warning disable EF1002 // names from our own model
        db.Database.ExecuteSqlRawAsync(sql, ids.Select(id => db.Raw(id)), cancel);
#pragma warning restore EF1002
}
