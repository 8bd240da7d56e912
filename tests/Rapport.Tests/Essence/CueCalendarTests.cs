using NodaTime;
using Rapport.Essence.Cues;
using Rapport.Language;
using Rapport.Memory;

namespace Rapport.Tests.Essence;

/// <summary>A day that is still to come, or none.</summary>
[Trait("Proves", "E129")]
public class CueCalendarTests
{
    /// <summary>A Sunday.</summary>
    static readonly LocalDate Said = new(2026, 11, 22);

    [Theory]
    [InlineData("turning ten on Saturday", "2026-11-28"), InlineData("this Wednesday", "2026-11-25"), InlineData("it is on Sunday", "2026-11-29"), InlineData("on Saturday’s trip", "2026-11-28")]
    [InlineData("tomorrow", "2026-11-23"), InlineData("the day after tomorrow", "2026-11-24"), InlineData("she turned ten today", "2026-11-22")]
    [InlineData("her party was great, and the next is on saturday", "")]
    [InlineData("last Saturday", ""), InlineData("this past Saturday", ""), InlineData("a Saturday two weeks ago", ""), InlineData("he turned ten on Saturday", ""), InlineData("it was Saturday", ""), InlineData("since Saturday", ""), InlineData("the Saturday before last", "")]
    [InlineData("every Saturday", ""), InlineData("every other Saturday", ""), InlineData("each Saturday", ""), InlineData("on Saturdays", ""), InlineData("usually on Saturday", "")]
    [InlineData("next Saturday", ""), InlineData("just turned ten", "")]
    public void Only_a_day_that_comes_is_counted_down_to(string words, string day) => Assert.Equal(day, SaidDay.Coming(words, Said) is { } found ? NodaTime.Text.LocalDatePattern.Iso.Format(found) : "");

    [Theory]
    [InlineData("turned ten last Saturday", true), InlineData("It was his birthday yesterday", true), InlineData("the wedding was on Saturday", true), InlineData("a week ago", true)]
    [InlineData("just turned ten", false), InlineData("turning ten on Saturday", false), InlineData("a party at half past three on Saturday", false), InlineData("brunch every Saturday", false)]
    public void What_was_is_known_to_be_over(string words, bool over) => Assert.Equal(over, SaidDay.IsOver(words));

    [Theory]
    [InlineData("Ha! He's turning ten on Saturday, so I suppose it counts as an early party.", true, true)]
    [InlineData("Ha! He turned ten last Saturday, so I suppose it counts as a late party.", false, false)]
    [InlineData("We walk our dog on the beach every Saturday.", false, true)]
    public void A_cue_says_a_coming_day_only_where_there_is_one(string words, bool comes, bool any)
    {
        using var openings = new Openings(Recognizer.Load());
        var now = Said.At(new(9, 0)).InUtc().ToInstant();

        var cues = openings.Of(new([new(words, true, now)], [], "An order", "Ruth", null, null, null, now, DateTimeZone.Utc), Shelf.Empty, DenyList.BuiltIn);

        Assert.Equal(comes, cues.Any(c => c.Source.Contains("that is in", StringComparison.Ordinal)));
        Assert.Equal(any, cues.Any(c => c.Kind is CueKind.Said));
    }
}
