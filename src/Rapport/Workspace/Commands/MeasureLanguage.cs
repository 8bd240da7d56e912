using System.Diagnostics;
using Rapport.Language;
using Rapport.Language.Measuring;
using Rapport.Language.Training;
using Spectre.Console;

namespace Rapport.Workspace.Commands;

/// <summary>A labeled message and what three readers say of it: ours, a list of keywords, a bag of words.</summary>
public sealed record ReadMessage(DeskExample Example, DeskReading Ours, PraiseReading Praise, IReadOnlyList<BehaviorKind> AtBest, IReadOnlyList<BehaviorKind> Keywords, IReadOnlyList<BehaviorKind> BagProposed, IReadOnlyList<BehaviorKind> BagAtBest);

/// <summary>A labeled customer's message and what we say of it.</summary>
public sealed record ReadCustomerMessage(CustomerExample Example, CustomerReading Ours, bool Abusive, bool Grateful);

/// <summary>How long one message takes, in microseconds on one thread: the middle and the 99th of a hundred, over so many rounds.</summary>
public readonly record struct Pace(double Middle, double Slow, int Rounds);

/// <summary>Measures the weights on the labeled sets and writes docs/language.md.</summary>
public sealed record MeasureLanguage(TrainingFiles Files, int Seed)
{
    public async Task<int> Run(IAnsiConsole console)
    {
        var recognizer = Recognizer.Load();
        var data = Files.Read(null);
        console.WriteLine("Learning a bag of words to compare with …");
        var (bag, scales) = Trainer.Bag(data, Seed);
        List<ReadMessage> Read(string file) => [.. Files.Essence(file).Select(Judge)];
        ReadMessage Judge(DeskExample e)
        {
            var ours = recognizer.ReadDesk(e.Context, e.Text);
            var logits = BagOfWords.Score(bag, e.Text);
            return new ReadMessage(e, ours, recognizer.ReadPraise(e.Context, e.Text),
                [.. BehaviorKinds.All.Where(k => ours.Scores[k] >= Recognizer.There)],
                [.. BehaviorKinds.All.Where(k => KeywordList.Has(k, e.Text))],
                [.. BehaviorKinds.All.Where(k => scales[(int)k].Chance(logits[(int)k]) >= scales[(int)k].Propose)],
                [.. BehaviorKinds.All.Where(k => scales[(int)k].Chance(logits[(int)k]) >= scales[(int)k].Best)]);
        }
        List<ReadCustomerMessage> ReadCustomers(string file) => [.. Files.Customers(file).Select(e => (e, read: recognizer.ReadCustomer(e.Text, e.Context)))
            .Select(r => new ReadCustomerMessage(r.e, r.read, r.read.Abusive >= Recognizer.There, r.read.Gratitude >= Recognizer.There))];

        var (random, supplement) = (Read("essence_dev.jsonl"), Read("essence_dev_supplement.jsonl"));
        var (customers, harsh) = (ReadCustomers("customer_dev.jsonl"), ReadCustomers("customer_dev_supplement_abuse.jsonl"));
        console.WriteLine("Measuring speed …");
        var desk = Time([.. random.Select(m => m.Example)], e => recognizer.ReadDesk(e.Context, e.Text));
        var customer = Time([.. customers.Select(m => m.Example)], e => recognizer.ReadCustomer(e.Text, e.Context));
        var size = new FileInfo(Path.Combine(Files.Weights, "weights.bin")).Length;
        await File.WriteAllTextAsync(Files.Document, new LanguageReport(random, supplement, customers, harsh, data, desk, customer, Files.Bench(), size).Write());
        console.WriteLine($"Written to {Files.Document}.");
        return 0;
    }

    static Pace Time<T>(List<T> examples, Action<T> read)
    {
        const int rounds = 40;
        foreach (var example in examples.Concat(examples).Concat(examples)) read(example);
        List<double> times = [];
        for (var round = 0; round < rounds; round++)
            foreach (var example in examples)
            {
                var begun = Stopwatch.GetTimestamp();
                read(example);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            }
        times.Sort();
        return new Pace(times[times.Count / 2], times[times.Count * 99 / 100], rounds);
    }
}
