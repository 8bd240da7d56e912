using Rapport.Language.Customer;
using Rapport.Language.Model;

namespace Rapport.Language.Training;

/// <summary>
/// Teaches the network: first the emotions of comments (two rounds), then behaviors and what customers say, with some comments among them so that these are not
/// forgotten. Words, numbers of their directions, what the filters say and all that was said before are left out at random (dropout), so that none of them is relied on alone; the weights that
/// stay are the mean over the ends of the last rounds (Izmailov et al. 2018). The same lessons and seed give the same weights.
/// </summary>
sealed class NetworkTrainer
{
    const float Rate = 1e-3f, WordRate = 3e-4f;
    const int Batch = 32, Rounds = 8, Averaged = 3, EmotionRounds = 2, Size = Network.Size;
    const double WordsDropped = 0.1, NumbersDropped = 0.2, SeenDropped = 0.3, BeforeDropped = 0.2;

    readonly Vocabulary vocabulary;
    readonly StableRandom random;
    readonly float[] table;
    readonly Adam words;
    readonly HashSet<int> touched = [];
    readonly TaughtLayer kernels, before, emotions;
    readonly TaughtHead desk, customer;
    readonly int stride;
    int steps;

    NetworkTrainer(Vocabulary vocabulary, int seed)
    {
        this.vocabulary = vocabulary;
        random = new StableRandom(seed);
        stride = Rows.Padded(vocabulary.Width);
        table = [.. vocabulary.Table];
        words = new Adam(table, WordRate);
        kernels = new TaughtLayer(vocabulary.Width, Network.Parts * Network.Filters, Rate, random);
        before = new TaughtLayer(Size, Size, Rate, random);
        emotions = new TaughtLayer(Size, Emotions.Count, Rate, random);
        desk = new TaughtHead(2 * Size, BehaviorKinds.All.Count, Rate, random);
        customer = new TaughtHead(Size, CustomerOutputs.Count, Rate, random);
    }

    /// <summary>A network for each list of lessons.</summary>
    public static Network[] Train(Vocabulary vocabulary, IReadOnlyList<Instance> comments, IReadOnlyList<IReadOnlyList<Lesson>> lessons, int seed)
    {
        Lesson[] prepared = [.. comments.Select(c => new Lesson(Subject.Emotions, c))];
        var networks = new Network[lessons.Count];
        Parallel.For(0, lessons.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => networks[i] = new NetworkTrainer(vocabulary, seed).Run(prepared, lessons[i]));
        return networks;
    }

    Network Run(Lesson[] comments, IReadOnlyList<Lesson> lessons)
    {
        for (var round = 0; round < EmotionRounds; round++) Round(comments);
        Average mean = new([table, .. Parts.SelectMany(p => new[] { p.Weights, p.Biases })]);
        for (var round = 0; round < Rounds; round++)
        {
            var some = comments.Length == 0 ? [] : Enumerable.Range(0, lessons.Count / 4).Select(_ => comments[random.Below(comments.Length)]);
            Round([.. lessons.Where(l => l.Of.IsIn(round, Rounds)), .. some]);
            if (round >= Rounds - Averaged) mean.Add();
        }
        mean.Take();
        return new Network(vocabulary.With(table), kernels.Layer, before.Layer, desk.Head, customer.Head);
    }

    IEnumerable<Layer> Parts => [kernels.Layer, before.Layer, desk.Head.Direct, desk.Head.Inner, desk.Head.Outer, customer.Head.Direct, customer.Head.Inner, customer.Head.Outer];

    void Round(Lesson[] lessons)
    {
        var order = Enumerable.Range(0, lessons.Length).ToArray();
        random.Shuffle(order);
        foreach (var batch in order.Chunk(Batch))
        {
            foreach (var i in batch) Teach(lessons[i]);
            Step();
        }
    }

    void Step()
    {
        steps++;
        foreach (var row in touched) words.Step(steps, row * stride, stride);
        touched.Clear();
        kernels.Step(steps);
        before.Step(steps);
        emotions.Step(steps);
        desk.Step(steps);
        customer.Step(steps);
    }

    void Teach(Lesson lesson)
    {
        Text reply = new(this, lesson.Of.Words);
        if (lesson.Subject is not Subject.Desk)
        {
            var (seen, kept, back) = (reply.Best, Kept(Size), new float[Size]);
            Multiply(seen, kept);
            if (lesson.Subject is Subject.Customer) customer.Teach(seen, logits => Errors(lesson, logits, 0.5f), back);
            else
            {
                var logits = new float[Emotions.Count];
                emotions.Layer.Score(seen, logits);
                Errors(lesson, logits, 1f / Emotions.Count);
                emotions.Back(logits, seen, back);
            }
            Multiply(back, kept);
            reply.Back(back);
            return;
        }
        Text theirs = new(this, random.Share() < BeforeDropped ? [] : lesson.Of.Before);
        var both = new float[2 * Size];
        reply.Best.CopyTo(both, 0);
        Network.Before(before.Layer, theirs.Best, both.AsSpan(Size));
        var heard = both.AsSpan(Size).ToArray();
        var (mask, errors) = (Kept(2 * Size), new float[2 * Size]);
        Multiply(both, mask);
        desk.Teach(both, logits => Errors(lesson, logits, 0.5f), errors);
        Multiply(errors, mask);
        reply.Back(errors.AsSpan(0, Size));
        var theirErrors = new float[Size];
        for (var i = 0; i < Size; i++) if (heard[i] > 0) before.Back(i, errors[Size + i], theirs.Best, theirErrors);
        theirs.Back(theirErrors);
    }

    /// <summary>The slope of the cross-entropy in each logit.</summary>
    static void Errors(Lesson lesson, Span<float> logits, float weight)
    {
        for (var o = 0; o < logits.Length; o++)
            logits[o] = float.IsNaN(lesson.Of.Targets[o]) ? 0 : (LinearModel.Chance(logits[o]) - lesson.Of.Targets[o]) * lesson.Of.Weight * weight / Batch;
    }

    float[] Kept(int count)
    {
        var kept = new float[count];
        for (var i = 0; i < count; i++) kept[i] = random.Share() < SeenDropped ? 0 : (float)(1 / (1 - SeenDropped));
        return kept;
    }

    static void Multiply(float[] numbers, float[] by)
    {
        for (var i = 0; i < numbers.Length; i++) numbers[i] *= by[i];
    }

    /// <summary>A text on its way through the filters and back.</summary>
    sealed class Text
    {
        readonly NetworkTrainer trainer;
        readonly int[] rows;
        readonly float[] directions, masks;
        readonly int[] at = new int[Size];

        public float[] Best { get; } = new float[Size];

        public Text(NetworkTrainer trainer, int[] rows)
        {
            (this.trainer, this.rows) = (trainer, rows);
            var stride = trainer.stride;
            (directions, masks) = (new float[rows.Length * stride], new float[rows.Length * stride]);
            for (var i = 0; i < rows.Length; i++)
            {
                if (trainer.random.Share() < WordsDropped) continue;
                var bits = 0UL;
                for (var n = 0; n < trainer.vocabulary.Width; n++, bits >>= 8)
                {
                    if (n % 8 == 0) bits = trainer.random.Next();
                    if ((bits & 255) < NumbersDropped * 256) continue;
                    masks[i * stride + n] = (float)(1 / (1 - NumbersDropped));
                    directions[i * stride + n] = trainer.table[rows[i] * stride + n] * masks[i * stride + n];
                }
            }
            Network.Encode(trainer.kernels.Layer, directions, rows.Length, Best, at);
        }

        /// <summary>What errors in the filters' answers say about the filters and the words.</summary>
        public void Back(ReadOnlySpan<float> errors)
        {
            const int f = Network.Filters;
            var back = new float[directions.Length];
            for (var i = 0; i < Size; i++)
            {
                if (at[i] < 0 || errors[i] == 0) continue;
                var filter = i % f;
                switch (i / f)
                {
                    case 0:
                        One(filter, at[i], errors[i], back);
                        break;
                    case 1:
                        One(f + filter, at[i] - 1, errors[i], back);
                        One(2 * f + filter, at[i], errors[i], back);
                        break;
                    default:
                        One(3 * f + filter, at[i] - 1, errors[i], back);
                        One(4 * f + filter, at[i], errors[i], back);
                        One(5 * f + filter, at[i] + 1, errors[i], back);
                        break;
                }
            }
            for (var n = 0; n < back.Length; n++) back[n] *= masks[n];
            for (var i = 0; i < rows.Length; i++)
            {
                trainer.touched.Add(rows[i]);
                Rows.Add(trainer.words.Gradient.AsSpan(rows[i] * trainer.stride, trainer.stride), 1, back.AsSpan(i * trainer.stride, trainer.stride));
            }
        }

        void One(int kernel, int word, float error, float[] back)
        {
            if (word < 0 || word >= rows.Length) return;
            var stride = trainer.stride;
            trainer.kernels.Back(kernel, error, directions.AsSpan(word * stride, stride), back.AsSpan(word * stride, stride));
        }
    }
}

/// <summary>The mean of some runs of numbers at several moments.</summary>
sealed class Average(float[][] numbers)
{
    readonly float[][] sums = [.. numbers.Select(n => new float[n.Length])];
    int count;

    public void Add()
    {
        count++;
        for (var i = 0; i < sums.Length; i++)
            for (var k = 0; k < sums[i].Length; k++) sums[i][k] += numbers[i][k];
    }

    /// <summary>Puts the mean in the place of the numbers.</summary>
    public void Take()
    {
        for (var i = 0; i < sums.Length; i++)
            for (var k = 0; k < sums[i].Length; k++) numbers[i][k] = sums[i][k] / count;
    }
}
