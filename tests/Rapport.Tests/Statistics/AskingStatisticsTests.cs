using Rapport.Statistics;

namespace Rapport.Tests.Statistics;

public class AskingStatisticsTests
{
    /// <summary>J. M. Bland and D. G. Altman, “The odds ratio”, BMJ 320 (2000), 1468: hay fever in children with and without eczema.</summary>
    [Fact, Trait("Proves", "E176")]
    public void The_odds_ratio_is_the_published_one()
    {
        var odds = OddsRatio.Of(new(141, 141 + 420), new(928, 928 + 13525))!;

        Assert.Equal(4.89, odds.Value, 2);
        Assert.Equal(4.00, odds.Interval.Low, 2);
        Assert.Equal(5.99, odds.Interval.High, 2);
        Assert.Equal(15014, odds.N);
    }

    /// <summary>Smokers among men with and without cancer of the lung: R. Doll and A. B. Hill, British Medical Journal 2 (1950), 739–748, table IV.</summary>
    [Fact, Trait("Proves", "E176")]
    public void The_odds_ratio_of_the_classic_table_is_fourteen()
    {
        var odds = OddsRatio.Of(new(647, 649), new(622, 649))!;

        Assert.Equal(14.04, odds.Value, 2);
        Assert.Equal(3.33, odds.Interval.Low, 2);
        Assert.Equal(59.30, odds.Interval.High, 1);
    }

    [Fact, Trait("Proves", "E176")]
    public void With_an_empty_cell_a_half_is_added_to_each_and_of_nobody_nothing_is_said()
    {
        // (10.5 × 8.5) / (0.5 × 2.5), by hand.
        Assert.Equal(71.4, OddsRatio.Of(new(10, 10), new(2, 10))!.Value, 6);
        Assert.Null(OddsRatio.Of(new(0, 0), new(2, 10)));
    }

    /// <summary>Kidney stones: C. R. Charig and others, BMJ 292 (1986), 879; as the paradox in S. A. Julious and M. A. Mullee, BMJ 309 (1994), 1480. Open surgery did better with small and with large stones, and worse in all.</summary>
    [Fact, Trait("Proves", "E163")]
    public void Within_those_who_are_alike_the_published_paradox_is_solved()
    {
        var cases = Cases((0, true, 81, 87), (0, false, 234, 270), (1, true, 192, 263), (1, false, 55, 80));

        Assert.True(Rate(cases, true) < Rate(cases, false));
        var within = Difference.Within(cases)!;
        // By hand, with the weights 87 × 270 / 357 and 263 × 80 / 343.
        Assert.Equal(0.0538, within.Value, 4);
        Assert.Equal(700, within.N);
    }

    /// <summary>Who was let in at Berkeley: P. J. Bickel, E. A. Hammel and J. W. O'Connell, Science 187 (1975), 398–404; the six largest departments as in D. Freedman, R. Pisani and R. Purves, “Statistics” (1978).</summary>
    [Fact, Trait("Proves", "E163")]
    public void Within_the_departments_women_were_let_in_as_often_as_men()
    {
        var cases = Cases((0, true, 89, 108), (0, false, 512, 825), (1, true, 17, 25), (1, false, 353, 560), (2, true, 202, 593), (2, false, 120, 325), (3, true, 131, 375), (3, false, 138, 417), (4, true, 94, 393), (4, false, 53, 191), (5, true, 24, 341), (5, false, 22, 373));

        Assert.InRange(Rate(cases, false) - Rate(cases, true), 0.14, 0.15);
        var within = Difference.Within(cases)!;
        Assert.InRange(within.Value, 0, 0.05);
        Assert.True(within.Interval.Low < 0.02, $"{within}");
    }

    static double Rate(List<Case> cases, bool exposed) => cases.Where(c => c.Exposed == exposed).Average(c => c.Hit ? 1d : 0);

    static List<Case> Cases(params (int Stratum, bool Exposed, int Hits, int Of)[] cells)
    {
        var cases = new List<Case>();
        foreach (var (stratum, exposed, hits, of) in cells)
            for (var i = 0; i < of; i++) cases.Add(new(stratum, exposed, i < hits, cases.Count));
        return cases;
    }

    [Theory, Trait("Proves", "E166")]
    [InlineData(20), InlineData(60), InlineData(150)]
    public void A_planted_half_life_is_found_again_and_its_interval_is_honest(int planted)
    {
        const int Towns = 400;
        var within = 0;
        for (var seed = 0; seed < Towns; seed++)
        {
            var half = HalfLife.Of(Town(planted, 200, new Random(seed)))!;
            if (half.Interval.Low <= planted && planted <= half.Interval.High) within++;
            Assert.InRange(half.Days, half.Interval.Low, half.Interval.High);
        }
        // Of 400 intervals of 95%, chance alone leaves 366 to 392 that hold it, all but one time in a thousand.
        Assert.InRange(within, 366, 394);
    }

    [Theory, Trait("Proves", "E166")]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void With_many_answers_the_half_life_is_near_the_planted_one(int seed) => Assert.InRange(HalfLife.Of(Town(60, 20_000, new Random(seed)))!.Days, 57, 63);

    /// <summary>Of those asked at one time only, it can be written down: half remember after thirty days.</summary>
    [Fact, Trait("Proves", "E166")]
    public void Of_one_day_the_half_life_is_what_one_works_out_by_hand()
    {
        Assert.Equal(30, HalfLife.Of(Answers(30, 10, 10))!.Days, 6);
        Assert.Equal(90 / 2d, HalfLife.Of(Answers(90, 25, 75))!.Days, 6);
    }

    [Fact, Trait("Proves", "E166")]
    public void Where_all_remember_or_nobody_does_there_is_no_half_life()
    {
        Assert.Null(HalfLife.Of(Answers(30, 40, 0)));
        Assert.Null(HalfLife.Of(Answers(30, 0, 40)));
        Assert.Null(HalfLife.Of([]));
    }

    /// <summary>Asked were 100 on the chat, of whom 80 answered and 40 were pleased, and 100 by mail, of whom 20 answered and 2 were.</summary>
    [Fact, Trait("Proves", "E126")]
    public void A_share_is_weighed_as_one_does_it_by_hand()
    {
        var weighed = WeightedShare.Of([new("chat", 4, 100, 80, 80, 40), new("mail", 4, 100, 20, 20, 2)])!;

        Assert.Equal((0.5 * 0.5) + (0.5 * 0.1), weighed.Rate, 9);
        // Kish: (80 × 1.25 + 20 × 5)² / (80 × 1.25² + 20 × 5²)
        Assert.Equal(200d * 200 / 625, weighed.Effective, 9);
        Assert.True(weighed.Interval.Low < 0.3 && weighed.Interval.High > 0.3);
        Assert.Empty(weighed.Silent);
    }

    [Fact, Trait("Proves", "E126")]
    public void Who_was_drawn_with_another_chance_counts_for_as_many_as_they_stand_for()
    {
        // One in four said yes, one in one said no: the first stands for four.
        Assert.Equal(0.8, WeightedShare.Of([new("chat", 4, 10, 10, 10, 10), new("chat", 1, 10, 10, 10, 0)])!.Rate, 9);
    }

    [Fact, Trait("Proves", "E126")]
    public void Where_nobody_answered_nothing_is_made_up()
    {
        Assert.Null(WeightedShare.Of([new("mail", 4, 10, 0, 0, 0)]));
        var half = WeightedShare.Of([new("chat", 4, 10, 10, 10, 5), new("mail", 4, 10, 0, 0, 0)])!;
        Assert.Equal(0.5, half.Rate, 9);
        Assert.Equal(["mail"], half.Silent);
    }

    static List<Recalled> Town(double halfLife, int people, Random random) =>
        [.. Enumerable.Range(0, people).Select(i => i % 2 == 0 ? 30d : 90d).Select(days => new Recalled(days, random.NextDouble() < Math.Pow(2, -days / halfLife)))];

    static IEnumerable<Recalled> Answers(double days, int remember, int forgot) => Enumerable.Repeat(new Recalled(days, true), remember).Concat(Enumerable.Repeat(new Recalled(days, false), forgot));
}
