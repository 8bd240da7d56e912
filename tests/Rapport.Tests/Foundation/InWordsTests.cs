using NodaTime;
using Rapport.Foundation.Ui;

namespace Rapport.Tests.Foundation;

public sealed class InWordsTests
{
    static readonly DateTimeZone Amsterdam = DateTimeZoneProviders.Tzdb["Europe/Amsterdam"];
    static readonly Instant Noon = Instant.FromUtc(2026, 3, 4, 11, 0);

    [Theory]
    [InlineData(0, "12:00")]
    [InlineData(-12 * 60, "00:00")]
    [InlineData(-12 * 60 - 1, "yesterday 23:59")]
    [InlineData(13 * 60, "tomorrow 01:00")]
    [InlineData(-3 * 24 * 60, "1 Mar")]
    [InlineData(-200 * 24 * 60, "16 Aug 2025")]
    public void A_time_is_said_in_the_zone_of_whoever_reads(int minutes, string words) => Assert.Equal(words, InWords.When(Noon + Duration.FromMinutes(minutes), Noon, Amsterdam));

    /// <summary>At two in the morning of 29 March the clocks go forward: an hour by the clock face is no hour that somebody waited.</summary>
    [Fact]
    public void A_wait_over_a_change_of_the_clocks_is_as_long_as_it_was()
    {
        var asked = Instant.FromUtc(2026, 3, 29, 0, 30);
        Assert.Equal("01:30", InWords.Time(asked, Amsterdam));
        Assert.Equal("03:30", InWords.Time(asked + Duration.FromHours(1), Amsterdam));
        Assert.Equal("1 h 0 min", InWords.Lasted(asked + Duration.FromHours(1) - asked));
    }

    [Theory]
    [InlineData(59, "less than a minute")]
    [InlineData(60, "1 min")]
    [InlineData(3599, "59 min")]
    [InlineData(3900, "1 h 5 min")]
    [InlineData(86_400 + 7200, "1 day 2 h")]
    [InlineData(3 * 86_400, "3 days")]
    public void A_wait_is_said_as_one_would(int seconds, string words) => Assert.Equal(words, InWords.Lasted(Duration.FromSeconds(seconds)));

    [Theory]
    [InlineData("Ruth Adeyemi", "RA", "Ruth")]
    [InlineData("Wilhelmina Oosterhout-van der Berg", "WB", "Wilhelmina")]
    [InlineData("øyvind", "Ø", "øyvind")]
    [InlineData("ruth@example.org", "RO", "ruth@example.org")]
    [InlineData("", "?", "")]
    public void A_name_is_a_face_and_a_first_name(string name, string face, string first)
    {
        Assert.Equal(face, InWords.Initials(name));
        Assert.Equal(first, InWords.FirstName(name));
    }

    [Theory]
    [InlineData(1023, "1023 bytes")]
    [InlineData(2048, "2 KB")]
    [InlineData(26_214_400, "25.0 MB")]
    public void A_size_is_said_as_one_would(long bytes, string words) => Assert.Equal(words, InWords.Size(bytes));
}
