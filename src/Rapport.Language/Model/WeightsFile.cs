using System.IO.Compression;
using Rapport.Language.Customer;

namespace Rapport.Language.Model;

/// <summary>How a behavior's logit becomes a chance (slope and offset, Platt 1999), and from which chance on it is proposed or counted as there.</summary>
public readonly record struct Scale(float Slope, float Offset, float Propose, float Best)
{
    public float Chance(float logit) => LinearModel.Chance(Slope * logit + Offset);

    /// <summary>The chance with a threshold moved into the middle, so that 0.5 and more means: from <paramref name="there"/> on. The odds are divided by the threshold's.</summary>
    public float Clear(float logit, float there) => LinearModel.Chance(Slope * logit + Offset - MathF.Log(there / (1 - there)));
}

/// <summary>Everything that was learned. Written as one compressed file; what cannot be read is refused in words.</summary>
public sealed record WeightsFile(LinearModel Emotions, LinearModel Behaviors, IReadOnlyList<Scale> Scales, LinearModel Praise, Scale PraiseScale, LinearModel Customer, IReadOnlyList<Scale> CustomerScales, FactTagger Facts, Network Network)
{
    const string Mark = "rapport language 3";

    public void Write(Stream stream)
    {
        using var squeezed = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var to = new BinaryWriter(squeezed);
        to.Write(Mark);
        Emotions.Write(to);
        Behaviors.Write(to);
        Write(to, Scales);
        Praise.Write(to);
        Write(to, [PraiseScale]);
        Customer.Write(to);
        Write(to, CustomerScales);
        Facts.Write(to);
        Network.Write(to);
    }

    /// <exception cref="InvalidDataException">It is no file of weights, or one of another version.</exception>
    public static WeightsFile Read(Stream stream)
    {
        try
        {
            using var squeezed = new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true);
            using var buffered = new BufferedStream(squeezed);
            using var from = new BinaryReader(buffered);
            if (from.ReadString() != Mark) throw new InvalidDataException("These are no weights of this version.");
            return new WeightsFile(LinearModel.Read(from), LinearModel.Read(from), ScalesFrom(from), LinearModel.Read(from), ScalesFrom(from)[0], LinearModel.Read(from), ScalesFrom(from), FactTagger.Read(from), Network.Read(from));
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidOperationException)
        {
            throw new InvalidDataException("This is no file of weights.", e);
        }
    }

    static void Write(BinaryWriter to, IReadOnlyList<Scale> scales)
    {
        to.Write(scales.Count);
        foreach (var scale in scales)
        {
            to.Write(scale.Slope);
            to.Write(scale.Offset);
            to.Write(scale.Propose);
            to.Write(scale.Best);
        }
    }

    static Scale[] ScalesFrom(BinaryReader from)
    {
        var scales = new Scale[from.ReadInt32()];
        for (var i = 0; i < scales.Length; i++) scales[i] = new Scale(from.ReadSingle(), from.ReadSingle(), from.ReadSingle(), from.ReadSingle());
        return scales;
    }
}
