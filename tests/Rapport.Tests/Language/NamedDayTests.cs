using Rapport.Language.Customer;

namespace Rapport.Tests.Language;

[Trait("Proves", "E172")]
public sealed class NamedDayTests
{
    static readonly DateOnly wednesday = new(2026, 11, 25);

    [Theory]
    [InlineData("my dog Max turns ten on Saturday", "2026-11-28")]
    [InlineData("the party is on Wednesday", "2026-12-02")]
    [InlineData("tomorrow is our anniversary", "2026-11-26")]
    [InlineData("we fly the day after tomorrow", "2026-11-27")]
    [InlineData("her recital is tonight", "2026-11-25")]
    [InlineData("the wedding is on the 12th", "2026-12-12")]
    [InlineData("we marry on May 4th", "2027-05-04")]
    [InlineData("born on the 29th of February", "2028-02-29")]
    [InlineData("baby due in two weeks", "2026-12-09")]
    [InlineData("moving in 3 days", "2026-11-28")]
    public void A_day_that_is_named_is_found(string words, string day) => Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), NamedDay.In(words, wednesday));

    [Theory]
    [InlineData("next Friday is my birthday")]
    [InlineData("he died last Monday")]
    [InlineData("two years ago on Sunday")]
    [InlineData("Saturday or Sunday suits us")]
    [InlineData("I have 12 cats")]
    [InlineData("we may move")]
    [InlineData("my dog Max")]
    [InlineData("on the 99th")]
    [InlineData("")]
    public void No_day_is_guessed(string words) => Assert.Null(NamedDay.In(words, wednesday));
}
