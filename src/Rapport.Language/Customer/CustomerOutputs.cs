using Rapport.Language.Model;
using Rapport.Language.Text;
using Rapport.Language.Words;

namespace Rapport.Language.Customer;

/// <summary>What the reader of customers' messages answers, by place: abuse, gratitude, and frustration of at least 1, 2 and 3.</summary>
public static class CustomerOutputs
{
    public const int Abusive = 0, Gratitude = 1, Frustrated = 2, Count = 5;
    const float CloseEnough = 5;

    /// <summary>
    /// The level with the greatest expected use, from the chances “at least 1, 2, 3”: being right counts once, being off by one at most counts so many times.
    /// </summary>
    public static int Frustration(ReadOnlySpan<float> logits, IReadOnlyList<Scale> scales, float closeEnough = CloseEnough)
    {
        Span<float> least = [1, 0, 0, 0, 0];
        for (var level = 0; level < 3; level++) least[level + 1] = Math.Min(least[level], scales[Frustrated + level].Chance(logits[Frustrated + level]));
        var (best, most) = (0, float.NegativeInfinity);
        for (var level = 0; level <= 3; level++)
        {
            var near = (level == 0 ? 1 : least[level - 1]) - (level + 2 > 4 ? 0 : least[level + 2 > 3 ? 4 : level + 2]);
            var use = least[level] - least[level + 1] + closeEnough * near;
            if (use > most) (best, most) = (level, use);
        }
        return best;
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
