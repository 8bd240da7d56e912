using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Rapport.Foundation;

namespace Rapport.Customers.Merging;

/// <summary>A column that points at a customer, and what else tells one of its rows from another.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Column">The column.</param>
/// <param name="Key">The rest of the primary key, as one text.</param>
public sealed record PointingColumn(string Table, string Column, string Key)
{
    public string Place => $"{Table}.{Column}";

    /// <summary>There is one row a customer, so there is nothing to move: its room says what becomes of two.</summary>
    public bool IsAlone => Key.Length == 0;
}

/// <summary>
/// Every column that points at a customer, found from the model, so that a table which is added later is moved without anybody
/// thinking of it. A column that must not move says so beside its table, with the reason.
/// </summary>
public static class Pointers
{
    const string Stays = "Merging:Stays", Moves = "Merging:Moves";

    /// <summary>It goes on pointing at whom it pointed at, for this reason.</summary>
    public static PropertyBuilder<T> StaysWhenMerged<T>(this PropertyBuilder<T> property, string because)
    {
        property.Metadata.SetAnnotation(Stays, because);
        return property;
    }

    /// <summary>It holds a customer's id, although its type does not say so.</summary>
    public static PropertyBuilder<T> MovesWhenMerged<T>(this PropertyBuilder<T> property)
    {
        property.Metadata.SetAnnotation(Moves, true);
        return property;
    }

    public static IReadOnlyList<PointingColumn> Of(DbContext db) =>
        [.. db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null).SelectMany(e => e.GetProperties()).Where(p => PointsAtCustomer(p) && WhyItStays(p) is null).Select(p => Of(p, db.Database.IsNpgsql())).OrderBy(p => p.Place, StringComparer.Ordinal)];

    public static string? WhyItStays(IProperty property) => property.FindAnnotation(Stays)?.Value as string;

    public static bool PointsAtCustomer(IProperty property) =>
        property.FindAnnotation(Moves) is not null || ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(CustomerId) && !(property.DeclaringType.ClrType == typeof(Customer) && property.IsPrimaryKey()));

    static PointingColumn Of(IProperty property, bool postgres)
    {
        var entity = (IEntityType)property.DeclaringType;
        var keys = entity.FindPrimaryKey()!.Properties.Where(k => k != property).Select(k => Text(k, postgres));
        return new(entity.GetTableName()!, property.GetColumnName(), string.Join(" || '|' || ", keys));
    }

    static string Text(IProperty key, bool postgres)
    {
        var column = $"\"{key.GetColumnName()}\"";
        if (key.ClrType != typeof(Guid) && !Ids.IsId(key.ClrType)) return $"CAST({column} AS text)";
        return postgres ? $"replace(CAST({column} AS text), '-', '')" : $"lower(hex({column}))";
    }

    /// <summary>What an id looks like in a key.</summary>
    public static string InKey(Guid id) => id.ToString("N", CultureInfo.InvariantCulture);
}
