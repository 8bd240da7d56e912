using FsCheck;
using FsCheck.Fluent;
using Rapport.Statistics;
using Interval = Rapport.Statistics.Interval;

namespace Rapport.Tests.Statistics;

public class IntervalTests
{
    /// <summary>Newcombe 1998, Table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, .2553, .3662)]
    [InlineData(15, 148, .0624, .1605)]
    [InlineData(0, 20, .0000, .1611)]
    [InlineData(1, 29, .0061, .1718)]
    public void A_share_has_the_interval_that_is_published(int hits, int of, double low, double high)
    {
        var interval = new Share(hits, of).Interval;
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void Of_nothing_everything_is_possible() => Assert.Equal(new Interval(0, 1), new Share(0, 0).Interval);

    [Fact]
    public void An_interval_holds_its_share_and_stays_between_none_and_all() => Prop.ForAll(Gen.Choose(1, 5000).SelectMany(of => Gen.Choose(0, of).Select(hits => new Share(hits, of))).ToArbitrary(), share =>
        share.Interval.Low >= 0 && share.Interval.High <= 1 && share.Interval.Low <= share.Rate + 1e-12 && share.Interval.High >= share.Rate - 1e-12).QuickCheckThrowOnFailure();

    [Trait("Proves", "E133")]
    [Fact]
    public void Percents_add_up_to_a_hundred_and_none_is_off_by_one_or_more() => Prop.ForAll(Gen.Choose(0, 900).NonEmptyListOf().ToArbitrary(), counts =>
    {
        var percents = Share.Percents([.. counts]);
        var all = counts.Sum();
        return percents.Sum() == (all == 0 ? 0 : 100) && counts.Zip(percents).All(x => all == 0 || Math.Abs(x.Second - (100d * x.First / all)) < 1);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(6, 1, 6)] // 2 × 2^-6 = 3.1%: the whole range
    [InlineData(9, 2, 8)] // as in the tables of the sign test
    [InlineData(20, 6, 15)]
    [InlineData(50, 18, 33)]
    public void A_median_has_the_interval_of_its_order_statistics(int n, int low, int high)
    {
        var median = Median.Of(Enumerable.Range(1, n).Select(i => (double)i))!;
        Assert.Equal((n + 1) / 2d, median.Value);
        Assert.Equal(new Interval(low, high), median.Interval);
    }

    [Fact]
    public void Five_values_have_a_middle_and_no_interval()
    {
        var median = Median.Of([20, 5, 15, 30, 10])!;
        Assert.Equal(15, median.Value);
        Assert.Null(median.Interval);
        Assert.Null(Median.Of([]));
        Assert.NotNull(Median.Of(Enumerable.Range(0, 20_000).Select(i => (double)i))!.Interval);
    }
}
