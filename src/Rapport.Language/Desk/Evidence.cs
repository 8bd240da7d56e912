using Rapport.Language.Model;
using Rapport.Language.Text;
using Rapport.Language.Words;

namespace Rapport.Language.Desk;

/// <summary>The words that spoke for a behavior: of one sentence the run of tokens that add up to the most for the linear model and the network together.</summary>
static class Evidence
{
    const int LongestRun = 9;
    const float Price = 0.05f; // what a word more has to bring

    /// <param name="scene">The message and what was said before it.</param>
    /// <param name="read">The sentences that were read.</param>
    /// <param name="strongest">The one of which the linear model thinks most.</param>
    /// <param name="model">The linear model.</param>
    /// <param name="network">The network beside it.</param>
    /// <param name="behavior">Which behavior, by its number.</param>
    public static string For(Scene scene, IReadOnlyList<Sentence> read, Sentence strongest, LinearModel model, Network network, int behavior)
    {
        var parts = new float[scene.Reply.Tokens.Count];
        Features seen = new();
        scene.See(strongest, seen);
        for (var i = 0; i < seen.Count; i++)
            if (seen[i].Token >= strongest.First) parts[seen[i].Token] += (1 - Network.Share) * model.Part(seen[i], behavior);
        var (others, at) = (network.WordsFor(behavior, scene.Words(read), scene.Before), 0);
        foreach (var sentence in read)
            for (var i = sentence.First; i <= sentence.Last; i++) parts[i] += Network.Share * others[at++];

        var tokens = scene.Reply.Tokens;
        var (first, last, most) = (strongest.First, strongest.Last, float.NegativeInfinity);
        foreach (var sentence in read)
            for (var i = sentence.First; i <= sentence.Last; i++)
            {
                var (sum, says) = (0f, false);
                for (var j = i; j <= Math.Min(sentence.Last, i + LongestRun - 1); j++)
                {
                    sum += parts[j] - Price;
                    says |= tokens[j].Kind is TokenKind.Picture || Stops.IsContent(tokens[j]);
                    if (says && sum > most) (first, last, most) = (i, j, sum);
                }
            }
        while (first < last && Trims(tokens[first])) first++;
        while (last > first && Trims(tokens[last])) last--;
        return scene.Reply.Text[tokens[first].Start..tokens[last].End];
    }

    static bool Trims(Token token) => token.Kind is TokenKind.Mark or TokenKind.Handle or TokenKind.Link;
}
