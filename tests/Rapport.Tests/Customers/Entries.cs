using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Foundation;

namespace Rapport.Tests.Customers;

/// <summary>Entries of customers, put together and taken apart over HTTP.</summary>
static class Entries
{
    public static async Task<Guid> Customer(this TestDesk desk, string name, string? email = null, string? phone = null) =>
        (await desk.Owner.Post("/api/v1/customers", new { name, email, phone })).GetProperty("id").GetGuid();

    public static async Task<Guid> Merge(this HttpClient who, Guid from, Guid into, string? because = null) =>
        (await who.Post($"/api/v1/customers/{into}/merges", new { from, because })).GetProperty("id").GetGuid();

    public static Task<JsonElement> Unmerge(this HttpClient who, Guid customer, Guid merge, object? given = null) => who.Post($"/api/v1/customers/{customer}/merges/{merge}/undoing", given);

    /// <summary>Every row of every table that speaks of a customer, as text, without what merging itself notes.</summary>
    public static Task<SortedDictionary<string, string[]>> Everything(this TestDesk desk) => desk.InDatabase(async db =>
    {
        string[] ofMerging = ["merges", "merged_rows", "likenesses", "own_pages", "log", "erasures", "errands", "first_answers", "keys", "files", "own_consents"];
        var all = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var table in db.Model.GetEntityTypes().Where(e => e.GetTableName() is { } t && !ofMerging.Contains(t)))
        {
            var columns = table.GetProperties().Where(p => !(table.GetTableName() == "search_entries" && p.Name == "Id")).Select(p => (Column: p.GetColumnName(), p)).OrderBy(c => c.Column, StringComparer.Ordinal).ToList();
            var text = string.Join(" || '¦' || ", columns.Select(c => $"COALESCE({Text(db, c.Column, c.p)}, '-')"));
#pragma warning disable EF1002 // names of our own model
            all[table.GetTableName()!] = [.. (await db.Database.SqlQueryRaw<string>($"SELECT {text} AS \"Value\" FROM \"{table.GetTableName()}\"").ToListAsync()).Order(StringComparer.Ordinal)];
#pragma warning restore EF1002
        }
        return all;
    });

    static string Text(RapportDb db, string column, IProperty property) =>
        !db.Database.IsNpgsql() && (property.ClrType == typeof(Guid) || property.ClrType == typeof(Guid?) || Rapport.Foundation.Ids.IsId(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType)) ? $"lower(hex(\"{column}\"))" : $"CAST(\"{column}\" AS text)";

    public static void Same(SortedDictionary<string, string[]> expected, SortedDictionary<string, string[]> actual)
    {
        foreach (var (table, rows) in expected) Assert.True(rows.SequenceEqual(actual[table]), $"{table} differs:\n- {string.Join("\n- ", rows.Except(actual[table]))}\n+ {string.Join("\n+ ", actual[table].Except(rows))}");
    }

    /// <summary>What still points at them and could have moved: a row of which there may be one stays where both have one.</summary>
    public static Task<int> CountOfMoved(this TestDesk desk, Guid customer) => desk.InDatabase(async db =>
        await db.Conversations.CountAsync(c => c.CustomerId == customer.Id()) + await db.Remembered.CountAsync(r => r.CustomerId == customer.Id()) + await db.Addresses.CountAsync(a => a.CustomerId == customer.Id()) + await db.Spends.CountAsync(s => s.CustomerId == customer.Id()));

    public static Task<long> CountAt(this TestDesk desk, Guid customer) => desk.InDatabase(async db =>
    {
        long count = 0;
        foreach (var p in Pointers.Of(db))
        {
            var id = db.Raw(customer);
#pragma warning disable EF1002, EF1003 // names of our own model
            count += (await db.Database.SqlQueryRaw<long>($"SELECT COUNT(*) AS \"Value\" FROM \"{p.Table}\" WHERE \"{p.Column}\" = {{0}}", id).ToListAsync())[0];
#pragma warning restore EF1002, EF1003
        }
        return count;
    });

    /// <summary>As a program that follows where it is sent.</summary>
    public static async Task<JsonElement> Get(this HttpClient who, string path, Guid followed)
    {
        using var answer = await who.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Contains(followed.ToString(), answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        return await who.Get(answer.Headers.Location.ToString());
    }

    public static CustomerId Id(this Guid id) => new(id);
}
