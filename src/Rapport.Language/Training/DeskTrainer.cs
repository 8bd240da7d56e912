using Rapport.Language.Desk;
using Rapport.Language.Model;

namespace Rapport.Language.Training;

/// <summary>Learns the behaviors from examples, from the pleasantries of the trade and from words that are function by construction.</summary>
sealed class DeskTrainer(LinearModel emotions, Vocabulary vocabulary, int seed)
{
    public const int Places = 1 << 17;
    public const int Rounds = 6;
    const int Hidden = 8, Members = 3;
    public const float FunctionWeight = 0.5f;

    static readonly int kinds = BehaviorKinds.All.Count;

    public LinearModel Train(IEnumerable<Instance> instances) =>
        Fit.Together([.. Enumerable.Range(0, Members).Select(m => new Fit(kinds, Places, seed + 100 * m, rate: 0.05f, penalty: 3e-4f, Hidden))], [.. instances], Rounds);

    public Instance Seen(DeskExample example) => See(example.Context, example.Text, Targets(example), example.Prepares ? Instance.PreparingWeight : 1) with { Prepares = example.Prepares, Day = example.Day };

    public static float[] Targets(DeskExample example)
    {
        var targets = new float[kinds];
        foreach (var kind in example.Labels) targets[(int)kind] = 1;
        foreach (var kind in example.Disputed) targets[(int)kind] = float.NaN;
        return targets;
    }

    public Instance Seen(FunctionRow row) => See(row.Context, row.Text, new float[kinds], FunctionWeight);

    Instance See(string context, string text, float[] targets, float weight = 1)
    {
        Scene scene = new(context, text, emotions);
        Features seen = new();
        Feature[][] pieces = [.. scene.Sentences.Select(sentence =>
        {
            scene.See(sentence, seen);
            return seen.ToArray();
        })];
        return new Instance(pieces, targets, weight)
        {
            Words = vocabulary.RowsOf(scene.Words(scene.Sentences), Network.MostWords),
            Before = vocabulary.RowsOf(scene.Before, Network.MostBefore, last: true),
        };
    }

    /// <summary>The pleasantries of <c>rote.txt</c>, each as an answer to somebody whose story it does not know.</summary>
    public IEnumerable<Instance> Rote(IReadOnlyList<DeskExample> examples)
    {
        var random = new StableRandom(seed + 1);
        foreach (var sentence in Embedded.Lines("rote.txt").Where(line => line[0] is not '#'))
            for (var i = 0; i < 3; i++) yield return Seen(new FunctionRow(examples[random.Below(examples.Count)].Context, sentence));
    }

    /// <summary>The strongest logit of every behavior, together with the network's, where there is one, as <see cref="Network.Mix"/> has it.</summary>
    public static float[] Score(LinearModel model, Network? network, Instance instance)
    {
        var best = new float[kinds];
        Array.Fill(best, -20f);
        Span<float> logits = stackalloc float[kinds];
        Features seen = new();
        foreach (var piece in instance.Pieces)
        {
            seen.Clear();
            foreach (var feature in piece) seen.Add(feature.Hash, feature.Value);
            model.Score(seen, logits);
            for (var k = 0; k < kinds; k++) best[k] = Math.Max(best[k], logits[k]);
        }
        if (network is null) return best;
        network.Desk(instance.Words, instance.Before, logits);
        Network.Mix(best, logits);
        return best;
    }
}
