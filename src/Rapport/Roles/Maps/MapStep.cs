using System.Text.Json;
using System.Text.Json.Serialization;
using Rapport.Foundation;

namespace Rapport.Roles.Maps;

/// <summary>Who has their hands full during a step.</summary>
public enum Busy { Csr, Customer, Machine }

/// <summary>Whether a step settles something, or is between two people.</summary>
public enum StepKind { Transactional, Relational }

/// <summary>One step of a contact: who is busy with it, how long it usually takes, and what must be over before it begins.</summary>
[System.ComponentModel.DataAnnotations.Schema.NotMapped] // written whole, as text, with what it belongs to
public sealed record MapStep(string Key, string Name, Busy Busy, int Seconds, IReadOnlyList<string> After, StepKind Kind = StepKind.Transactional, bool Mandatory = false)
{
    public const int LongestStep = 24 * 60 * 60;

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = FactJson.Options.Encoder,
    };
}
