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

    public const string CurrencyWanted = "A currency is three capital letters that ISO 4217 has, like USD.";

    // Listed here, because the program runs without what the machine knows of countries.
    static readonly HashSet<string> Currencies = new(StringComparer.Ordinal)
    {
        "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD",
        "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD",
        "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT",
        "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR",
        "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP",
        "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYI", "UYU", "UZS", "VED", "VES", "VND", "VUV", "WST", "XAF",
        "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
    };

    /// <summary>One that ISO 4217 has, in capital letters: a slip of the pen would be money of its own, which nothing else can be added to.</summary>
    public static bool IsCurrency(string? code) => code is not null && Currencies.Contains(code);

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
