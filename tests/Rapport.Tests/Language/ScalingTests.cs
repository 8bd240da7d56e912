using Rapport.Language.Training;

namespace Rapport.Tests.Language;

/// <summary>Where F1 is best on what was held out.</summary>
[Trait("Proves", "E141")]
public class ScalingTests
{
    static float Chance(float logit) => 1 / (1 + MathF.Exp(-logit));

    /// <summary>So many that are there above a logit, and as many that are not, spread below it.</summary>
    static IEnumerable<HeldOut> Hand(int fold, int times, float border) =>
        Enumerable.Range(0, 20 * times).SelectMany(i => new HeldOut[] { new(border + i % 20 * 0.1f, true, Fold: fold), new(border - 0.1f - i % 20 * 0.1f, false, Fold: fold) });

    [Fact]
    public void Each_hand_counts_alike_however_much_it_wrote()
    {
        var alike = Scaling.BestF1([.. Hand(0, 1, 2), .. Hand(1, 1, 0), .. Hand(2, 1, 0)], Chance);
        var much = Scaling.BestF1([.. Hand(0, 20, 2), .. Hand(1, 1, 0), .. Hand(2, 1, 0)], Chance);

        Assert.Equal(alike, much, 3);
        Assert.InRange(much, Chance(-0.1f), Chance(0.5f));
    }

    [Fact]
    public void A_fold_in_which_it_is_hardly_there_says_nothing()
    {
        var without = Scaling.BestF1([.. Hand(0, 1, 1)], Chance);
        var with = Scaling.BestF1([.. Hand(0, 1, 1), .. Hand(1, 1, 6).Where(h => h.True).Take(Folds.Enough - 1), .. Hand(1, 1, 6).Where(h => !h.True)], Chance);

        Assert.Equal(without, with, 3);
    }

    [Fact]
    public void Where_no_fold_says_enough_all_are_one()
    {
        HeldOut[] few = [new(3, true, Fold: 0), new(2, true, Fold: 1), new(-2, false, Fold: 0), new(-3, false, Fold: 1)];
        Assert.InRange(Scaling.BestF1(few, Chance), Chance(-1.9f), Chance(3));
        Assert.Equal(0.5f, Scaling.BestF1([], Chance));
    }

    [Fact]
    public void What_was_chosen_is_of_no_day_and_each_day_is_a_fold()
    {
        HeldOut[] held = [new(3, true, Fold: 7), new(2, true, Fold: 7, Day: "b"), new(1, false, Fold: 7, Day: "a"), new(0, true, Fold: 2, Day: "b")];

        var days = Scaling.InDays(held);

        Assert.Equal([2, 1, 0], days.Select(h => h.Logit));
        Assert.Equal(days[0].Fold, days[2].Fold);
        Assert.NotEqual(days[0].Fold, days[1].Fold);
        Assert.Empty(Scaling.InDays(held[..1]));
    }
}
