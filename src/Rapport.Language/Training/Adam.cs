using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Rapport.Language.Model;

namespace Rapport.Language.Training;

/// <summary>Adam's step (Kingma, Ba 2015) for a run of numbers whose gradient was added up; the gradient is empty afterwards.</summary>
sealed class Adam(float[] numbers, float rate)
{
    const float First = 0.9f, Second = 0.999f;

    readonly float[] mean = new float[numbers.Length];
    readonly float[] square = new float[numbers.Length];

    public float[] Gradient { get; } = new float[numbers.Length];

    /// <summary>One step, the <paramref name="n"/>th, for the numbers from <paramref name="first"/> on; their count is a multiple of eight or reaches to the end.</summary>
    public void Step(int n, int first, int count)
    {
        var unbiased = rate * MathF.Sqrt(1 - MathF.Pow(Second, n)) / (1 - MathF.Pow(First, n));
        ref var g = ref MemoryMarshal.GetArrayDataReference(Gradient);
        ref var m = ref MemoryMarshal.GetArrayDataReference(mean);
        ref var s = ref MemoryMarshal.GetArrayDataReference(square);
        ref var w = ref MemoryMarshal.GetArrayDataReference(numbers);
        var i = (nuint)first;
        var end = (nuint)(first + count);
        for (; i + Rows.Lane <= end; i += Rows.Lane)
        {
            var gradient = Vector256.LoadUnsafe(ref g, i);
            var one = Vector256.LoadUnsafe(ref m, i) * First + gradient * (1 - First);
            var two = Vector256.LoadUnsafe(ref s, i) * Second + gradient * gradient * (1 - Second);
            one.StoreUnsafe(ref m, i);
            two.StoreUnsafe(ref s, i);
            (Vector256.LoadUnsafe(ref w, i) - one * unbiased / (Vector256.Sqrt(two) + Vector256.Create(1e-8f))).StoreUnsafe(ref w, i);
            Vector256<float>.Zero.StoreUnsafe(ref g, i);
        }
        for (var k = (int)i; k < (int)end; k++)
        {
            mean[k] = mean[k] * First + Gradient[k] * (1 - First);
            square[k] = square[k] * Second + Gradient[k] * Gradient[k] * (1 - Second);
            numbers[k] -= unbiased * mean[k] / (MathF.Sqrt(square[k]) + 1e-8f);
            Gradient[k] = 0;
        }
    }

    public void Step(int n) => Step(n, 0, numbers.Length);
}

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
