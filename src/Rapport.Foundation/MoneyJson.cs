using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rapport.Foundation;

/// <summary><c>{"minor":800,"currency":"USD"}</c>, or as a person writes it: <c>"8.00 USD"</c>.</summary>
public sealed class MoneyJson : JsonConverter<Money>
{
    const string Wanted = """Give an amount like {"minor":800,"currency":"USD"} or "8.00 USD", in a currency that ISO 4217 has and with no more decimals than the currency has.""";
    const long Most = 100_000_000_00;

    /// <summary>“8 USD”, “8.50 usd”</summary>
    public static bool TryParse(string? text, out Money money)
    {
        money = default;
        if (text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var amount, var currency]) return false;
        var code = currency.ToUpperInvariant();
        if (!decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > Most || !Money.Fits(value, code)) return false;
        money = Money.Of(value, code);
        return IsSound(money);
    }

    /// <summary>As a person can write it again: “8.00 USD”, “900 JPY”.</summary>
    public static string Plain(Money money) => $"{money.Amount.ToString($"F{Money.DecimalsOf(money.Currency)}", CultureInfo.InvariantCulture)} {money.Currency}";

    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String) return TryParse(reader.GetString(), out var money) ? money : throw new JsonException(Wanted);
        if (reader.TokenType is not JsonTokenType.StartObject) throw new JsonException(Wanted);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.TryGetProperty("minor", out var minor) && minor.ValueKind is JsonValueKind.Number && minor.TryGetInt64(out var amount)
            && document.RootElement.TryGetProperty("currency", out var currency) && currency.ValueKind is JsonValueKind.String && new Money(amount, currency.GetString()!) is var sound && IsSound(sound)
            ? sound
            : throw new JsonException(Wanted);
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("minor", value.Minor);
        writer.WriteString("currency", value.Currency);
        writer.WriteEndObject();
    }

    static bool IsSound(Money money) => money.Minor is >= 0 and <= Most && Money.IsCurrency(money.Currency);
}
