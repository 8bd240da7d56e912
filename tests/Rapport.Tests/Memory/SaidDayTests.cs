using NodaTime;
using Rapport.Memory;

namespace Rapport.Tests.Memory;

public class SaidDayTests
{
    /// <summary>A Sunday.</summary>
    static readonly LocalDate Said = new(2026, 11, 22);

    [Theory, Trait("Proves", "E172")]
    [InlineData("turning ten on Saturday", "2026-11-28")]
    [InlineData("Max turns ten tomorrow", "2026-11-23")]
    [InlineData("it is on Sunday", "2026-11-29")]
    [InlineData("the wedding is in three weeks", "2026-12-13")]
    [InlineData("leaves in 5 days", "2026-11-27")]
    [InlineData("born on 12 March 2019", "2019-03-12")]
    [InlineData("arrives 2026-12-01", "2026-12-01")]
    [InlineData("March 3rd, 2027", "2027-03-03")]
    [InlineData("Her birthday is the 12th of March", "--03-12")]
    [InlineData("Birthday: 29 February", "--02-29")]
    [InlineData("anniversary on Sep 9", "--09-09")]
    [InlineData("walks there every Sunday", "")]
    [InlineData("walks the coast path on Sundays", "")]
    [InlineData("Max, a chocolate Labrador", "")]
    [InlineData("may come in March", "")]
    [InlineData("buys 15 kg bags", "")]
    [InlineData("31 June", "")]
    public void Words_say_as_much_of_a_day_as_they_say(string words, string day) => Assert.Equal(day, SaidDay.In(words, Said)?.ToString() ?? "");

    /// <summary>What is counted down to on the table and what is kept in memory is the same day.</summary>
    [Theory, Trait("Proves", "E129"), Trait("Proves", "E172")]
    [InlineData("the day after tomorrow", "2026-11-24"), InlineData("it is on Sunday", "2026-11-29"), InlineData("today is her birthday", "2026-11-22"), InlineData("on Saturday’s trip", "2026-11-28")]
    [InlineData("next Saturday", ""), InlineData("next Sunday", "2026-11-29"), InlineData("on Friday next week", "2026-11-27"), InlineData("next week on Friday", "2026-11-27")]
    [InlineData("this past Saturday", ""), InlineData("the previous Saturday", ""), InlineData("last Saturday", ""), InlineData("the Saturday before last", ""), InlineData("turned ten on Saturday", ""), InlineData("a Saturday two weeks ago", ""), InlineData("since Saturday", "")]
    [InlineData("every Saturday", ""), InlineData("every other Saturday", ""), InlineData("most Saturdays", ""), InlineData("usually on Saturday", ""), InlineData("each Saturday", "")]
    [InlineData("the wedding is in three weeks", "2026-12-13"), InlineData("leaves in a week", "2026-11-29")]
    public void One_and_the_same_day_is_meant_wherever_it_is_read(string words, string day)
    {
        Assert.Equal(day, SaidDay.In(words, Said)?.ToString() ?? "");
        Assert.Equal(day, SaidDay.Coming(words, Said) is { } coming ? new SaidDay(coming, null).ToString() : "");
    }

    [Theory]
    [InlineData("on Friday next week", "2026-12-04"), InlineData("on Friday", "2026-11-27"), InlineData("next Friday", ""), InlineData("next Monday", "2026-11-30")]
    public void On_a_Monday_next_week_is_not_this_one(string words, string day) => Assert.Equal(day, SaidDay.In(words, new(2026, 11, 23))?.ToString() ?? "");

    [Fact, Trait("Proves", "E172")]
    public void A_birthday_without_a_year_comes_every_year()
    {
        var birthday = SaidDay.Parse("--02-29")!.Value;

        Assert.Null(birthday.Date);
        Assert.Equal(new LocalDate(2027, 2, 28), birthday.Next(new(2026, 11, 22)));
        Assert.Equal(new LocalDate(2028, 2, 29), birthday.Next(new(2027, 3, 1)));
    }

    [Theory]
    [InlineData("2026-11-28")]
    [InlineData("--03-12")]
    public void A_day_is_read_back_as_it_was_kept(string day) => Assert.Equal(day, SaidDay.Parse(day)?.ToString());

    [Fact]
    public void A_day_that_is_over_does_not_come_again() => Assert.Null(SaidDay.Parse("2026-11-20")!.Value.Next(Said));
}
