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

    public void Write(BinaryWriter to)
    {
        direct.Write(to);
        hidden.Write(to);
        outer.Write(to);
    }

    public static Head Read(BinaryReader from) => new(Layer.Read(from), Layer.Read(from), Layer.Read(from));
}
