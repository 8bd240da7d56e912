using Rapport.Language.Training;

namespace Rapport.Tests.Language;

[Trait("Proves", "E141")]
public class FoldsTests
{
    static DeskExample Of(string id, string trade, string source = "") => new(id, trade, "", "Hello", [], []) { Source = source };

    static TrainingData Data(params DeskExample[] desk) => new(desk, [], [], [], [], Directions.None);

    [Fact]
    public void What_one_hand_wrote_is_held_out_together_and_so_is_what_people_wrote_elsewhere()
    {
        var folds = Folds.ByHand(Data(Of("w1-0001", "shop"), Of("w5-p001", "shop"), Of("w1-0002", "bank"), Of("w6-GA001", "shop", "goemotions"), Of("w6-HU001", "shop"), Of("0198-ab", "shop"), Of("a correction", "bank"), Of("w12-A001", "bank"), Of("w12-A002", "shop")));

        Assert.Equal(6, folds.Count);
        Assert.Equal(folds.Desk[0], folds.Desk[2]);
        Assert.Equal(folds.Desk[5], folds.Desk[6]);
        Assert.Equal(folds.Desk[7], folds.Desk[8]);
        Assert.Equal(6, folds.Desk.Distinct().Count());
    }

    [Fact]
    public void A_trade_is_held_out_whole() =>
        Assert.Single(Folds.ByTrade(Data(Of("w1-0001", "shop"), Of("w5-p001", "shop"), Of("w6-HU001", "shop"))).Desk.Distinct());

    [Fact]
    public void What_fewer_than_three_hands_wrote_often_enough_or_one_wrote_most_of_is_not_judged_by_hands()
    {
        int[] folds = [.. Enumerable.Range(0, 4 * Folds.Enough).Select(i => i / Folds.Enough)];
        Assert.True(Folds.Spread(folds, _ => true));
        Assert.True(Folds.Spread(folds, i => i < 3 * Folds.Enough));
        Assert.False(Folds.Spread(folds, i => i < 3 * Folds.Enough - 1));
        Assert.False(Folds.Spread([.. folds, .. Enumerable.Repeat(0, 3 * Folds.Enough)], _ => true));
        Assert.False(Folds.Spread(folds, _ => false));
    }
}
