namespace Rapport.Roles.Maps;

/// <summary>What one should know about a map before one builds on it. Nothing here is about a person.</summary>
public sealed record MapLint(string Code, string Words)
{
    /// <param name="map">The map.</param>
    /// <param name="type">The kind of matter it draws, whose steps it should have.</param>
    /// <param name="example">The example it began as.</param>
    public static IReadOnlyList<MapLint> Of(TouchpointMap map, ContactType? type = null, ShippedMap? example = null)
    {
        var said = new List<MapLint>();
        var has = map.Steps.Where(s => s.Mandatory).Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        if (map.Steps.All(s => s.Kind is StepKind.Transactional)) said.Add(new("wholly-transactional", "This map is wholly transactional: every step settles something, and none is between two people."));
        if (map.Windows.Count == 0) said.Add(new("no-window", "There is no window: whoever serves is busy from the beginning to the end, so every exchange makes it longer."));
        if (type is not null)
        {
            said.AddRange(type.Steps.Where(s => !has.Contains(s.Key)).Select(s => new MapLint("step-missing", $"A mandatory step is missing: “{s.Name}” must be done for “{type.Name}”, and is not in the map as something that must.")));
            var known = type.Steps.Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
            said.AddRange(map.Steps.Where(s => s.Mandatory && !known.Contains(s.Key)).Select(s => new MapLint("step-unknown", $"“{s.Name}” must be done here, and “{type.Name}” has no such step.")));
        }
        else if (example is not null)
            said.AddRange(example.Steps.Where(s => s.Mandatory && !has.Contains(s.Key)).Select(s => new MapLint("step-missing", $"A mandatory step is missing: “{s.Name}” must be done in the example “{example.Name}”, and is not in this map as something that must.")));
        return said;
    }

    /// <summary>“45 s”, “2 min 5 s”, “1 h 20 min”</summary>
    public static string Spell(int seconds) => seconds switch
    {
        < 60 => $"{seconds} s",
        < 3600 when seconds % 60 == 0 => $"{seconds / 60} min",
        < 3600 => $"{seconds / 60} min {seconds % 60} s",
        _ when seconds % 3600 < 60 => $"{seconds / 3600} h",
        _ => $"{seconds / 3600} h {seconds % 3600 / 60} min",
    };
}
