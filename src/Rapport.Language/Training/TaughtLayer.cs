using Rapport.Language.Model;

namespace Rapport.Language.Training;

/// <summary>A layer that is being taught.</summary>
sealed class TaughtLayer
{
    readonly Adam weights, biases;

    public Layer Layer { get; }

    public TaughtLayer(int inputs, int outputs, float rate, StableRandom random)
    {
        Layer = new Layer(inputs, outputs);
        var most = 1 / MathF.Sqrt(inputs);
        for (var o = 0; o < outputs; o++)
            for (var i = 0; i < inputs; i++) Layer.Weights[o * Layer.Stride + i] = (float)(random.Share() * 2 - 1) * most;
        (weights, biases) = (new Adam(Layer.Weights, rate), new Adam(Layer.Biases, rate));
    }

    /// <summary>What an error in one output says about its weights, and (added to <paramref name="back"/>) about the inputs.</summary>
    public void Back(int output, float error, ReadOnlySpan<float> x, Span<float> back)
    {
        if (error == 0) return;
        biases.Gradient[output] += error;
        Rows.Add(weights.Gradient.AsSpan(output * Layer.Stride, Layer.Stride), error, x);
        if (!back.IsEmpty) Rows.Add(back[..Layer.Stride], error, Layer.Weights.AsSpan(output * Layer.Stride, Layer.Stride));
    }

    public void Back(ReadOnlySpan<float> errors, ReadOnlySpan<float> x, Span<float> back)
    {
        for (var o = 0; o < Layer.Outputs; o++) Back(o, errors[o], x, back);
    }

    public void Step(int n)
    {
        weights.Step(n);
        biases.Step(n);
    }
}
