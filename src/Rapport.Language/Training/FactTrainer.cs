using Rapport.Language.Customer;
using Rapport.Language.Model;
using Rapport.Language.Text;
using Rapport.Language.Words;

namespace Rapport.Language.Training;

/// <summary>Learns where facts are (averaged perceptron over whole sentences, Collins 2002) and of which kind they are.</summary>
static class FactTrainer
{
    const int Rounds = 8, KindRounds = 24;
    const int KindPlaces = 1 << 13;

    sealed record Row(Feature[][] Seen, int[] Tags);

    public static FactTagger Train(IReadOnlyList<CustomerExample> examples, int seed)
    {
        List<Row> rows = [];
        List<Instance> spans = [];
        foreach (var example in examples) See(example, rows, spans);
        var (weights, moves) = Learn(rows, seed);
        var kinds = new Fit(FactTagger.Kinds, KindPlaces, seed, rate: 0.1f).Learn(spans, rounds: KindRounds);
        return new FactTagger(LinearModel.From(weights, new float[FactTagger.Tags], FactTagger.Places), moves, kinds, reluctance: 0);
    }

    static void See(CustomerExample example, List<Row> rows, List<Instance> spans)
    {
        Reading message = new(example.Text);
        var tags = new int[message.Tokens.Count];
        var ruledSpans = FactRules.Find(example.Text);
        foreach (var fact in example.Facts)
        {
            var at = example.Text.IndexOf(fact.Span, StringComparison.Ordinal);
            if (at < 0) continue;
            var first = message.Tokens.FindIndex(t => t.End > at);
            var last = message.Tokens.FindLastIndex(t => t.Start < at + fact.Span.Length);
            if (first < 0 || last < first) continue;
            for (var i = first; i <= last; i++) tags[i] = i == first ? FactTagger.Begins : FactTagger.Goes;
            spans.Add(Span(message, fact, first, last));
            // The rules often see a shorter span (“my dad”), and the words around have to tell what it is.
            foreach (var ruled in ruledSpans.FindAll(r => r.Start < at + fact.Span.Length && at < r.End))
                spans.Add(Span(message, fact, message.Tokens.FindIndex(t => t.End > ruled.Start), message.Tokens.FindLastIndex(t => t.Start < ruled.End)) with { Weight = 0.5f });
        }
        foreach (var sentence in message.Sentences)
        {
            if (sentence.Count < 2) continue;
            var seen = new Feature[sentence.Count][];
            for (var i = 0; i < sentence.Count; i++)
            {
                Features features = new();
                FactTagger.See(message, sentence, message.Sorts(sentence.First, sentence.Count).Between(Sort.Family, Sort.Security), sentence.First + i, features);
                seen[i] = features.ToArray();
            }
            var row = tags[sentence.First..(sentence.Last + 1)];
            if (row[0] is FactTagger.Goes) row[0] = FactTagger.Begins; // a fact that runs over a full stop goes on as a new one
            rows.Add(new Row(seen, row));
        }
    }

    static Instance Span(Reading message, FoundFact fact, int first, int last)
    {
        Features seen = new();
        FactTagger.SeeSpan(message, message.Sentences.Find(s => s.First <= first && first <= s.Last), first, last, seen);
        var targets = new float[FactTagger.Kinds];
        targets[FactKinds.Index(fact.Kind)] = 1;
        targets[^1] = fact.Sensitive ? 1 : 0;
        return new Instance([seen.ToArray()], targets);
    }

    static (float[] Weights, float[] Moves) Learn(List<Row> rows, int seed)
    {
        const int tags = FactTagger.Tags;
        var (now, sum) = (new float[FactTagger.Places * tags], new float[FactTagger.Places * tags]);
        var (moves, moveSum) = (new float[(tags + 1) * tags], new float[(tags + 1) * tags]);
        var order = Enumerable.Range(0, rows.Count).ToArray();
        var random = new StableRandom(seed);
        var time = 1f;
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(order);
            foreach (var r in order)
            {
                var row = rows[r];
                var scores = new float[row.Seen.Length * tags];
                for (var i = 0; i < row.Seen.Length; i++)
                    foreach (var feature in row.Seen[i])
                        for (var t = 0; t < tags; t++) scores[i * tags + t] += feature.Value * now[Features.Place(feature.Hash, FactTagger.Places) * tags + t];
                for (var i = 0; i < row.Tags.Length; i++) // a margin: the truth has to win clearly
                    for (var t = 0; t < tags; t++) if (t != row.Tags[i]) scores[i * tags + t] += 0.5f;
                var guess = FactTagger.Best(scores, row.Seen.Length, moves);
                for (var i = 0; i < guess.Length; i++)
                {
                    if (guess[i] == row.Tags[i] && (i == 0 || guess[i - 1] == row.Tags[i - 1])) continue;
                    Push(Move(row.Tags, i), moves, moveSum, 1);
                    Push(Move(guess, i), moves, moveSum, -1);
                    if (guess[i] == row.Tags[i]) continue;
                    foreach (var feature in row.Seen[i])
                    {
                        var place = Features.Place(feature.Hash, FactTagger.Places) * tags;
                        Push(place + row.Tags[i], now, sum, feature.Value);
                        Push(place + guess[i], now, sum, -feature.Value);
                    }
                }
                time++;
            }
        }
        for (var i = 0; i < now.Length; i++) now[i] -= sum[i] / time;
        for (var i = 0; i < moves.Length; i++) moves[i] -= moveSum[i] / time;
        return (now, moves);

        void Push(int at, float[] what, float[] sums, float by)
        {
            what[at] += by;
            sums[at] += by * time;
        }

        static int Move(int[] path, int i) => (i == 0 ? 0 : path[i - 1] + 1) * tags + path[i];
    }
}
