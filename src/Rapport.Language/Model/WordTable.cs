using Rapport.Language.Text;

namespace Rapport.Language.Model;

/// <summary>
/// What words mean, each as a direction in so many dimensions: words that are used alike point alike, so that what was learned about “kitten” helps with “puppy”.
/// Words are known by the hash of their normal form (FNV-1a, 64 bits), in order, so that no strings are kept; the first row is for all words that are not known.
/// </summary>
public sealed class WordTable(int width, ulong[] hashes, float[] scales, sbyte[] numbers)
{
    public int Width => width;
    public int Count => hashes.Length;
    public int Stride { get; } = Rows.Padded(width);

    /// <summary>The row of a word.</summary>
    public int Row(string norm) => Row(hashes, norm);

    internal static int Row(ulong[] hashes, string norm) => Array.BinarySearch(hashes, 1, hashes.Length - 1, Hash(norm)) is var row and > 0 ? row : 0;

    /// <summary>The rows of the first words or, with <paramref name="last"/>, of the last, as many as <paramref name="most"/>.</summary>
    public int[] RowsOf(IReadOnlyList<Token> tokens, int most, bool last = false) => RowsOf(hashes, tokens, most, last);

    internal static int[] RowsOf(ulong[] hashes, IReadOnlyList<Token> tokens, int most, bool last = false)
    {
        var rows = new int[Math.Min(most, tokens.Count)];
        for (var (i, from) = (0, last ? tokens.Count - rows.Length : 0); i < rows.Length; i++) rows[i] = Row(hashes, tokens[from + i].Norm);
        return rows;
    }

    /// <summary>Puts a row's numbers where they are asked for.</summary>
    public void Copy(int row, Span<float> to)
    {
        var from = numbers.AsSpan(row * Stride, Stride);
        for (var i = 0; i < from.Length; i++) to[i] = from[i] * scales[row];
    }

    internal static ulong Hash(string norm)
    {
        var hash = 14695981039346656037;
        foreach (var c in norm) hash = (hash ^ c) * 1099511628211;
        return hash;
    }

    public void Write(BinaryWriter to)
    {
        to.Write(width);
        to.Write(Count);
        foreach (var hash in hashes) to.Write(hash);
        Layer.Write(to, (scales, numbers));
    }

    public static WordTable Read(BinaryReader from)
    {
        var (width, count) = (from.ReadInt32(), from.ReadInt32());
        ulong[] hashes = [.. Enumerable.Range(0, count).Select(_ => from.ReadUInt64())];
        var (scales, numbers) = Layer.Read(from, count, Rows.Padded(width));
        return new WordTable(width, hashes, scales, numbers);
    }
}
