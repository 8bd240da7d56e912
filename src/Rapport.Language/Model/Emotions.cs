using Rapport.Language.Text;

namespace Rapport.Language.Model;

/// <summary>How likely each of 28 emotions is in a piece of text, learned from GoEmotions (Demszky et al. 2020), and offense, from Davidson et al. (2017). Only a hint for the readers of behaviors and frustration.</summary>
public static class Emotions
{
    public const int Count = 29;
    public const int Places = 1 << 16;
    public const int Gratitude = 15, Anger = 2, Annoyance = 3, Disappointment = 9, Disapproval = 10, Disgust = 11, Sadness = 25, Joy = 17, Love = 18, Neutral = 27, Offense = 28;

    public static void See(List<Token> tokens, int first, int count, Features features)
    {
        var words = 0;
        for (var i = first; i < first + count; i++) if (tokens[i].Kind is not TokenKind.Handle) words++;
        if (words == 0) return;
        var value = 1 / MathF.Sqrt(words);
        var last = "^";
        for (var i = first; i < first + count; i++)
        {
            if (tokens[i].Kind is TokenKind.Handle) continue;
            var norm = tokens[i].Norm;
            features.Add('w', norm, value);
            features.Add(Features.Hash(Features.Hash(Features.Start('b'), last), norm), value);
            last = norm;
        }
        features.Add(Features.Hash(Features.Hash(Features.Start('b'), last), "$"), value);
    }
}
