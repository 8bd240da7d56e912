using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Rapport.Foundation;

/// <summary>An identity that cannot be mistaken for another kind of thing's identity. Version 7, so newer sorts after older.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

public static class Ids
{
    public static TId New<TId>() where TId : struct, IId<TId> => TId.From(Guid.CreateVersion7());

    public static bool TryParse<TId>(string? text, out TId id) where TId : struct, IId<TId>
    {
        var ok = Guid.TryParse(text, out var value);
        id = TId.From(value);
        return ok;
    }

    public static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));
}

/// <summary>A typed id in PostgreSQL's own uuid.</summary>
public sealed class IdColumn<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => From(value)) where TId : struct, IId<TId>
{
    static TId From(Guid value) => TId.From(value);
}

/// <summary>A typed id as 16 bytes in SQLite, big-endian so that version 7 keeps its order in an index.</summary>
public sealed class IdBytes<TId>() : ValueConverter<TId, byte[]>(id => id.Value.ToByteArray(true), value => From(value)) where TId : struct, IId<TId>
{
    static TId From(byte[] value) => TId.From(new Guid(value, bigEndian: true));
}

/// <summary>A plain Guid as 16 bytes in SQLite.</summary>
public sealed class GuidBytes() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), value => new Guid(value, true));

public sealed class IdJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => Ids.IsId(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    sealed class Of<TId> : JsonConverter<TId> where TId : struct, IId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TId.From(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
