using System.Text.Json;

namespace Rapport.Roles.Maps;

/// <summary>A map that comes with the program, from one trade, for a lead to copy and make their own.</summary>
public sealed record ShippedMap(string Key, string Name, string Trade, IReadOnlyList<MapStep> Steps)
{
    static readonly Lazy<IReadOnlyList<ShippedMap>> all = new(Read);

    public static IReadOnlyList<ShippedMap> All => all.Value;

    public static ShippedMap? Find(string? key) => All.FirstOrDefault(m => m.Key == key);

    static List<ShippedMap> Read()
    {
        using var stream = typeof(ShippedMap).Assembly.GetManifestResourceStream("maps.json")!;
        return JsonSerializer.Deserialize<List<ShippedMap>>(stream, MapStep.Json)!;
    }
}
