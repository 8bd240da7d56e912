using Rapport.Language.Customer;
using Rapport.Language.Measuring;
using Rapport.Language.Model;
using Rapport.Language.Text;

namespace Rapport.Language.Training;

/// <summary>What training gave: the weights, and what was measured on held-out parts of our own examples on the way.</summary>
public sealed record Trained(WeightsFile Weights, IReadOnlyList<TrainedFigure> Figures);

/// <summary>
/// Precision and recall at one threshold, on our own examples held out by trade. <c>Positives</c>: how many there are. <c>Ranks</c>: the average precision
/// over all thresholds, which says how well it is told apart; not a number where it is not asked.
/// </summary>
public sealed record TrainedFigure(string What, int Positives, double Precision, double Recall, double Threshold, double Ranks = double.NaN);

/// <summary>
/// Makes weights out of examples. Thresholds are chosen on what models say of examples that they have not seen; then everything is learned once
/// more from all of them. Chances and what is proposed are judged by trades that were not seen. Where F1 is best is judged by whole days of hands that were
/// not seen, as strangers' messages come and are read (<see cref="DeskExample.Day"/>); by trades, where too little of it is in the days. Customers' messages
/// are judged by hands that were not seen, by trades where too few hands wrote of it (<see cref="Folds.Spread"/>), and by what was written to a desk alone. The same data and seed give the same bytes.
/// </summary>
public static class Trainer
{
    const float Rarity = 0.4f;
    const double ProposalAim = 0.80, CustomerAim = 0.93; // other messages are from elsewhere, so more is asked at home of what is said of a customer than the 0.90 that is wanted abroad
    static readonly float[] reluctances = [-9f, -7f, -5.5f, -4f, -3f, -2f, -1.5f, -1f, -0.5f, 0f, 0.5f];

    public static Trained Train(TrainingData data, int seed, Action<string>? tell = null)
    {
        tell?.Invoke($"Learning emotions from {data.Emotions.Count + data.Offenses.Count} comments …");
        Vocabulary vocabulary = new(data.Directions, Texts(data), seed);
        var comments = EmotionTrainer.Seen(data, vocabulary);
        var emotions = EmotionTrainer.Train(comments, seed);
        DeskTrainer desk = new(emotions, vocabulary, seed);
        CustomerTrainer customer = new(emotions, vocabulary, seed);
        Material material = new([.. data.Desk.Select(desk.Seen)], [.. data.Function.Select(desk.Seen)], data.Desk.Count == 0 ? [] : [.. desk.Rote(data.Desk)], [.. data.Customers.Select(customer.Seen)], [.. customer.Weak(data)]);
        Folds[] folds = [Folds.ByTrade(data), Folds.ByHand(data)];
        tell?.Invoke($"Learning to read {vocabulary.Count} words in their order …");
        var networks = NetworkTrainer.Train(vocabulary, comments, [.. folds.SelectMany(f => Enumerable.Range(0, f.Count).Select(fold => Lessons(material, f, fold))), Lessons(material, folds[0], Folds.None)], seed);
        Unseen byTrade = new(folds[0], networks[..folds[0].Count]), byHand = new(folds[1], networks[folds[0].Count..^1]);
        List<TrainedFigure> figures = [];
        tell?.Invoke($"Learning behaviors from {data.Desk.Count} examples and {data.Function.Count} lines of function …");
        var (behaviors, scales) = Desk(material, desk, byTrade, byHand, figures);
        var (praise, judged) = new PraiseTrainer(seed).Train(data.Desk, material.Desk, folds[1].Desk);
        var (slope, offset) = Scaling.Fit(judged);
        Scale praiseScale = new(slope, offset, 0, 0);
        praiseScale = praiseScale with { Best = Scaling.BestF1(judged, praiseScale.Chance) };
        figures.Add(Figure("compliments, specific, of all that sounds like one, F1, by the hand", judged, praiseScale, praiseScale.Best));
        tell?.Invoke($"Learning customers' messages from {data.Customers.Count} examples …");
        var (messages, messageScales) = Customers(material, customer, byTrade, byHand, figures);
        List<CustomerExample> sought = [.. data.Customers.Where(c => c.FactsSought)];
        var facts = FactTrainer.Train(sought, seed).With(Reluctance(sought, seed, figures));
        return new Trained(new WeightsFile(emotions, behaviors, scales, praise, praiseScale, messages, messageScales, facts, networks[^1]), figures);
    }

    /// <summary>What is learned from, as it was seen: our own examples, lines of function, the pleasantries of the trade; customers' messages and weak hints.</summary>
    sealed record Material(List<Instance> Desk, List<Instance> Function, List<Instance> Rote, List<Instance> Customers, List<Instance> Weak);

    /// <summary>A way in which examples are held out, and for each fold the network that has not seen it; none where none is asked.</summary>
    sealed record Unseen(Folds Folds, Network[]? Networks);

    static IEnumerable<List<Token>> Texts(TrainingData data) =>
        data.Desk.SelectMany(e => new[] { e.Text, Reading.CustomersTurns(e.Context) }).Concat(data.Customers.Select(e => e.Text)).Concat(data.Function.Select(f => f.Text))
            .Concat(data.Emotions.Select(e => e.Text)).Concat(data.Offenses.Select(o => o.Text)).Select(Tokens.Of);

    /// <summary>The network's lessons without one fold.</summary>
    static List<Lesson> Lessons(Material material, Folds folds, int fold) =>
    [
        .. ((IEnumerable<Instance>)[.. Except(material.Desk, folds.Desk, fold), .. material.Function.Where((_, i) => i % folds.Count != fold), .. material.Rote]).Select(i => new Lesson(Subject.Desk, i)),
        .. ((IEnumerable<Instance>)[.. Except(material.Customers, folds.Customers, fold), .. material.Weak]).Select(i => new Lesson(Subject.Customer, i)),
    ];

    static (LinearModel, Scale[]) Desk(Material material, DeskTrainer trainer, Unseen byTrade, Unseen byHand, List<TrainedFigure> figures) =>
        (trainer.Train([.. material.Desk, .. material.Function, .. material.Rote]), DeskScales(material.Desk, material.Function, material.Rote, trainer.Train, byTrade, byHand, figures));

    static Scale[] DeskScales(List<Instance> examples, List<Instance> function, List<Instance> rote, Func<IEnumerable<Instance>, LinearModel> train, Unseen byTrade, Unseen byHand, List<TrainedFigure> figures)
    {
        // How likely a thing is at a desk, messages of desks say.
        var trades = HeldOut(examples, byTrade, function, rote, train).Select(h => Rarer(h.FindAll(e => !e.Prepares))).ToArray();
        var days = HeldOut(examples, byHand, function, rote, train, e => e.Day.Length > 0).Select(Scaling.InDays).ToArray();
        return [.. BehaviorKinds.All.Select(kind => (Key: kind.Key(), At: (int)kind)).Select(k =>
            days[k.At].Count(h => h.True) >= Folds.Enough ? ScaleOf(trades[k.At], days[k.At], k.Key, figures, ProposalAim, "by the day") : ScaleOf(trades[k.At], trades[k.At], k.Key, figures, ProposalAim))];
    }

    /// <summary>Behaviors are rarer at a desk than among examples that were written to show them, so that what is there weighs less when thresholds are chosen.</summary>
    static List<HeldOut> Rarer(List<HeldOut> held) => [.. held.Select(h => h.True ? h with { Weight = h.Weight * Rarity } : h)];

    /// <summary>A plain bag of words, learned from the same examples with thresholds chosen in the same way: what is measured against.</summary>
    public static (LinearModel Model, IReadOnlyList<Scale> Scales) Bag(TrainingData data, int seed)
    {
        var examples = data.Desk.Select(e => new Instance([BagOfWords.See(e.Text)], DeskTrainer.Targets(e), e.Prepares ? Instance.PreparingWeight : 1) { Prepares = e.Prepares, Day = e.Day }).ToList();
        var function = data.Function.Select(f => new Instance([BagOfWords.See(f.Text)], new float[BehaviorKinds.All.Count], DeskTrainer.FunctionWeight)).ToList();
        LinearModel Learn(IEnumerable<Instance> from) => new Fit(BehaviorKinds.All.Count, BagOfWords.Places, seed).Learn([.. from], DeskTrainer.Rounds);
        return (Learn([.. examples, .. function]), DeskScales(examples, function, [], Learn, new(Folds.ByTrade(data), null), new(Folds.ByHand(data), null), []));
    }

    static List<HeldOut>[] HeldOut(List<Instance> examples, Unseen unseen, List<Instance> function, List<Instance> rote, Func<IEnumerable<Instance>, LinearModel> train, Func<Instance, bool>? asked = null)
    {
        var held = new List<HeldOut>[BehaviorKinds.All.Count];
        for (var k = 0; k < held.Length; k++) held[k] = [];
        var (folds, count) = (unseen.Folds.Desk, unseen.Folds.Count);
        for (var fold = 0; fold < count; fold++)
        {
            if (asked is not null && !Only(examples, folds, fold).Any(asked)) continue;
            var model = train([.. Except(examples, folds, fold), .. function.Where((_, i) => i % count != fold), .. rote]);
            foreach (var instance in Only(examples, folds, fold).Concat(function.Where((_, i) => i % count == fold)))
            {
                var logits = DeskTrainer.Score(model, unseen.Networks?[fold], instance);
                for (var k = 0; k < held.Length; k++) if (!float.IsNaN(instance.Targets[k])) held[k].Add(new HeldOut(logits[k], instance.Targets[k] > 0.5f, instance.Weight, fold, instance.Prepares, instance.Day));
            }
        }
        return held;
    }

    static (LinearModel, Scale[]) Customers(Material material, CustomerTrainer trainer, Unseen byTrade, Unseen byHand, List<TrainedFigure> figures)
    {
        var (trades, hands) = (HeldOut(material, trainer, byTrade), HeldOut(material, trainer, byHand));
        string[] names = ["abuse", "gratitude", "frustrated, at least 1", "frustrated, at least 2", "frustrated, at least 3"];
        var scales = names.Select((name, k) => SeveralHands(material.Customers, byHand.Folds.Customers, k) ? ScaleOf(trades[k], hands[k], name, figures, CustomerAim, "by the hand") : ScaleOf(trades[k], trades[k], name, figures, CustomerAim)).ToArray();
        return (trainer.Train([.. material.Customers, .. material.Weak]), scales);
    }

    static bool SeveralHands(List<Instance> examples, int[] hands, int output) => Folds.Spread(hands, i => examples[i] is { Prepares: false } e && e.Targets[output] > 0.5f);

    static List<HeldOut>[] HeldOut(Material material, CustomerTrainer trainer, Unseen unseen)
    {
        var held = new List<HeldOut>[CustomerOutputs.Count];
        for (var k = 0; k < held.Length; k++) held[k] = [];
        for (var fold = 0; fold < unseen.Folds.Count; fold++)
        {
            if (!unseen.Folds.Customers.Contains(fold)) continue;
            var model = trainer.Train([.. Except(material.Customers, unseen.Folds.Customers, fold), .. material.Weak]);
            foreach (var instance in Only(material.Customers, unseen.Folds.Customers, fold).Where(i => !i.Prepares))
            {
                var logits = CustomerTrainer.Score(model, unseen.Networks![fold], instance);
                for (var k = 0; k < held.Length; k++) if (!float.IsNaN(instance.Targets[k])) held[k].Add(new HeldOut(logits[k], instance.Targets[k] > 0.5f, instance.Weight, fold));
            }
        }
        return held;
    }

    /// <summary>How ready to see facts: where F1 is best on trades that were not learned from.</summary>
    static float Reluctance(IReadOnlyList<CustomerExample> examples, int seed, List<TrainedFigure> figures)
    {
        var matches = new FactMatch[reluctances.Length];
        for (var fold = 0; fold < Folds.Trades; fold++)
        {
            var tagger = FactTrainer.Train([.. examples.Where(e => Folds.OfTrade(e.Trade) != fold)], seed);
            foreach (var example in examples.Where(e => Folds.OfTrade(e.Trade) == fold))
            {
                Reading message = new(example.Text);
                for (var r = 0; r < reluctances.Length; r++) matches[r] += FactMatch.Of(example.Text, example.Facts, [], tagger.With(reluctances[r]).Find(message));
            }
        }
        var best = Enumerable.Range(0, reluctances.Length).Last(r => matches[r].F1 >= matches.Max(m => m.F1) - 0.015); // of equals the most reluctant
        var m = matches[best];
        figures.Add(new TrainedFigure($"facts (right kind: {m.RightKind} of {m.Hits}; sensitive unmarked: {m.Unmarked} of {m.SensitiveHits}; harmless marked: {m.Overmarked} of {m.Hits - m.SensitiveHits})", m.Hits + m.Missed, (double)m.Hits / Math.Max(1, m.Hits + m.False), (double)m.Hits / Math.Max(1, m.Hits + m.Missed), reluctances[best]));
        return reluctances[best];
    }

    static Scale ScaleOf(List<HeldOut> byTrade, List<HeldOut> forF1, string what, List<TrainedFigure> figures, double aim, string by = "")
    {
        var (slope, offset) = Scaling.Fit(byTrade);
        Scale scale = new(slope, offset, 0, 0);
        scale = scale with { Propose = Scaling.Precise(byTrade, scale.Chance, aim), Best = Scaling.BestF1(forF1, scale.Chance) };
        figures.Add(Figure($"{what}, F1{(by.Length == 0 ? "" : $", {by}")}", forF1, scale, scale.Best));
        figures.Add(Figure($"{what}, proposed", byTrade, scale, scale.Propose));
        return scale;
    }

    static TrainedFigure Figure(string what, List<HeldOut> held, Scale scale, float from)
    {
        var fired = held.Where(h => scale.Chance(h.Logit) >= from).ToList();
        var (hit, positives) = (fired.Count(h => h.True), held.Count(h => h.True));
        return new TrainedFigure(what, positives, fired.Count == 0 ? 1 : (double)hit / fired.Count, positives == 0 ? 0 : (double)hit / positives, from, Scaling.AveragePrecision(held));
    }

    static IEnumerable<Instance> Except(List<Instance> instances, int[] folds, int fold) => instances.Where((_, i) => folds[i] != fold);
    static IEnumerable<Instance> Only(List<Instance> instances, int[] folds, int fold) => instances.Where((_, i) => folds[i] == fold);
}
