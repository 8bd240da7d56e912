using Rapport.Language.Model;

namespace Rapport.Language.Training;

/// <summary>
/// Learns to tell a specific compliment from praise that could go to anybody: from examples that are a compliment and from those that only look like one,
/// since of other words it is not asked. Judged by hands that were not seen.
/// </summary>
sealed class PraiseTrainer(int seed)
{
    const int Places = 1 << 14, Hidden = 4, Members = 3, Rounds = 10, Compliment = (int)BehaviorKind.Compliment;

    /// <param name="examples">Messages of the desk.</param>
    /// <param name="seen">What was seen of each.</param>
    /// <param name="hands">In which part each is held out.</param>
    /// <returns>The model, and what it says of each example that it has not learned from.</returns>
    public (LinearModel Model, List<HeldOut> Unseen) Train(IReadOnlyList<DeskExample> examples, IReadOnlyList<Instance> seen, int[] hands)
    {
        var praise = Enumerable.Range(0, examples.Count).Where(i => !examples[i].Prepares && IsPraise(examples[i]))
            .Select(i => (Seen: seen[i] with { Targets = [seen[i].Targets[Compliment]] }, Hand: hands[i])).ToList();
        List<HeldOut> unseen = [];
        foreach (var hand in praise.Select(p => p.Hand).Distinct().Order())
        {
            var model = Learn(praise.Where(p => p.Hand != hand).Select(p => p.Seen));
            unseen.AddRange(praise.Where(p => p.Hand == hand).Select(p => new HeldOut(Score(model, p.Seen.Pieces), p.Seen.Targets[0] > 0.5f, 1, hand)));
        }
        return (Learn(praise.Select(p => p.Seen)), unseen);
    }

    static bool IsPraise(DeskExample e) => !e.Disputed.Contains(BehaviorKind.Compliment) && (e.Labels.Contains(BehaviorKind.Compliment) || e.Near.Contains(BehaviorKind.Compliment));

    LinearModel Learn(IEnumerable<Instance> instances) =>
        Fit.Together([.. Enumerable.Range(0, Members).Select(m => new Fit(1, Places, seed + 100 * m, rate: 0.05f, penalty: 3e-4f, hidden: Hidden))], [.. instances], Rounds);

    static float Score(LinearModel model, Feature[][] pieces)
    {
        Features features = new();
        Span<float> logit = stackalloc float[1];
        var best = float.NegativeInfinity;
        foreach (var piece in pieces)
        {
            features.Clear();
            foreach (var feature in piece) features.Add(feature.Hash, feature.Value);
            model.Score(features, logit);
            best = Math.Max(best, logit[0]);
        }
        return Math.Max(best, -20);
    }
}
