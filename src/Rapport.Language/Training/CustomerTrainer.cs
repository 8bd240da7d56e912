using Rapport.Language.Customer;
using Rapport.Language.Model;
using Rapport.Language.Text;

namespace Rapport.Language.Training;

/// <summary>Learns abuse, gratitude and frustration.</summary>
sealed class CustomerTrainer(LinearModel emotions, int seed)
{
    public const int Places = 1 << 16;
    const float HintWeight = 0.25f;
    const int MostKind = 800;

    public LinearModel Train(IEnumerable<Instance> instances) => new Fit(CustomerOutputs.Count, Places, seed, rate: 0.1f, penalty: 3e-4f).Learn([.. instances], rounds: 14);

    public Instance Seen(CustomerExample example)
    {
        var targets = new float[CustomerOutputs.Count];
        targets[CustomerOutputs.Abusive] = Target(example.Abusive);
        targets[CustomerOutputs.Gratitude] = Target(example.Gratitude);
        for (var level = 0; level < 3; level++)
            targets[CustomerOutputs.Frustrated + level] = example.Frustrated.Count == 0 ? float.NaN : (float)example.Frustrated.Average(f => f > level ? 1 : 0);
        return new Instance([See(example.Text)], targets);
    }

    /// <summary>
    /// Hints of abuse from the sets: an insult that stands beside “you” in an offensive text or an angry comment; a text that its readers found
    /// inoffensive, or a grateful or joyful comment, is none. Everything else says nothing.
    /// </summary>
    public IEnumerable<Instance> Weak(TrainingData data)
    {
        foreach (var row in data.Offenses)
            if (!row.Offensive) yield return Hint(row.Text, 0);
            else if (CustomerFeatures.InsultsYou(new Reading(row.Text))) yield return Hint(row.Text, 1);
        var kind = 0;
        foreach (var row in data.Emotions)
        {
            var insults = CustomerFeatures.InsultsYou(new Reading(row.Text));
            if (insults && (row.Emotions.Contains(Emotions.Anger) || row.Emotions.Contains(Emotions.Annoyance))) yield return Hint(row.Text, 1);
            else if (!insults && (row.Emotions.Contains(Emotions.Gratitude) || row.Emotions.Contains(Emotions.Joy)) && kind++ < MostKind) yield return Hint(row.Text, 0);
        }
    }

    Instance Hint(string text, float abusive)
    {
        float[] targets = [.. Enumerable.Repeat(float.NaN, CustomerOutputs.Count)];
        targets[CustomerOutputs.Abusive] = abusive;
        return new Instance([See(text)], targets, HintWeight);
    }

    Feature[] See(string text)
    {
        Features seen = new();
        CustomerFeatures.See(new Reading(text), emotions, seen);
        return seen.ToArray();
    }

    public static float[] Score(LinearModel model, Instance instance)
    {
        Features seen = new();
        foreach (var feature in instance.Pieces[0]) seen.Add(feature.Hash, feature.Value);
        var logits = new float[CustomerOutputs.Count];
        model.Score(seen, logits);
        return logits;
    }

    static float Target(bool? answer) => answer is null ? float.NaN : answer.Value ? 1 : 0;
}
