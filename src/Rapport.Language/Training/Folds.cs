using Rapport.Language.Model;

namespace Rapport.Language.Training;

/// <summary>
/// In which part each example is held out: by the trade that it is about, or by the hand that wrote it. A hand is all that was
/// written in one round, often by several who had one task; it stands at the beginning of an example's id (<c>w5-p012</c>); what people wrote elsewhere (<see cref="DeskExample.Source"/>) is a hand of its own, and so is all that people have corrected.
/// </summary>
sealed record Folds(int Count, int[] Desk, int[] Customers)
{
    public const int Trades = 5, None = -1;

    /// <summary>How often a thing has to be there in a fold to say something of the fold.</summary>
    public const int Enough = 15;

    public static Folds ByTrade(TrainingData data) => new(Trades, [.. data.Desk.Select(e => OfTrade(e.Trade))], [.. data.Customers.Select(e => OfTrade(e.Trade))]);

    public static Folds ByHand(TrainingData data)
    {
        string[] desk = [.. data.Desk.Select(e => Hand(e.Id, e.Source))], customers = [.. data.Customers.Select(e => Hand(e.Id, e.Source))];
        string[] hands = [.. desk.Concat(customers).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new(hands.Length, [.. desk.Select(h => Array.IndexOf(hands, h))], [.. customers.Select(h => Array.IndexOf(hands, h))]);
    }

    public static int OfTrade(string trade) => (int)(Features.Hash(Features.Start('f'), trade) / 7 % Trades);

    /// <summary>Whether it is so often enough in at least three folds, and no fold has more than half of all: then it can be judged by folds that were not learned from.</summary>
    public static bool Spread(int[] folds, Func<int, bool> so)
    {
        var counts = Enumerable.Range(0, folds.Length).Where(so).CountBy(i => folds[i]).Select(c => c.Value).ToList();
        return counts.Count(c => c >= Enough) >= 3 && counts.Max() * 2 <= counts.Sum();
    }

    static string Hand(string id, string source) => source.Length > 0 ? source : id.Split('-')[0] is ['w', .. { Length: > 0 } number] hand && number.All(char.IsAsciiDigit) ? hand : "people";
}
