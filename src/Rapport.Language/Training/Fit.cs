using Rapport.Language.Model;

namespace Rapport.Language.Training;

/// <summary>
/// One example: the pieces of a text (an output is as strong as its strongest piece) and what is true of the whole, 0 or 1 an output; NaN: not said.
/// <c>Words</c>, <c>Before</c>: what the network reads, as rows of its table: the text, and what a customer said before it.
/// <c>Prepares</c>: it comes from elsewhere and only prepares; it is left out of the last rounds (<see cref="LastRounds"/>), so that what it says otherwise does not stand.
/// </summary>
sealed record Instance(Feature[][] Pieces, float[] Targets, float Weight = 1)
{
    public int[] Words { get; init; } = [];
    public int[] Before { get; init; } = [];
    public bool Prepares { get; init; }

    /// <summary>As in <see cref="DeskExample.Day"/>.</summary>
    public string Day { get; init; } = "";

    public const int LastRounds = 3;
    public const float PreparingWeight = 0.5f;

    /// <summary>Whether it is learned from in a round of so many.</summary>
    public bool IsIn(int round, int rounds) => !Prepares || round < rounds - LastRounds;
}

/// <summary>
/// Logistic regression by stochastic gradient descent with AdaGrad's step (Duchi, Hazan, Singer 2011) and an L2 penalty on what is touched.
/// An example of several pieces is a bag in the sense of multiple-instance learning: only its strongest piece is taught, so the trainer finds
/// by itself which sentence of a letter carries the behavior. The same instances and seed give the same weights.
/// </summary>
sealed class Fit(int outputs, int places, int seed, float rate = 0.15f, float penalty = 1e-4f, int hidden = 0)
{
    readonly float[] weights = new float[outputs * places];
    readonly float[] steps = new float[outputs * places];
    readonly float[] biases = new float[outputs];
    readonly float[] biasSteps = new float[outputs];
    readonly float[] inner = new float[hidden * places];
    readonly float[] innerSteps = new float[hidden * places];
    readonly float[] outer = new float[hidden * outputs];
    readonly float[] outerSteps = new float[hidden * outputs];
    readonly float[] bent = new float[hidden * MostPieces];
    const int MostPieces = 64;

    public LinearModel Learn(IReadOnlyList<Instance> instances, int rounds)
    {
        Run(instances, rounds);
        return LinearModel.From(weights, biases, places, hidden == 0 ? null : inner, hidden == 0 ? null : outer);
    }

    /// <summary>
    /// Several models that start elsewhere and see the examples in another order, read as their mean (Breiman 1996): what one of them learned by chance
    /// the others do not share. The linear parts become one, the hidden layers stand side by side.
    /// </summary>
    public static LinearModel Together(IReadOnlyList<Fit> members, IReadOnlyList<Instance> instances, int rounds)
    {
        Parallel.ForEach(members, new ParallelOptions { MaxDegreeOfParallelism = 2 }, member => member.Run(instances, rounds));
        var (first, count) = (members[0], members.Count);
        var kinds = first.biases.Length;
        var (width, deep) = (first.weights.Length / kinds, first.outer.Length / kinds);
        var side = new float[deep * count * width];
        for (var m = 0; m < count; m++)
            for (var place = 0; place < width; place++) members[m].inner.AsSpan(place * deep, deep).CopyTo(side.AsSpan((place * count + m) * deep));
        return LinearModel.From(Mean(f => f.weights), Mean(f => f.biases), width, deep == 0 ? null : side, deep == 0 ? null : [.. members.SelectMany(f => f.outer).Select(w => w / count)]);

        float[] Mean(Func<Fit, float[]> of) => [.. of(first).Select((_, i) => members.Sum(f => of(f)[i]) / count)];
    }

    void Run(IReadOnlyList<Instance> instances, int rounds)
    {
        var order = Enumerable.Range(0, instances.Count).ToArray();
        var random = new StableRandom(seed);
        for (var i = 0; i < inner.Length; i++) inner[i] = (float)(random.Share() - 0.5) * 0.05f;
        for (var i = 0; i < outer.Length; i++) outer[i] = (float)(random.Share() - 0.5) * 0.5f;
        for (var round = 0; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (var i in order) if (instances[i].IsIn(round, rounds)) Teach(instances[i]);
        }
        for (var i = 0; i < inner.Length; i++) if (innerSteps[i] == 0) inner[i] = 0; // what was never taught says nothing
    }

    void Teach(Instance instance)
    {
        Span<float> best = stackalloc float[outputs];
        Span<int> from = stackalloc int[outputs];
        best.Fill(float.NegativeInfinity);
        Span<float> scores = stackalloc float[outputs];
        for (var p = 0; p < Math.Min(instance.Pieces.Length, MostPieces); p++)
        {
            Score(instance.Pieces[p], scores, bent.AsSpan(p * hidden, hidden));
            for (var o = 0; o < outputs; o++) if (scores[o] > best[o]) (best[o], from[o]) = (scores[o], p);
        }
        Span<float> back = stackalloc float[hidden];
        for (var o = 0; o < outputs; o++)
        {
            if (float.IsNaN(instance.Targets[o]) || float.IsNegativeInfinity(best[o])) continue;
            var error = (LinearModel.Chance(best[o]) - instance.Targets[o]) * instance.Weight;
            if (MathF.Abs(error) < 0.01f) continue;
            Step(ref biases[o], ref biasSteps[o], error);
            for (var h = 0; h < hidden; h++)
            {
                var (at, value) = (h * outputs + o, bent[from[o] * hidden + h]);
                back[h] = error * outer[at] * (1 - value * value);
                Step(ref outer[at], ref outerSteps[at], error * value + penalty * outer[at]);
            }
            foreach (var feature in instance.Pieces[from[o]])
            {
                var place = Features.Place(feature.Hash, places);
                var at = place * outputs + o;
                Step(ref weights[at], ref steps[at], error * feature.Value + penalty * weights[at]);
                for (var h = 0; h < hidden; h++)
                {
                    at = place * hidden + h;
                    Step(ref inner[at], ref innerSteps[at], back[h] * feature.Value + penalty * inner[at]);
                }
            }
        }
    }

    void Score(Feature[] piece, Span<float> scores, Span<float> within)
    {
        biases.CopyTo(scores);
        within.Clear();
        foreach (var feature in piece)
        {
            var place = Features.Place(feature.Hash, places);
            var row = weights.AsSpan(place * outputs, outputs);
            for (var o = 0; o < row.Length; o++) scores[o] += feature.Value * row[o];
            var deep = inner.AsSpan(place * hidden, hidden);
            for (var h = 0; h < deep.Length; h++) within[h] += feature.Value * deep[h];
        }
        for (var h = 0; h < hidden; h++)
        {
            within[h] = MathF.Tanh(within[h]);
            for (var o = 0; o < outputs; o++) scores[o] += within[h] * outer[h * outputs + o];
        }
    }

    void Step(ref float weight, ref float step, float gradient)
    {
        step += gradient * gradient;
        weight -= rate * gradient / MathF.Sqrt(step + 1e-6f);
    }
}

/// <summary>Random numbers that are the same on every machine and in every version (splitmix64).</summary>
sealed class StableRandom(int seed)
{
    ulong state = (ulong)seed * 0x9E3779B97F4A7C15 + 0x1234567;

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

    public int Below(int count) => (int)(Next() % (ulong)count);

    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public void Shuffle(int[] items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
