using System.Globalization;

namespace Rapport.Foundation;

/// <summary>An amount in the smallest unit of its currency, so that sums are exact. Amounts of two currencies never mix.</summary>
public readonly record struct Money(long Minor, string Currency)
{
    public static Money None(string currency) => new(0, currency);

    public static Money operator +(Money a, Money b) => new(checked(a.Minor + Same(a, b)), a.Currency);

    public static Money operator -(Money a, Money b) => new(checked(a.Minor - Same(a, b)), a.Currency);

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    /// <summary>Three capital letters, as ISO 4217 has them.</summary>
    public static bool IsCurrency(string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetterUpper);

    /// <summary>“$8”, “$8.50”, “€12”, “12 CHF”, “900 JPY”.</summary>
    public override string ToString()
    {
        var whole = Digits == 0 || Minor % 100 == 0;
        var number = (Digits == 0 ? Math.Abs(Minor) : Math.Abs(Minor) / 100m).ToString(whole ? "#,0" : "#,0.00", CultureInfo.InvariantCulture);
        var sign = Minor < 0 ? "−" : "";
        return Currency switch { "USD" => $"{sign}${number}", "EUR" => $"{sign}€{number}", "GBP" => $"{sign}£{number}", _ => $"{sign}{number} {Currency}" };
    }

    int Digits => Currency is "JPY" or "KRW" or "VND" or "CLP" or "ISK" ? 0 : 2;

    static long Same(Money a, Money b) =>
        a.Currency == b.Currency ? b.Minor : throw new InvalidOperationException($"{a} and {b} are in two currencies.");
}
