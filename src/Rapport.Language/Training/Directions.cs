using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Rapport.Language.Training;

/// <summary>
/// Directions of the commonest English words, learned by others from much text: where the network starts. Kept in the repository as one compressed file,
/// one byte a number as a share of the largest of its word; not part of the program.
/// </summary>
public sealed class Directions
{
    const string Mark = "rapport directions 1";

    readonly sbyte[] numbers;
    readonly float[] scales;

    Directions(int width, Dictionary<string, int> words, float[] scales, sbyte[] numbers) => (Width, Words, this.scales, this.numbers) = (width, words, scales, numbers);

    /// <summary>None at all.</summary>
    public static Directions None { get; } = new(0, new(StringComparer.Ordinal), [], []);

    /// <summary>How many numbers a direction has.</summary>
    public int Width { get; }

    /// <summary>The words, each with its place.</summary>
    public IReadOnlyDictionary<string, int> Words { get; }

    /// <summary>The direction of a word that is among <see cref="Words"/>.</summary>
    public float[] Of(string word)
    {
        var at = Words[word];
        return [.. numbers.AsSpan(at * Width, Width).ToArray().Select(n => n * scales[at])];
    }

    public static void Write(Stream stream, IReadOnlyList<(string Word, float[] Direction)> words)
    {
        using var squeezed = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var to = new BinaryWriter(squeezed);
        to.Write(Mark);
        to.Write(words.Count);
        to.Write(words[0].Direction.Length);
        foreach (var (word, _) in words) to.Write(word);
        foreach (var (_, direction) in words)
        {
            var scale = direction.Max(Math.Abs) / sbyte.MaxValue;
            to.Write(scale);
            foreach (var number in direction) to.Write((sbyte)MathF.Round(number / scale));
        }
    }

    /// <exception cref="InvalidDataException">It is no file of directions, or one of another version.</exception>
    public static Directions Read(Stream stream)
    {
        using var squeezed = new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true);
        using var buffered = new BufferedStream(squeezed, 1 << 16);
        using var from = new BinaryReader(buffered);
        if (from.ReadString() != Mark) throw new InvalidDataException("These are no directions of this version.");
        var (count, width) = (from.ReadInt32(), from.ReadInt32());
        Dictionary<string, int> words = new(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++) words[from.ReadString()] = i;
        var (scales, numbers) = (new float[count], new sbyte[count * width]);
        for (var i = 0; i < count; i++)
        {
            scales[i] = from.ReadSingle();
            from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan(i * width, width)));
        }
        return new Directions(width, words, scales, numbers);
    }
}
