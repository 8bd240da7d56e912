namespace Rapport.Language.Model;

/// <summary>Logits from what was seen: a straight part and beside it a small hidden layer, which knows what goes with what.</summary>
public sealed class Head(Layer direct, Layer hidden, Layer outer)
{
    public const int Hidden = 64;

    public Layer Direct => direct;
    public Layer Inner => hidden;
    public Layer Outer => outer;

    public void Score(ReadOnlySpan<float> seen, Span<float> logits)
    {
        Span<float> bent = stackalloc float[Hidden];
        Span<float> more = stackalloc float[direct.Outputs];
        hidden.Score(seen, bent);
        for (var i = 0; i < Hidden; i++) bent[i] = MathF.Tanh(bent[i]);
        direct.Score(seen, logits);
        outer.Score(bent, more);
        for (var o = 0; o < direct.Outputs; o++) logits[o] += more[o];
    }

    /// <summary>How much one logit follows each thing that was seen.</summary>
    public void Slope(int output, ReadOnlySpan<float> seen, Span<float> slope)
    {
        Span<float> bent = stackalloc float[Hidden];
        hidden.Score(seen, bent);
        direct.Weights.AsSpan(output * direct.Stride, slope.Length).CopyTo(slope);
        for (var h = 0; h < Hidden; h++)
        {
            var curve = MathF.Tanh(bent[h]);
            Rows.Add(slope, outer.Weights[output * outer.Stride + h] * (1 - curve * curve), hidden.Weights.AsSpan(h * hidden.Stride, slope.Length));
        }
    }

    public void Write(BinaryWriter to)
    {
        direct.Write(to);
        hidden.Write(to);
        outer.Write(to);
    }

    public static Head Read(BinaryReader from) => new(Layer.Read(from), Layer.Read(from), Layer.Read(from));
}
