using System.Globalization;
using System.Text.Json;
using Rapport.Foundation;

namespace Rapport.Tests.Foundation;

public class MoneyTests
{
    [Fact]
    public void Money_of_two_currencies_never_mixes_and_is_said_as_people_say_it()
    {
        Assert.Equal(["$8", "$8.50", "−$3", "€1,200", "12 CHF", "900 JPY"], new Money[] { new(800, "USD"), new(850, "USD"), new(-300, "USD"), new(120_000, "EUR"), new(1200, "CHF"), new(900, "JPY") }.Select(m => m.ToString()));
        Assert.Equal(new Money(1150, "USD"), new Money(800, "USD") + new Money(350, "USD"));
        Assert.Throws<InvalidOperationException>(() => new Money(1, "USD") + new Money(1, "EUR"));
    }

    [Theory]
    [InlineData("2500", "JPY", 2500, "2,500 JPY", "2500 JPY")]
    [InlineData("8.5", "USD", 850, "$8.50", "8.50 USD")]
    [InlineData("8.00", "EUR", 800, "€8", "8.00 EUR")]
    [InlineData("1.25", "KWD", 1250, "1.250 KWD", "1.250 KWD")]
    [InlineData("3", "BHD", 3000, "3 BHD", "3.000 BHD")]
    [InlineData("500", "XOF", 500, "500 XOF", "500 XOF")]
    public void What_people_write_is_counted_in_the_smallest_unit_of_its_currency_and_said_back(string amount, string currency, long minor, string words, string plain)
    {
        var money = Money.Of(decimal.Parse(amount, CultureInfo.InvariantCulture), currency);

        Assert.Equal((minor, words, plain), (money.Minor, money.ToString(), MoneyJson.Plain(money)));
        Assert.True(MoneyJson.TryParse($"{amount} {currency.ToLowerInvariant()}", out var read));
        Assert.Equal(money, read);
        Assert.Equal(money, JsonSerializer.Deserialize<Money>(JsonSerializer.Serialize(money, FactJson.Options), FactJson.Options));
        Assert.True(MoneyJson.TryParse(plain, out var again));
        Assert.Equal(money, again);
    }

    [Theory]
    [InlineData("2.5", "JPY", "2.5 JPY can't be: amounts in JPY have no decimals.")]
    [InlineData("8.001", "USD", "8.001 USD can't be: amounts in USD have two decimals at most.")]
    [InlineData("1.2345", "TND", "1.2345 TND can't be: amounts in TND have three decimals at most.")]
    public void What_is_finer_than_its_currency_is_refused_in_words(string amount, string currency, string words)
    {
        Assert.Equal(words, Assert.Throws<Refusal>(() => Money.Of(decimal.Parse(amount, CultureInfo.InvariantCulture), currency)).Message);
        Assert.False(MoneyJson.TryParse($"{amount} {currency}", out _));
    }

    [Theory]
    [InlineData("XXQ")]
    [InlineData("usd")]
    [InlineData("US")]
    [InlineData(null)]
    public void What_ISO_4217_does_not_have_is_no_currency(string? code) => Assert.False(Money.IsCurrency(code));
}
