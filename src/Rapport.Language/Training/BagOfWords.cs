using Rapport.Language.Model;
using Rapport.Language.Text;

namespace Rapport.Language.Training;

/// <summary>The plainest learner there is, to be measured against: which words are in the message, and nothing else.</summary>
public static class BagOfWords
{
    public const int Places = 1 << 16;

    internal static Feature[] See(string text)
    {
        Features seen = new();
        foreach (var word in Tokens.Of(text).Select(t => t.Norm).Distinct(StringComparer.Ordinal)) seen.Add('w', word);
        return seen.ToArray();
    }

    /// <summary>The logits of the eight behaviors.</summary>
    public static float[] Score(LinearModel model, string text)
    {
        Features seen = new();
        foreach (var feature in See(text)) seen.Add(feature.Hash, feature.Value);
        var logits = new float[BehaviorKinds.All.Count];
        model.Score(seen, logits);
        return logits;
    }
}
