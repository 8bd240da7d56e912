using Rapport.Statistics;

namespace Rapport.Tests.Statistics;

[Trait("Proves", "E118")]
public class GainTests
{
    /// <summary>Newcombe 1998, Table II, method 10, the example of 56/70 and 48/80 and two of its others.</summary>
    [Theory]
    [InlineData(48, 80, 56, 70, .2000, .0524, .3339)]
    [InlineData(3, 10, 9, 10, .6000, .1705, .8090)]
    [InlineData(0, 10, 10, 10, 1.0000, .6075, 1.0000)]
    public void The_gain_from_one_share_to_another_has_the_interval_that_is_published(int before, int of, int after, int ofAfter, double value, double low, double high)
    {
        var gain = Gain.Between(new(before, of), new(after, ofAfter));
        Assert.Equal(value, gain.Value, 4);
        Assert.Equal(low, gain.Interval.Low, 4);
        Assert.Equal(high, gain.Interval.High, 4);
    }

    /// <summary>Student 1908: the hours of sleep that ten patients gained by one drug more than by the other.</summary>
    [Fact]
    public void The_mean_gain_of_pairs_has_the_interval_of_Students_own_example()
    {
        var gain = Gain.OfPairs([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])!;
        Assert.Equal(1.58, gain.Value, 10);
        Assert.Equal(0.7001, gain.Interval.Low, 4);
        Assert.Equal(2.4599, gain.Interval.High, 4);
        Assert.Null(Gain.OfPairs([0.2]));
    }

    [Theory]
    [InlineData(1, 12.706), InlineData(2, 4.303), InlineData(4, 2.776), InlineData(5, 2.571), InlineData(9, 2.262), InlineData(30, 2.042), InlineData(120, 1.980)]
    public void The_quantile_is_that_of_the_table(int degrees, double quantile) => Assert.Equal(quantile, Gain.StudentQuantile(degrees), 3);

    /// <summary>By hand: 0.1, 0.2 and 0.3 have the mean 0.2 and the deviation 0.1; 4.303 × 0.1 / √3 = 0.2484.</summary>
    [Fact]
    public void Three_pairs_are_as_one_counts_them_by_hand()
    {
        var gain = Gain.OfPairs([0.1, 0.2, 0.3])!;
        Assert.Equal((-0.0484, 0.4484), (Math.Round(gain.Interval.Low, 4), Math.Round(gain.Interval.High, 4)));
    }
}
