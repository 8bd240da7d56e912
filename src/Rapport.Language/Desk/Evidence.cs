using Rapport.Language.Model;
using Rapport.Language.Text;
using Rapport.Language.Words;

namespace Rapport.Language.Desk;

/// <summary>The words that spoke for a behavior: the run of tokens in the strongest sentence whose weights add up to the most.</summary>
static class Evidence
{
    const int LongestRun = 9;
    const float Price = 0.05f; // what a word more has to bring

    public static string For(Scene scene, Sentence sentence, LinearModel model, int output)
    {
        Features seen = new();
        scene.See(sentence, seen);
        var parts = new float[sentence.Count];
        for (var i = 0; i < seen.Count; i++)
            if (seen[i].Token >= sentence.First) parts[seen[i].Token - sentence.First] += model.Part(seen[i], output);
        var tokens = scene.Reply.Tokens;
        var (first, last, most) = (0, sentence.Count - 1, float.NegativeInfinity);
        for (var i = 0; i < sentence.Count; i++)
        {
            var sum = 0f;
            var says = false;
            for (var j = i; j < Math.Min(sentence.Count, i + LongestRun); j++)
            {
                sum += parts[j] - Price;
                says |= tokens[sentence.First + j].Kind is TokenKind.Picture || Stops.IsContent(tokens[sentence.First + j]);
                if (says && sum > most) (first, last, most) = (i, j, sum);
            }
        }
        while (first < last && Trims(tokens[sentence.First + first])) first++;
        while (last > first && Trims(tokens[sentence.First + last])) last--;
        return scene.Reply.Text[tokens[sentence.First + first].Start..tokens[sentence.First + last].End];
    }

    static bool Trims(Token token) => token.Kind is TokenKind.Mark or TokenKind.Handle or TokenKind.Link;
}
