using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Rapport.Language.Training;

namespace Rapport.Language.Bench;

/// <summary>One message after another on one thread: our own examples, so that the bench needs no other data.</summary>
[MemoryDiagnoser]
public class Reading
{
    const int Messages = 500;
    internal static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    internal static readonly string Repository = Above(AppContext.BaseDirectory);

    readonly Recognizer recognizer = Recognizer.Load();
    readonly DeskExample[] desk = [.. Lines("w5-public", "w2-mixed").Select(Examples.Desk).Take(Messages)];
    readonly CustomerExample[] customers = [.. Lines("w3-customer").Select(Examples.Customer).Take(Messages)];

    [Benchmark(Description = "a message of the desk with its context", OperationsPerInvoke = Messages)]
    public double Desk()
    {
        var sum = 0.0;
        foreach (var e in desk) sum += recognizer.ReadDesk(e.Context, e.Text).Scores[BehaviorKind.Interest];
        return sum;
    }

    [Benchmark(Description = "a customer's message", OperationsPerInvoke = Messages)]
    public double Customers()
    {
        var sum = 0.0;
        foreach (var e in customers) sum += recognizer.ReadCustomer(e.Text, e.Context).Abusive;
        return sum;
    }

    static IEnumerable<string> Lines(params string[] files) =>
        files.SelectMany(file => File.ReadLines(Path.Combine(Repository, "src", "Rapport.Language", "Examples", file + ".jsonl"))).Where(line => line.Length > 0);

    static string Above(string folder) => File.Exists(Path.Combine(folder, "Rapport.slnx")) ? folder : Above(Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new DirectoryNotFoundException("This runs inside the repository only."));
}
