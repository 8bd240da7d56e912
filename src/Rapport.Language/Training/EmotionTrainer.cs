using Rapport.Language.Model;
using Rapport.Language.Text;

namespace Rapport.Language.Training;

/// <summary>Learns the hints of <see cref="Emotions"/>. What is said of emotion says nothing of offense and the other way round, but a kind comment is no offense.</summary>
static class EmotionTrainer
{
    static readonly int[] kindly = [0, 5, Emotions.Gratitude, Emotions.Joy, Emotions.Love, 20];

    public static LinearModel Train(IReadOnlyList<Instance> instances, int seed) =>
        new Fit(Emotions.Count, Emotions.Places, seed, rate: 0.3f, penalty: 3e-5f).Learn(instances, rounds: 4);

    public static List<Instance> Seen(TrainingData data, Vocabulary vocabulary)
    {
        List<Instance> instances = [];
        foreach (var row in data.Emotions)
        {
            var targets = new float[Emotions.Count];
            foreach (var emotion in row.Emotions) targets[emotion] = 1;
            targets[Emotions.Offense] = row.Emotions.Any(kindly.Contains) ? 0 : float.NaN;
            instances.Add(See(row.Text, targets, vocabulary));
        }
        foreach (var row in data.Offenses)
        {
            var targets = new float[Emotions.Count];
            Array.Fill(targets, float.NaN);
            targets[Emotions.Offense] = row.Offensive ? 1 : 0;
            instances.Add(See(row.Text, targets, vocabulary));
        }
        return instances;
    }

    static Instance See(string text, float[] targets, Vocabulary vocabulary)
    {
        var tokens = Tokens.Of(text);
        Features seen = new();
        Emotions.See(tokens, 0, tokens.Count, seen);
        return new Instance([seen.ToArray()], targets) { Words = vocabulary.RowsOf(tokens, Network.MostWords) };
    }
}
