using Rapport.Language.Customer;
using Rapport.Language.Model;
using Rapport.Language.Text;

namespace Rapport.Language.Training;

/// <summary>Learns abuse, gratitude and frustration.</summary>
sealed class CustomerTrainer(LinearModel emotions, Vocabulary vocabulary, int seed)
{
    public const int Places = 1 << 16;
    const float HintWeight = 0.2f;
    const int Hidden = 4, Members = 3;
    const int MostPleasant = 1500;
    static readonly int[] bitter = [Emotions.Anger, Emotions.Annoyance, Emotions.Disappointment, Emotions.Disapproval, Emotions.Disgust, Emotions.Sadness, 12, 14, 16, 19, 24];

    public LinearModel Train(IEnumerable<Instance> instances) =>
        Fit.Together([.. Enumerable.Range(0, Members).Select(m => new Fit(CustomerOutputs.Count, Places, seed + 100 * m, rate: 0.1f, penalty: 3e-4f, hidden: Hidden))], [.. instances], rounds: 14);

    public Instance Seen(CustomerExample example)
    {
        var targets = new float[CustomerOutputs.Count];
        targets[CustomerOutputs.Abusive] = Target(example.Abusive);
        targets[CustomerOutputs.Gratitude] = Target(example.Gratitude);
        for (var level = 0; level < 3; level++)
            targets[CustomerOutputs.Frustrated + level] = example.Frustrated.Count == 0 ? float.NaN : (float)example.Frustrated.Average(f => f > level ? 1 : 0);
        return See(example.Text, targets, example.Prepares ? Instance.PreparingWeight : 1) with { Prepares = example.Prepares };
    }

    /// <summary>
    /// Hints from the sets. An insult that stands beside “you” in an offensive text or an angry comment is abuse; a text that its readers found
    /// inoffensive is none. A grateful comment is grateful. A comment in which nobody saw anger, sadness or the like is no frustration. The rest says nothing.
    /// </summary>
    public IEnumerable<Instance> Weak(TrainingData data)
    {
        foreach (var row in data.Offenses)
            if (!row.Offensive) yield return Hint(row.Text, abusive: 0);
            else if (CustomerFeatures.InsultsYou(new Reading(row.Text))) yield return Hint(row.Text, abusive: 1);
        var pleasant = 0;
        foreach (var row in data.Emotions)
        {
            if (CustomerFeatures.InsultsYou(new Reading(row.Text)))
            {
                if (row.Emotions.Contains(Emotions.Anger) || row.Emotions.Contains(Emotions.Annoyance)) yield return Hint(row.Text, abusive: 1);
            }
            else if (row.Emotions.All(e => e is not Emotions.Neutral && !bitter.Contains(e)) && pleasant++ < MostPleasant)
                yield return Hint(row.Text, abusive: 0, grateful: row.Emotions.Contains(Emotions.Gratitude) ? 1 : float.NaN, frustrated: 0);
        }
    }

    Instance Hint(string text, float abusive, float grateful = float.NaN, float frustrated = float.NaN) =>
        See(text, [abusive, grateful, frustrated, frustrated, frustrated], HintWeight);

    Instance See(string text, float[] targets, float weight = 1)
    {
        Features seen = new();
        Reading message = new(text);
        CustomerFeatures.See(message, emotions, seen);
        return new Instance([seen.ToArray()], targets, weight) { Words = vocabulary.RowsOf(message.Tokens, Network.MostWords) };
    }

    /// <summary>The logits of the model and of the network, together as <see cref="Network.Mix"/> has it.</summary>
    public static float[] Score(LinearModel model, Network network, Instance instance)
    {
        Features seen = new();
        foreach (var feature in instance.Pieces[0]) seen.Add(feature.Hash, feature.Value);
        var (logits, read) = (new float[CustomerOutputs.Count], new float[CustomerOutputs.Count]);
        model.Score(seen, logits);
        network.Customer(instance.Words, read);
        Network.Mix(logits, read);
        return logits;
    }

    static float Target(bool? answer) => answer is null ? float.NaN : answer.Value ? 1 : 0;
}
