using Rapport.Language.Model;
using Rapport.Language.Text;
using Rapport.Language.Words;

namespace Rapport.Language.Customer;

/// <summary>
/// Finds personal facts: each token begins one, goes on with one or is outside, and the likeliest row of the three is taken (Viterbi);
/// then the words of the span say the kind. Weights by the averaged perceptron (Collins 2002).
/// </summary>
public sealed class FactTagger(LinearModel tags, float[] moves, LinearModel kinds, float reluctance)
{
    public const int Outside = 0, Begins = 1, Goes = 2, Tags = 3;
    public const int Places = 1 << 15;
    const int LongestSentence = 120, Around = 8;
    const float Faint = 0.3f;

    /// <summary>What is asked of a span: each of the kinds, and whether it is sensitive.</summary>
    public static readonly int Kinds = FactKinds.All.Count + 1;

    public List<FoundFact> Find(Reading message) => WithRuled(message, Learned(message));

    List<FoundFact> Learned(Reading message)
    {
        List<FoundFact> facts = [];
        Features seen = new();
        foreach (var sentence in message.Sentences)
        {
            var count = Math.Min(sentence.Count, LongestSentence);
            if (count < 2) continue;
            var all = message.Sorts(sentence.First, sentence.Count).Between(Sort.Family, Sort.Security);
            var scores = new float[count * Tags];
            for (var i = 0; i < count; i++)
            {
                seen.Clear();
                See(message, sentence, all, sentence.First + i, seen);
                tags.Score(seen, scores.AsSpan(i * Tags, Tags));
                scores[i * Tags + Outside] += reluctance;
            }
            var path = Best(scores, count, moves);
            for (var i = 0; i < count; i++)
            {
                if (path[i] is not Begins) continue;
                var first = i;
                while (i + 1 < count && path[i + 1] is Goes) i++;
                if (Fact(message, sentence, sentence.First + first, sentence.First + i) is { } fact) facts.Add(fact);
            }
        }
        return facts;
    }

    /// <summary>What the rules see where nothing was learned; and what touches a sensitive turn of phrase is sensitive.</summary>
    List<FoundFact> WithRuled(Reading message, List<FoundFact> facts)
    {
        var ruled = FactRules.Find(message.Text);
        if (ruled.Count == 0) return facts;
        List<(int At, FoundFact Fact)> all = [];
        var from = 0;
        foreach (var fact in facts)
        {
            var at = message.Text.IndexOf(fact.Span, from, StringComparison.Ordinal);
            from = at + fact.Span.Length;
            all.Add((at, fact with { Sensitive = fact.Sensitive || ruled.Exists(r => r.Sensitive && r.Start < at + fact.Span.Length && at < r.End) }));
        }
        foreach (var span in ruled)
        {
            if (all.Exists(f => f.At < span.End && span.Start < f.At + f.Fact.Span.Length)) continue;
            var first = message.Tokens.FindIndex(t => t.End > span.Start);
            if (first < 0 || IsSecurityAnswer(message, first)) continue;
            var last = message.Tokens.FindLastIndex(t => t.Start < span.End);
            var (_, sensitive) = Kind(message, SentenceAt(message, first), first, Math.Max(first, last));
            all.Add((span.Start, new FoundFact(message.Text.Substring(span.Start, span.Length).TrimEnd(), span.Kind, span.Sensitive || sensitive)));
        }
        all.Sort((a, b) => a.At.CompareTo(b.At));
        return [.. all.Select(f => f.Fact)];
    }

    FoundFact? Fact(Reading message, Sentence sentence, int first, int last)
    {
        while (last > first && message.Tokens[last].Kind is TokenKind.Mark) last--;
        var hasWord = false;
        for (var i = first; i <= last; i++) hasWord |= message.Tokens[i].IsWord;
        if (!hasWord || IsSecurityAnswer(message, first)) return null;
        var (kind, sensitive) = Kind(message, sentence, first, last);
        var start = message.Tokens[first].Start;
        return new FoundFact(message.Text[start..message.Tokens[last].End], kind, sensitive);
    }

    /// <summary>The likeliest kind of a span, and whether it is to be marked: by its kind, by the words around it, or because there is some chance that it is sensitive.</summary>
    (string Kind, bool Sensitive) Kind(Reading message, Sentence sentence, int first, int last)
    {
        Features seen = new();
        SeeSpan(message, sentence, first, last, seen);
        Span<float> scores = stackalloc float[Kinds];
        kinds.Score(seen, scores);
        var sorts = message.Sorts(first, last - first + 1);
        var best = 0;
        for (var k = 0; k < FactKinds.All.Count; k++)
        {
            scores[k] += FactKinds.Bonus(k, sorts);
            if (scores[k] > scores[best]) best = k;
        }
        var around = message.Sorts(Math.Max(sentence.First, first - Around), Math.Min(sentence.Last, last + Around) - Math.Max(sentence.First, first - Around) + 1);
        return (FactKinds.All[best], FactKinds.IsSensitive(FactKinds.All[best]) || LinearModel.Chance(scores[^1]) > FactKinds.SensitiveFrom || around.HasAny(FactKinds.SensitiveWords));
    }

    static Sentence SentenceAt(Reading message, int token) => message.Sentences.Find(s => s.First <= token && token <= s.Last);

    /// <summary>A pet's name or a mother's maiden name given to prove who one is must not be remembered.</summary>
    static bool IsSecurityAnswer(Reading message, int first) => message.Sorts(Math.Max(0, first - 12), Math.Min(12, first)).Has(Sort.Security);

    public static int[] Best(float[] scores, int count, float[] moves)
    {
        Span<float> now = stackalloc float[Tags];
        Span<float> next = stackalloc float[Tags];
        var from = new int[count * Tags];
        for (var t = 0; t < Tags; t++) now[t] = scores[t] + (t is Goes ? -1e6f : moves[t]);
        for (var i = 1; i < count; i++)
        {
            for (var t = 0; t < Tags; t++)
            {
                var (best, which) = (float.NegativeInfinity, 0);
                for (var p = 0; p < Tags; p++)
                {
                    var way = now[p] + moves[(p + 1) * Tags + t] + (t is Goes && p is Outside ? -1e6f : 0);
                    if (way > best) (best, which) = (way, p);
                }
                next[t] = best + scores[i * Tags + t];
                from[i * Tags + t] = which;
            }
            next.CopyTo(now);
        }
        var path = new int[count];
        path[^1] = now[0] >= now[1] && now[0] >= now[2] ? 0 : now[1] >= now[2] ? 1 : 2;
        for (var i = count - 1; i > 0; i--) path[i - 1] = from[i * Tags + path[i]];
        return path;
    }

    public static void See(Reading message, Sentence sentence, Sorts all, int at, Features seen)
    {
        for (var d = -3; d <= 3; d++)
        {
            var i = at + d;
            if (i < sentence.First || i > sentence.Last)
            {
                seen.Add(Features.Hash(Features.Start('o'), d));
                continue;
            }
            var word = Features.Hash(Features.Hash(Features.Start('w'), d), message.Tokens[i].Norm);
            if (Math.Abs(d) < 3) seen.Add(word, 0.6f);
            var marks = message.Marks[i].Between(Sort.Family, Sort.Security);
            for (var s = marks.Next(-1); s != Sorts.End; s = marks.Next(s)) seen.Add(Features.Hash(Features.Hash(Features.Start('s'), d), s));
        }
        Both('b', at - 1, at);
        Both('c', at, at + 1);
        var token = message.Tokens[at];
        if (token.IsWord && token.Norm.Length > 3) seen.Add('p', token.Norm.AsSpan(0, 4), 0.6f);
        if (char.IsUpper(message.Text[token.Start])) seen.Add('x', at == sentence.First ? "first capital" : "capital", 0.6f);
        for (var s = all.Next(-1); s != Sorts.End; s = all.Next(s)) seen.Add(Features.Hash(Features.Start('a'), s), 0.3f);

        void Both(char space, int left, int right)
        {
            var l = left < sentence.First ? "^" : message.Tokens[left].Norm;
            var r = right > sentence.Last ? "$" : message.Tokens[right].Norm;
            seen.Add(Features.Hash(Features.Hash(Features.Start(space), l), r), 0.6f);
        }
    }

    /// <summary>What is seen of a span: its words, and more faintly those around it, since it is often they that say what a thing is (“my dad’s flat”, after “funeral”).</summary>
    public static void SeeSpan(Reading message, Sentence sentence, int first, int last, Features seen)
    {
        for (var i = Math.Max(sentence.First, first - Around); i <= Math.Min(sentence.Last, last + Around); i++)
        {
            seen.Add('u', message.Tokens[i].Norm, Faint);
            if (i >= first && i <= last) continue;
            var marks = message.Marks[i].Between(Sort.Family, Sort.Security);
            for (var s = marks.Next(-1); s != Sorts.End; s = marks.Next(s)) seen.Add(Features.Hash(Features.Start('h'), s), Faint);
        }
        var sorts = message.Sorts(first, last - first + 1);
        for (var s = sorts.Next(-1); s != Sorts.End; s = sorts.Next(s)) seen.Add(Features.Hash(Features.Start('g'), s));
        for (var i = first; i <= last; i++) seen.Add('w', message.Tokens[i].Norm, 0.4f);
        for (var i = first; i < last; i++) seen.Add(Features.Hash(Features.Hash(Features.Start('b'), message.Tokens[i].Norm), message.Tokens[i + 1].Norm), 0.4f);
    }

    /// <summary>The same, readier (below zero) or more reluctant to see a fact.</summary>
    public FactTagger With(float other) => new(tags, moves, kinds, other);

    public void Write(BinaryWriter to)
    {
        tags.Write(to);
        foreach (var move in moves) to.Write(move);
        kinds.Write(to);
        to.Write(reluctance);
    }

    public static FactTagger Read(BinaryReader from)
    {
        var tags = LinearModel.Read(from);
        var moves = new float[(Tags + 1) * Tags];
        for (var i = 0; i < moves.Length; i++) moves[i] = from.ReadSingle();
        return new FactTagger(tags, moves, LinearModel.Read(from), from.ReadSingle());
    }
}
