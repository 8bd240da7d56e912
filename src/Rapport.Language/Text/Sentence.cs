namespace Rapport.Language.Text;

/// <summary>A run of tokens that belong together. A signature (“-Becky”, “^AB”, “Kind regards, Jo”) is function and is marked as such.</summary>
public readonly record struct Sentence(int First, int Count, bool IsSignature)
{
    public int Last => First + Count - 1;

    /// <summary>The sentences of a text, in order. Emoji, smileys and tags after the full stop belong to the sentence before them.</summary>
    public static List<Sentence> Of(string text, List<Token> tokens)
    {
        List<Sentence> sentences = [];
        var first = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!Ends(text, tokens, i)) continue;
            while (i + 1 < tokens.Count && (IsEnd(tokens[i + 1]) || tokens[i + 1].Kind is TokenKind.Picture || tokens[i + 1].Norm is "\"" or ")")) i++;
            Add(sentences, tokens, first, i - first + 1);
            first = i + 1;
        }
        if (first < tokens.Count) Add(sentences, tokens, first, tokens.Count - first);
        return sentences;
    }

    static void Add(List<Sentence> sentences, List<Token> tokens, int first, int count)
    {
        var words = 0;
        for (var i = first; i < first + count; i++) if (tokens[i].Kind is TokenKind.Word) words++;
        var signature = sentences.Count > 0 && words <= 4 && (tokens[first].Norm is "-" or "–" or "^" or "*" or "~" || IsRegards(tokens[first].Norm, words));
        if (words == 0 && sentences.Count > 0 && !sentences[^1].IsSignature) sentences[^1] = sentences[^1] with { Count = sentences[^1].Count + count };
        else sentences.Add(new Sentence(first, count, signature));
    }

    static bool IsRegards(string word, int words) => words <= 3 && word is "regards" or "kind" or "best" or "sincerely" or "yours" or "cheers";

    static bool Ends(string text, List<Token> tokens, int i)
    {
        if (IsEnd(tokens[i])) return true;
        if (i + 1 >= tokens.Count) return false;
        var next = tokens[i + 1];
        if (text.AsSpan(tokens[i].End, next.Start - tokens[i].End).Contains('\n')) return true;
        // A signature's dash begins something new; so does a word after an emoji.
        return next.Norm is "^" || next.Norm is "-" or "–" or "*" or "~" && i + 3 >= tokens.Count && next.Start > tokens[i].End
            || tokens[i].Kind is TokenKind.Picture && next.Kind is TokenKind.Word && i > 3;
    }

    static bool IsEnd(Token token) => token.Norm is "." or "!" or "?" or "…";
}
