using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Rapport.Language.Bench;

// Writes bench/language/pace.json, which `./run -- language measure` takes into docs/language.md.
var config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(6).WithIterationCount(15)).WithArtifactsPath(Path.Combine(Reading.Repository, "artifacts", "bench-language"));
var summary = BenchmarkRunner.Run<Reading>(config);
object Figure(BenchmarkReport report) => new
{
    what = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
    microseconds = Math.Round(report.ResultStatistics!.Mean / 1000, 1),
    error = Math.Round(report.ResultStatistics.ConfidenceInterval.Margin / 1000, 1),
    bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase),
};
var told = new { tool = $"BenchmarkDotNet {summary.HostEnvironmentInfo.BenchmarkDotNetVersion}", runtime = summary.HostEnvironmentInfo.RuntimeVersion, processor = summary.HostEnvironmentInfo.Cpu.Value?.ProcessorName ?? "unknown", on = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), figures = summary.Reports.Where(r => r.Success).Select(Figure) };
if (!summary.Reports.Any(r => r.Success)) return 1;
File.WriteAllText(Path.Combine(Reading.Repository, "bench", "language", "pace.json"), JsonSerializer.Serialize(told, Reading.Indented) + "\n");
return 0;
