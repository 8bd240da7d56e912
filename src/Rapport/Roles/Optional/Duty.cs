using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Rapport.Roles;

/// <summary>
/// Words by which something must be done. The only way to them reads the words first and refuses those that demand what can only be given;
/// whatever is mandatory (a function, its standard, a step, a promise) takes a <see cref="Duty"/> and no text, so that a door which forgets to look does not compile.
/// </summary>
[JsonConverter(typeof(Duty.InJson))]
public readonly record struct Duty
{
    readonly string? words;

    Duty(string words) => this.words = words;

    /// <exception cref="Foundation.Refusal">The words demand a behavior.</exception>
    public static Duty Of(string where, string? words)
    {
        Obligation.RefuseAsFunction(where, words);
        return new(words?.Trim() ?? "");
    }

    /// <summary>What was promised to somebody by a time.</summary>
    public static Duty Promised(string words)
    {
        Obligation.RefuseAsPromise(words);
        return new(words.Trim());
    }

    public int Length => ToString().Length;

    /// <summary>Whether it still binds: what was written down before a behavior was known in it binds nobody.</summary>
    public bool Binds => Obligation.BehaviorIn(words) is null;

    public override string ToString() => words ?? "";

    public static implicit operator string(Duty duty) => duty.ToString();

    /// <summary>As it was kept.</summary>
    public sealed class InDatabase() : ValueConverter<Duty, string>(duty => duty.ToString(), text => new Duty(text));

    internal sealed class InJson : JsonConverter<Duty>
    {
        public override Duty Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Duty value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
