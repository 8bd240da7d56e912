using System.Runtime.InteropServices;

namespace Rapport.Language.Model;

/// <summary>
/// One weight a feature and output, hashed into so many places, and optionally a small hidden layer beside it that knows what goes with what:
/// score = bias + Σ value · weight + Σ out · tanh(Σ value · inner). Weights are kept in one byte each, as a share of the largest of their output.
/// </summary>
public sealed class LinearModel(int outputs, int places, sbyte[] weights, float[] scales, float[] biases, int hidden, sbyte[] inner, float innerScale, float[] outer)
{
    public int Outputs => outputs;

    /// <summary>The scores of every output, as logits.</summary>
    public void Score(Features features, Span<float> scores)
    {
        Span<float> sums = stackalloc float[outputs];
        Span<float> within = stackalloc float[hidden];
        sums.Clear();
        within.Clear();
        for (var i = 0; i < features.Count; i++)
        {
            var feature = features[i];
            var place = Features.Place(feature.Hash, places);
            var row = weights.AsSpan(place * outputs, outputs);
            for (var o = 0; o < row.Length; o++) sums[o] += feature.Value * row[o];
            if (hidden == 0) continue;
            var deep = inner.AsSpan(place * hidden, hidden);
            for (var h = 0; h < deep.Length; h++) within[h] += feature.Value * deep[h];
        }
        for (var o = 0; o < outputs; o++) scores[o] = biases[o] + sums[o] * scales[o];
        for (var h = 0; h < hidden; h++)
        {
            var bent = MathF.Tanh(within[h] * innerScale);
            for (var o = 0; o < outputs; o++) scores[o] += bent * outer[h * outputs + o];
        }
    }

    /// <summary>What one feature adds to one output by itself.</summary>
    public float Part(Feature feature, int output) => feature.Value * weights[Features.Place(feature.Hash, places) * outputs + output] * scales[output];

    public static LinearModel From(float[] weights, float[] biases, int places, float[]? inner = null, float[]? outer = null)
    {
        var outputs = biases.Length;
        var scales = new float[outputs];
        for (var i = 0; i < weights.Length; i++) scales[i % outputs] = Math.Max(scales[i % outputs], Math.Abs(weights[i]) / sbyte.MaxValue);
        var small = new sbyte[weights.Length];
        for (var i = 0; i < weights.Length; i++) small[i] = Small(weights[i], scales[i % outputs]);
        var innerScale = inner is null ? 0 : inner.Max(Math.Abs) / sbyte.MaxValue;
        return new LinearModel(outputs, places, small, scales, biases, (outer?.Length ?? 0) / outputs, inner is null ? [] : [.. inner.Select(w => Small(w, innerScale))], innerScale, outer ?? []);
    }

    static sbyte Small(float weight, float scale) => scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(weight / scale);

    public void Write(BinaryWriter to)
    {
        to.Write(outputs);
        to.Write(places);
        to.Write(hidden);
        foreach (var number in (float[])[.. scales, .. biases, innerScale, .. outer]) to.Write(number);
        to.Write(MemoryMarshal.AsBytes(weights.AsSpan()));
        to.Write(MemoryMarshal.AsBytes(inner.AsSpan()));
    }

    public static LinearModel Read(BinaryReader from)
    {
        var (outputs, places, hidden) = (from.ReadInt32(), from.ReadInt32(), from.ReadInt32());
        var (scales, biases, innerScale, outer) = (Floats(outputs), Floats(outputs), from.ReadSingle(), Floats(hidden * outputs));
        return new LinearModel(outputs, places, Bytes(outputs * places), scales, biases, hidden, Bytes(hidden * places), innerScale, outer);

        float[] Floats(int count) => [.. Enumerable.Range(0, count).Select(_ => from.ReadSingle())];

        sbyte[] Bytes(int count)
        {
            var bytes = new sbyte[count];
            from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(bytes.AsSpan()));
            return bytes;
        }
    }

    public static float Chance(float logit) => 1 / (1 + MathF.Exp(-logit));
}
