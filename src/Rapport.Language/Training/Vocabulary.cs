using Rapport.Language.Model;
using Rapport.Language.Text;

namespace Rapport.Language.Training;

/// <summary>
/// The words that the network knows and where their directions start: that of the same word in a table learned from much text, the mean of its parts for
/// “don't” and the like, and by chance for what no table has (emoji, marks, placeholders).
/// </summary>
sealed class Vocabulary
{
    /// <summary>How often a word has to be among the texts to be known, where no table has it.</summary>
    public const int LeastSeen = 4;

    const int WidthWithoutTable = 24;
    const float Spread = 0.3f;

    readonly ulong[] hashes;

    public int Width { get; }
    public int Count => hashes.Length;

    /// <summary>Rows of numbers, padded.</summary>
    public float[] Table { get; }

    public Vocabulary(Directions known, IEnumerable<List<Token>> texts, int seed)
    {
        Width = known.Words.Count == 0 ? WidthWithoutTable : known.Width;
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (var tokens in texts)
            foreach (var token in tokens) seen[token.Norm] = seen.GetValueOrDefault(token.Norm) + 1;
        var words = seen.Where(s => s.Value >= LeastSeen).Select(s => s.Key).Concat(known.Words.Keys).Distinct(StringComparer.Ordinal)
            .Select(w => (Word: w, Hash: WordTable.Hash(w))).DistinctBy(w => w.Hash).OrderBy(w => w.Hash).ToList();
        hashes = [0, .. words.Select(w => w.Hash)];
        var stride = Rows.Padded(Width);
        Table = new float[hashes.Length * stride];
        StableRandom random = new(seed + 7);
        for (var row = 1; row < hashes.Length; row++) Start(known, words[row - 1].Word, Table.AsSpan(row * stride, Width), random);
    }

    static void Start(Directions known, string word, Span<float> row, StableRandom random)
    {
        string[] parts = known.Words.ContainsKey(word) ? [word] : [.. word.Replace("n't", "'not", StringComparison.Ordinal).Split('\'', '#').Where(known.Words.ContainsKey)];
        foreach (var part in parts)
        {
            var direction = known.Of(part);
            for (var n = 0; n < row.Length; n++) row[n] += direction[n] / parts.Length;
        }
        if (parts.Length == 0) for (var n = 0; n < row.Length; n++) row[n] = (float)(random.Share() * 2 - 1) * Spread;
    }

    public int[] RowsOf(IReadOnlyList<Token> tokens, int most, bool last = false) => WordTable.RowsOf(hashes, tokens, most, last);

    /// <summary>The table with directions that were learned.</summary>
    public WordTable With(float[] table)
    {
        var (scales, numbers) = Layer.Small(table, Rows.Padded(Width));
        return new WordTable(Width, hashes, scales, numbers);
    }
}
