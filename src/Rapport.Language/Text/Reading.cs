using Rapport.Language.Words;

namespace Rapport.Language.Text;

/// <summary>A text cut into tokens and sentences, with the sorts of its words.</summary>
public sealed class Reading
{
    public string Text { get; }
    public List<Token> Tokens { get; }
    public List<Sentence> Sentences { get; }
    public Sorts[] Marks { get; }

    public Reading(string text)
    {
        Text = text;
        Tokens = Language.Text.Tokens.Of(text);
        Sentences = Sentence.Of(text, Tokens);
        Marks = Lexicon.Known.Mark(Tokens);
    }

    public Sorts Sorts(int first, int count)
    {
        var all = default(Sorts);
        for (var i = first; i < first + count; i++) all |= Marks[i];
        return all;
    }

    /// <summary>
    /// What the customer said in a context: the turns marked “[customer]”, or everything where nothing is marked.
    /// Only the last 2,000 units are read.
    /// </summary>
    public static string CustomersTurns(string context)
    {
        const int most = 2_000;
        var tail = context.Length > most ? context[^most..] : context;
        if (!tail.Contains("[customer]", StringComparison.OrdinalIgnoreCase)) return tail.Contains("[csr]", StringComparison.OrdinalIgnoreCase) ? "" : tail;
        List<string> turns = [];
        for (var at = Next(tail, 0); at < tail.Length;)
        {
            var next = Next(tail, at + 1);
            if (tail.AsSpan(at).StartsWith("[customer]", StringComparison.OrdinalIgnoreCase)) turns.Add(tail[(at + "[customer]".Length)..next]);
            at = next;
        }
        return string.Join('\n', turns);
    }

    static int Next(string text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            if (text[at] is not '[') continue;
            var rest = text.AsSpan(at);
            if (rest.StartsWith("[customer]", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("[csr]", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("[action]", StringComparison.OrdinalIgnoreCase)) return at;
        }
        return text.Length;
    }
}
