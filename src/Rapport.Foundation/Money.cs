using System.Globalization;

namespace Rapport.Foundation;

/// <summary>An amount in the smallest unit of its currency, so that sums are exact. Amounts of two currencies never mix.</summary>
public readonly record struct Money(long Minor, string Currency)
{
    /// <summary>In whole units, as people write it: 8.5 dollars, 900 yen.</summary>
    public decimal Amount => Minor / UnitOf(Currency);

    public static Money None(string currency) => new(0, currency);

    /// <summary>What people write, 8.50, in a currency that has so many decimals.</summary>
    public static Money Of(decimal amount, string currency)
    {
        Refusal.If(!Fits(amount, currency), $"{amount.ToString(CultureInfo.InvariantCulture)} {currency} can't be: amounts in {currency} have {DecimalsOf(currency) switch { 0 => "no decimals", 2 => "two decimals at most", _ => "three decimals at most" }}.", "too-many-decimals");
        return new((long)(amount * UnitOf(currency)), currency);
    }

    public static bool Fits(decimal amount, string currency) => decimal.Round(amount, DecimalsOf(currency)) == amount;

    public static Money operator +(Money a, Money b) => new(checked(a.Minor + Same(a, b)), a.Currency);

    public static Money operator -(Money a, Money b) => new(checked(a.Minor - Same(a, b)), a.Currency);

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    /// <summary>Three capital letters, as ISO 4217 has them.</summary>
    public static bool IsCurrency(string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetterUpper);

    /// <summary>How many digits stand behind the point, as ISO 4217 has it.</summary>
    public static int DecimalsOf(string currency) => currency switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "UYI" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        _ => 2,
    };

    /// <summary>“$8”, “$8.50”, “€12”, “12 CHF”, “900 JPY”, “1.250 KWD”.</summary>
    public override string ToString()
    {
        var amount = Math.Abs(Amount);
        var number = amount.ToString(amount == decimal.Truncate(amount) ? "N0" : $"N{DecimalsOf(Currency)}", CultureInfo.InvariantCulture);
        var sign = Minor < 0 ? "−" : "";
        return Currency switch { "USD" => $"{sign}${number}", "EUR" => $"{sign}€{number}", "GBP" => $"{sign}£{number}", _ => $"{sign}{number} {Currency}" };
    }

    /// <summary>How many of the smallest unit make a whole one.</summary>
    static decimal UnitOf(string currency) => DecimalsOf(currency) switch { 0 => 1, 2 => 100, _ => 1000 };

    static long Same(Money a, Money b) =>
        a.Currency == b.Currency ? b.Minor : throw new InvalidOperationException($"{a} and {b} are in two currencies.");
}
