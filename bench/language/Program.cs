using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Rapport.Language;
using Rapport.Language.Training;

// Writes bench/language/pace.json, which `./run -- language measure` takes into docs/language.md.
var config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(15)).WithArtifactsPath(Path.Combine(Reading.Repository, "artifacts", "bench-language"));
var summary = BenchmarkRunner.Run<Reading>(config);
object Figure(BenchmarkReport report) => new
{
    what = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo,
    microseconds = Math.Round(report.ResultStatistics!.Mean / 1000, 1),
    error = Math.Round(report.ResultStatistics.ConfidenceInterval.Margin / 1000, 1),
    bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase),
};
var told = new { tool = $"BenchmarkDotNet {summary.HostEnvironmentInfo.BenchmarkDotNetVersion}", runtime = summary.HostEnvironmentInfo.RuntimeVersion, processor = summary.HostEnvironmentInfo.Cpu.Value?.ProcessorName ?? "unknown", on = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), figures = summary.Reports.Where(r => r.Success).Select(Figure) };
if (!summary.Reports.Any(r => r.Success)) return 1;
File.WriteAllText(Path.Combine(Reading.Repository, "bench", "language", "pace.json"), JsonSerializer.Serialize(told, Reading.Indented) + "\n");
return 0;

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
