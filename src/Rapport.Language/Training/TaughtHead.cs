using Rapport.Language.Model;

namespace Rapport.Language.Training;

/// <summary>A head that is being taught.</summary>
sealed class TaughtHead(int inputs, int outputs, float rate, StableRandom random)
{
    const double Dropped = 0.2;
    readonly TaughtLayer direct = new(inputs, outputs, rate, random), hidden = new(inputs, Head.Hidden, rate, random), outer = new(Head.Hidden, outputs, rate, random);

    public Head Head => new(direct.Layer, hidden.Layer, outer.Layer);

    /// <summary>Scores, takes the errors in the logits from <paramref name="errors"/> and gives back what they say about what was seen.</summary>
    public void Teach(ReadOnlySpan<float> seen, Errors errors, Span<float> back)
    {
        Span<float> bent = stackalloc float[Head.Hidden];
        Span<float> kept = stackalloc float[Head.Hidden];
        Span<float> logits = stackalloc float[outputs];
        Span<float> more = stackalloc float[outputs];
        hidden.Layer.Score(seen, bent);
        for (var h = 0; h < Head.Hidden; h++)
        {
            bent[h] = MathF.Tanh(bent[h]);
            kept[h] = random.Share() < Dropped ? 0 : (float)(1 / (1 - Dropped));
            bent[h] *= kept[h];
        }
        direct.Layer.Score(seen, logits);
        outer.Layer.Score(bent, more);
        for (var o = 0; o < outputs; o++) logits[o] += more[o];
        errors(logits);
        Span<float> bentBack = stackalloc float[Head.Hidden];
        bentBack.Clear();
        direct.Back(logits, seen, back);
        outer.Back(logits, bent, bentBack);
        for (var h = 0; h < Head.Hidden; h++)
        {
            var tanh = kept[h] == 0 ? 0 : bent[h] / kept[h];
            hidden.Back(h, bentBack[h] * kept[h] * (1 - tanh * tanh), seen, back);
        }
    }

    public void Step(int n)
    {
        direct.Step(n);
        hidden.Step(n);
        outer.Step(n);
    }
}

/// <summary>Puts the errors in the place of the logits.</summary>
delegate void Errors(Span<float> logits);
