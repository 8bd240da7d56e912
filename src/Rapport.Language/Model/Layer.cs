using System.Runtime.InteropServices;

namespace Rapport.Language.Model;

/// <summary>Every output a weighted sum of all inputs: y = W x + b. One row of <see cref="Stride"/> weights an output; written as one byte a weight, a share of the largest of its row.</summary>
public sealed class Layer(int inputs, int outputs, float[] weights, float[] biases)
{
    public Layer(int inputs, int outputs) : this(inputs, outputs, new float[outputs * Rows.Padded(inputs)], new float[outputs]) { }

    public int Inputs => inputs;
    public int Outputs => outputs;

    /// <summary>The length of a row: the inputs, padded.</summary>
    public int Stride { get; } = Rows.Padded(inputs);

    public float[] Weights => weights;
    public float[] Biases => biases;

    /// <summary>x has <see cref="Stride"/> numbers, y at least as many as there are outputs.</summary>
    public void Score(ReadOnlySpan<float> x, Span<float> y)
    {
        for (var o = 0; o < outputs; o++) y[o] = biases[o] + Rows.Dot(x[..Stride], weights.AsSpan(o * Stride, Stride));
    }

    /// <summary>The same for so many x that follow one another, and as many y; the outputs are a multiple of four.</summary>
    public void ScoreAll(ReadOnlySpan<float> x, int count, Span<float> y)
    {
        for (var o = 0; o < outputs; o += 4) // all x against the same rows, which stay at hand meanwhile
            for (var i = 0; i < count; i += 2)
            {
                var second = Math.Min(i + 1, count - 1); // of an odd number the last is worked out twice
                Rows.Dot4(weights.AsSpan(o * Stride), x.Slice(i * Stride, Stride), x.Slice(second * Stride, Stride), y[(i * outputs + o)..], y[(second * outputs + o)..]);
            }
        for (var i = 0; i < count; i++) for (var o = 0; o < outputs; o++) y[i * outputs + o] += biases[o];
    }

    public void Write(BinaryWriter to)
    {
        to.Write(inputs);
        to.Write(outputs);
        foreach (var bias in biases) to.Write(bias);
        Write(to, Small(weights, Stride));
    }

    public static Layer Read(BinaryReader from)
    {
        var (inputs, outputs) = (from.ReadInt32(), from.ReadInt32());
        float[] biases = [.. Enumerable.Range(0, outputs).Select(_ => from.ReadSingle())];
        var (scales, numbers) = Read(from, outputs, Rows.Padded(inputs));
        return new Layer(inputs, outputs, [.. numbers.Select((n, i) => n * scales[i / Rows.Padded(inputs)])], biases);
    }

    /// <summary>Rows of numbers, one byte each, as shares of the largest of their row.</summary>
    internal static (float[] Scales, sbyte[] Numbers) Small(float[] numbers, int stride)
    {
        var scales = numbers.Chunk(stride).Select(row => row.Max(Math.Abs) / sbyte.MaxValue).ToArray();
        return (scales, [.. numbers.Select((n, i) => scales[i / stride] == 0 ? (sbyte)0 : (sbyte)MathF.Round(n / scales[i / stride]))]);
    }

    internal static void Write(BinaryWriter to, (float[] Scales, sbyte[] Numbers) small)
    {
        foreach (var scale in small.Scales) to.Write(scale);
        to.Write(MemoryMarshal.AsBytes(small.Numbers.AsSpan()));
    }

    internal static (float[] Scales, sbyte[] Numbers) Read(BinaryReader from, int rows, int stride)
    {
        float[] scales = [.. Enumerable.Range(0, rows).Select(_ => from.ReadSingle())];
        var numbers = new sbyte[rows * stride];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return (scales, numbers);
    }
}
