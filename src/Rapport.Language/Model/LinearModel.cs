namespace Rapport.Language.Model;

/// <summary>
/// One weight a feature and output, hashed into so many places: score = bias + Σ value · weight.
/// Weights are kept in one byte each, as a share of the largest of their output.
/// </summary>
public sealed class LinearModel(int outputs, int places, sbyte[] weights, float[] scales, float[] biases)
{
    public int Outputs => outputs;
    public int Places => places;

    /// <summary>The scores of every output, as logits.</summary>
    public void Score(Features features, Span<float> scores)
    {
        Span<float> sums = stackalloc float[outputs];
        sums.Clear();
        for (var i = 0; i < features.Count; i++)
        {
            var feature = features[i];
            var row = weights.AsSpan(Features.Place(feature.Hash, places) * outputs, outputs);
            for (var o = 0; o < row.Length; o++) sums[o] += feature.Value * row[o];
        }
        for (var o = 0; o < outputs; o++) scores[o] = biases[o] + sums[o] * scales[o];
    }

    /// <summary>What one feature adds to one output.</summary>
    public float Part(Feature feature, int output) => feature.Value * weights[Features.Place(feature.Hash, places) * outputs + output] * scales[output];

    public static LinearModel From(float[] weights, float[] biases, int places)
    {
        var outputs = biases.Length;
        var scales = new float[outputs];
        for (var i = 0; i < weights.Length; i++) scales[i % outputs] = Math.Max(scales[i % outputs], Math.Abs(weights[i]) / sbyte.MaxValue);
        var small = new sbyte[weights.Length];
        for (var i = 0; i < weights.Length; i++) small[i] = scales[i % outputs] == 0 ? (sbyte)0 : (sbyte)MathF.Round(weights[i] / scales[i % outputs]);
        return new LinearModel(outputs, places, small, scales, biases);
    }

    public void Write(BinaryWriter to)
    {
        to.Write(outputs);
        to.Write(places);
        foreach (var scale in scales) to.Write(scale);
        foreach (var bias in biases) to.Write(bias);
        to.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.AsSpan()));
    }

    public static LinearModel Read(BinaryReader from)
    {
        var (outputs, places) = (from.ReadInt32(), from.ReadInt32());
        var scales = new float[outputs];
        var biases = new float[outputs];
        for (var i = 0; i < outputs; i++) scales[i] = from.ReadSingle();
        for (var i = 0; i < outputs; i++) biases[i] = from.ReadSingle();
        var weights = new sbyte[outputs * places];
        from.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weights.AsSpan()));
        return new LinearModel(outputs, places, weights, scales, biases);
    }

    public static float Chance(float logit) => 1 / (1 + MathF.Exp(-logit));
}
