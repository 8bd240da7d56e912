using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Rapport.Roles.Charters;

namespace Rapport.Roles;

/// <summary>What may be given has a few members and no others: one that has no place (<c>xp</c>, <c>level</c>, whatever comes next) is refused by its name, not passed over.</summary>
static class Places
{
    /// <summary>What has no place, and what has one beside it; <c>OnDuty</c>: it is a behavior among what must be done.</summary>
    public sealed record Place(string Where, IReadOnlyList<string> Known, bool OnDuty);

    /// <param name="part">What came.</param>
    /// <param name="shape">What can be read of it.</param>
    /// <param name="isGiven">Whether it is about what may be given; else only the behaviors in it are.</param>
    public static Place? Unknown(JsonElement part, JsonTypeInfo shape, bool isGiven) => Unknown(part, "", shape, isGiven);

    static Place? Unknown(JsonElement part, string at, JsonTypeInfo shape, bool isGiven)
    {
        if (part.ValueKind is JsonValueKind.Array && shape is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } each })
            return part.EnumerateArray().Select((item, i) => Unknown(item, $"{at}[{i}]", shape.Options.GetTypeInfo(each), isGiven)).FirstOrDefault(found => found is not null);
        if (part.ValueKind is not JsonValueKind.Object || shape.Kind is not JsonTypeInfoKind.Object) return null;
        isGiven |= shape.Type == typeof(WriteCharter.BehaviorInput);
        foreach (var member in part.EnumerateObject())
        {
            var where = at.Length == 0 ? member.Name : $"{at}.{member.Name}";
            var known = shape.Properties.FirstOrDefault(p => string.Equals(p.Name, member.Name, StringComparison.OrdinalIgnoreCase));
            if (known is null && Says(member.Value) && (isGiven || Obligation.IsAboutBehavior(member))) return new(where, [.. shape.Properties.Select(p => p.Name)], OnDuty: !isGiven);
            if (known is not null && Unknown(member.Value, where, shape.Options.GetTypeInfo(known.PropertyType), isGiven) is { } deeper) return deeper;
        }
        return null;
    }

    static bool Says(JsonElement value) => value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
}
