using Rapport.Language.Text;

namespace Rapport.Language.Words;

/// <summary>
/// How near a sentence comes to the pleasantries of the trade (<c>rote.txt</c>): the share of word pairs that both have
/// (Dice's coefficient on sets of words and neighbouring pairs), 0 to 1.
/// </summary>
public sealed class RoteBank
{
    readonly Dictionary<int, List<int>> holding = [];
    readonly List<int> sizes = [];

    public static RoteBank Known { get; } = new(Embedded.Lines("rote.txt").Where(line => line[0] is not '#'));

    RoteBank(IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            var tokens = Tokens.Of(sentence);
            var shape = Shape(tokens, 0, tokens.Count);
            foreach (var piece in shape)
            {
                if (!holding.TryGetValue(piece, out var list)) holding[piece] = list = [];
                list.Add(sizes.Count);
            }
            sizes.Add(shape.Count);
        }
    }

    public float Nearness(List<Token> tokens, int first, int count)
    {
        var shape = Shape(tokens, first, count);
        if (shape.Count == 0) return 0;
        Span<byte> shared = stackalloc byte[sizes.Count];
        shared.Clear();
        foreach (var piece in shape)
            if (holding.TryGetValue(piece, out var list))
                foreach (var which in list) if (shared[which] < byte.MaxValue) shared[which]++;
        var nearest = 0f;
        for (var i = 0; i < shared.Length; i++) nearest = Math.Max(nearest, 2f * shared[i] / (shape.Count + sizes[i]));
        return nearest;
    }

    /// <summary>The words and neighbouring pairs of a sentence, as numbers; marks, handles and pictures do not count.</summary>
    static HashSet<int> Shape(List<Token> tokens, int first, int count)
    {
        HashSet<int> shape = [];
        var last = 0;
        for (var i = first; i < Math.Min(first + count, first + 80); i++)
        {
            if (tokens[i].Kind is not (TokenKind.Word or TokenKind.Number)) continue;
            var word = (int)Model.Features.Hash(1, tokens[i].Norm);
            shape.Add(word);
            if (last != 0) shape.Add(HashCode(last, word));
            last = word;
        }
        return shape;
    }

    static int HashCode(int left, int right) => unchecked(left * 31 + right ^ 0x5bd1e995);
}
