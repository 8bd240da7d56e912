using Rapport.Language.Customer;
using Rapport.Language.Model;

namespace Rapport.Language.Training;

/// <summary>What training gave: the weights, and what was measured on held-out parts of our own examples on the way.</summary>
public sealed record Trained(WeightsFile Weights, IReadOnlyList<TrainedFigure> Figures);

/// <summary>Precision and recall at one threshold, on our own examples held out by trade. <c>Positives</c>: how many there are.</summary>
public sealed record TrainedFigure(string What, int Positives, double Precision, double Recall, double Threshold);

/// <summary>
/// Makes weights out of examples. Thresholds are chosen on predictions for trades that the predicting model had not seen (five folds);
/// then everything is learned once more from all of them. The same data and seed give the same bytes.
/// </summary>
public static class Trainer
{
    const int Folds = 5;
    const double ProposalAim = 0.9; // the measured sets are from elsewhere, so more is asked at home than the 0.80 that is wanted abroad
    const float Reluctance = 0f;

    public static Trained Train(TrainingData data, int seed, Action<string>? tell = null)
    {
        tell?.Invoke($"Learning emotions from {data.Emotions.Count + data.Offenses.Count} comments …");
        var emotions = EmotionTrainer.Train(data, seed);
        List<TrainedFigure> figures = [];
        tell?.Invoke($"Learning behaviors from {data.Desk.Count} examples and {data.Function.Count} lines of function …");
        var (desk, scales) = Desk(data, emotions, seed, figures);
        tell?.Invoke($"Learning customers' messages from {data.Customers.Count} examples …");
        var (customer, customerScales) = Customers(data, emotions, seed, figures);
        var facts = FactTrainer.Train(data.Customers, seed, Reluctance);
        return new Trained(new WeightsFile(emotions, desk, scales, customer, customerScales, facts), figures);
    }

    static (LinearModel, Scale[]) Desk(TrainingData data, LinearModel emotions, int seed, List<TrainedFigure> figures)
    {
        DeskTrainer trainer = new(emotions, seed);
        var examples = data.Desk.Select(trainer.Seen).ToList();
        var function = data.Function.Select(trainer.Seen).ToList();
        var rote = data.Desk.Count == 0 ? [] : trainer.Rote(data.Desk).ToList();
        var held = new List<HeldOut>[BehaviorKinds.All.Count];
        for (var k = 0; k < held.Length; k++) held[k] = [];
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = trainer.Train([.. Except(examples, data.Desk, e => e.Trade, fold), .. function.Where((_, i) => i % Folds != fold), .. rote]);
            foreach (var instance in Only(examples, data.Desk, e => e.Trade, fold).Concat(function.Where((_, i) => i % Folds == fold)))
            {
                var logits = DeskTrainer.Score(model, instance);
                for (var k = 0; k < held.Length; k++) if (!float.IsNaN(instance.Targets[k])) held[k].Add(new HeldOut(logits[k], instance.Targets[k] > 0.5f, instance.Weight));
            }
        }
        var scales = BehaviorKinds.All.Select(kind => ScaleOf(held[(int)kind], kind.Key(), figures)).ToArray();
        return (trainer.Train([.. examples, .. function, .. rote]), scales);
    }

    static (LinearModel, Scale[]) Customers(TrainingData data, LinearModel emotions, int seed, List<TrainedFigure> figures)
    {
        CustomerTrainer trainer = new(emotions, seed);
        var examples = data.Customers.Select(trainer.Seen).ToList();
        var held = new List<HeldOut>[CustomerOutputs.Count];
        for (var k = 0; k < held.Length; k++) held[k] = [];
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = trainer.Train(Except(examples, data.Customers, e => e.Trade, fold));
            foreach (var instance in Only(examples, data.Customers, e => e.Trade, fold))
            {
                var logits = CustomerTrainer.Score(model, instance);
                for (var k = 0; k < held.Length; k++) if (!float.IsNaN(instance.Targets[k])) held[k].Add(new HeldOut(logits[k], instance.Targets[k] > 0.5f));
            }
        }
        string[] names = ["abuse", "gratitude", "frustrated, at least 1", "frustrated, at least 2", "frustrated, at least 3"];
        return (trainer.Train(examples), [.. names.Select((name, k) => ScaleOf(held[k], name, figures))]);
    }

    static Scale ScaleOf(List<HeldOut> held, string what, List<TrainedFigure> figures)
    {
        var (slope, offset) = Scaling.Fit(held);
        Scale scale = new(slope, offset, 0, 0);
        scale = scale with { Propose = Scaling.Precise(held, scale.Chance, ProposalAim), Best = Scaling.BestF1(held, scale.Chance) };
        figures.Add(Figure($"{what}, F1", held, scale, scale.Best));
        figures.Add(Figure($"{what}, proposed", held, scale, scale.Propose));
        return scale;
    }

    static TrainedFigure Figure(string what, List<HeldOut> held, Scale scale, float from)
    {
        var fired = held.Where(h => scale.Chance(h.Logit) >= from).ToList();
        var (hit, positives) = (fired.Count(h => h.True), held.Count(h => h.True));
        return new TrainedFigure(what, positives, fired.Count == 0 ? 1 : (double)hit / fired.Count, positives == 0 ? 0 : (double)hit / positives, from);
    }

    static IEnumerable<Instance> Except<T>(List<Instance> instances, IReadOnlyList<T> examples, Func<T, string> trade, int fold) => instances.Where((_, i) => FoldOf(trade(examples[i])) != fold);
    static IEnumerable<Instance> Only<T>(List<Instance> instances, IReadOnlyList<T> examples, Func<T, string> trade, int fold) => instances.Where((_, i) => FoldOf(trade(examples[i])) == fold);
    static int FoldOf(string trade) => (int)(Features.Hash(Features.Start('f'), trade) / 7 % Folds);
}
