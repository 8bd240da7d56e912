using System.Buffers;
using Rapport.Language.Text;

namespace Rapport.Language.Model;

/// <summary>
/// Reads words in their order, a few at a time: a convolutional network over the directions of words (Kim 2014). <see cref="Filters"/> filters look at one word,
/// as many at two and at three that follow one another; of each only the strongest answer in the whole text is kept. From these a head reads behaviors, from those
/// of a reply beside those of the customer's words, another abuse, gratitude and frustration.
/// </summary>
public sealed class Network(WordTable words, Layer kernels, Layer before, Head desk, Head customer)
{
    /// <summary>Filters of one width.</summary>
    public const int Filters = 96;

    /// <summary>How many numbers a text becomes.</summary>
    public const int Size = 3 * Filters;

    /// <summary>Rows of kernels for one word: that of width one, two of width two, three of width three.</summary>
    internal const int Parts = 6;

    /// <summary>How many words are read of a message, from its beginning, and of what was said before it, up to its end.</summary>
    public const int MostWords = 100, MostBefore = 60;

    /// <summary>How much the network counts beside the linear model.</summary>
    public const float Share = 0.5f;

    public WordTable Words => words;

    /// <summary>Puts the mean of both logits in the place of the model's.</summary>
    public static void Mix(Span<float> model, ReadOnlySpan<float> network)
    {
        for (var i = 0; i < model.Length; i++) model[i] = (1 - Share) * model[i] + Share * network[i];
    }

    /// <summary>Logits of the behaviors.</summary>
    public void Desk(IReadOnlyList<Token> reply, IReadOnlyList<Token> context, Span<float> logits) =>
        Desk(words.RowsOf(reply, MostWords), words.RowsOf(context, MostBefore, last: true), logits);

    /// <summary>The same from rows of the table.</summary>
    public void Desk(int[] reply, int[] context, Span<float> logits)
    {
        Span<float> seen = stackalloc float[2 * Size];
        Span<float> theirs = stackalloc float[Size];
        Encode(reply, seen[..Size]);
        Encode(context, theirs);
        Before(before, theirs, seen[Size..]);
        desk.Score(seen, logits);
    }

    /// <summary>
    /// What each word of a reply adds to the logit of one behavior: what the filters said that were strongest at it, times how much the logit follows them
    /// (gradient times input; Shrikumar and others 2016). Words beyond <see cref="MostWords"/> add nothing.
    /// </summary>
    public float[] WordsFor(int behavior, IReadOnlyList<Token> reply, IReadOnlyList<Token> context)
    {
        var rows = words.RowsOf(reply, MostWords);
        Span<float> seen = stackalloc float[2 * Size], theirs = stackalloc float[Size], slope = stackalloc float[2 * Size];
        Span<int> at = stackalloc int[Size];
        Encode(rows, seen[..Size], at);
        Encode(words.RowsOf(context, MostBefore, last: true), theirs);
        Before(before, theirs, seen[Size..]);
        desk.Slope(behavior, seen, slope);
        var parts = new float[reply.Count];
        for (var f = 0; f < Size; f++)
        {
            if (at[f] < 0) continue;
            var (width, said) = (f / Filters + 1, slope[f] * seen[f]);
            // One of two words looks at the one before, too, one of three also at the one after.
            for (var i = Math.Max(0, at[f] - (width > 1 ? 1 : 0)); i <= Math.Min(rows.Length - 1, at[f] + (width > 2 ? 1 : 0)); i++) parts[i] += said / width;
        }
        return parts;
    }

    /// <summary>Logits of what a customer's message says.</summary>
    public void Customer(IReadOnlyList<Token> message, Span<float> logits) => Customer(words.RowsOf(message, MostWords), logits);

    /// <summary>The same from rows of the table.</summary>
    public void Customer(int[] message, Span<float> logits)
    {
        Span<float> seen = stackalloc float[Size];
        Encode(message, seen);
        customer.Score(seen, logits);
    }

    internal static void Before(Layer layer, ReadOnlySpan<float> theirs, Span<float> into)
    {
        layer.Score(theirs, into);
        for (var i = 0; i < Size; i++) into[i] = Math.Max(0, into[i]);
    }

    void Encode(int[] rows, Span<float> best, Span<int> at = default)
    {
        var directions = ArrayPool<float>.Shared.Rent(rows.Length * words.Stride);
        for (var i = 0; i < rows.Length; i++) words.Copy(rows[i], directions.AsSpan(i * words.Stride, words.Stride));
        Encode(kernels, directions, rows.Length, best, at);
        ArrayPool<float>.Shared.Return(directions);
    }

    /// <summary>The strongest answer of each filter, at least 0, and the word at which it gave it (−1 where it gave none).</summary>
    internal static void Encode(Layer kernels, ReadOnlySpan<float> directions, int count, Span<float> best, Span<int> at = default)
    {
        var answers = ArrayPool<float>.Shared.Rent(Math.Max(1, count) * Parts * Filters);
        kernels.ScoreAll(directions, count, answers);
        best[..Size].Clear();
        for (var i = 0; i < count; i++)
        {
            // What a filter says at a word is the sum of what its parts say of the word, of the one before and of the one after.
            var here = Row(i);
            if (i > 0) Rows.Add(here.Slice(2 * Filters, Filters), 1, Row(i - 1).Slice(Filters, Filters));
            if (i > 0) Rows.Add(here.Slice(4 * Filters, Filters), 1, Row(i - 1).Slice(3 * Filters, Filters));
            if (i + 1 < count) Rows.Add(here.Slice(4 * Filters, Filters), 1, Row(i + 1).Slice(5 * Filters, Filters));
            for (var width = 0; width < 3; width++) Rows.Max(best.Slice(width * Filters, Filters), here.Slice(2 * width * Filters, Filters));
        }
        for (var f = 0; f < at.Length; f++)
        {
            at[f] = -1;
            for (var i = 0; i < count && best[f] > 0 && at[f] < 0; i++) if (Row(i)[2 * (f / Filters) * Filters + f % Filters] == best[f]) at[f] = i;
        }
        ArrayPool<float>.Shared.Return(answers);

        Span<float> Row(int word) => answers.AsSpan(word * Parts * Filters, Parts * Filters);
    }

    public void Write(BinaryWriter to)
    {
        words.Write(to);
        kernels.Write(to);
        before.Write(to);
        desk.Write(to);
        customer.Write(to);
    }

    public static Network Read(BinaryReader from) => new(WordTable.Read(from), Layer.Read(from), Layer.Read(from), Head.Read(from), Head.Read(from));
}
