using Rapport.Language.Model;
using Rapport.Language.Text;
using Rapport.Language.Words;

namespace Rapport.Language.Customer;

/// <summary>What the reader of customers' messages answers, by place: abuse, gratitude, and frustration of at least 1, 2 and 3.</summary>
public static class CustomerOutputs
{
    public const int Abusive = 0, Gratitude = 1, Frustrated = 2, Count = 5;

    /// <summary>The level that the three chances “at least 1, 2, 3” add up to.</summary>
    public static int Frustration(ReadOnlySpan<float> logits, IReadOnlyList<Scale> scales)
    {
        var sum = 0f;
        for (var level = 0; level < 3; level++) sum += scales[Frustrated + level].Chance(logits[Frustrated + level]);
        return Math.Clamp((int)MathF.Round(sum), 0, 3);
    }

    /// <summary>Whether the desk has just asked a question to prove who somebody is.</summary>
    public static bool AsksForProof(string context)
    {
        var at = context.LastIndexOf("[csr]", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return false;
        var asked = new Reading(context[at..]);
        return asked.Sorts(0, asked.Tokens.Count).Has(Sort.Security);
    }
}
