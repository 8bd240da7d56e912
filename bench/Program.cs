using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Rapport.Bench;
using Rapport.Bench.Rows;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// In this order: a fresh program first, what grows its memory next, what changes the data after it, and last what fills the disk for minutes.
var rows = new (string Name, Func<Bench, Task<IEnumerable<Figure>>> Measure)[]
{
    ("start", StartToReady.Measure),
    ("idle", IdlePages.Measure),
    ("pages", Pages.Measure),
    ("search", Search.Measure),
    ("handovers", Handovers.Measure),
    ("timeline", Timeline.Measure),
    ("following", Following.Measure),
    ("messages-sqlite", Messages.OnSqlite),
    ("messages-postgres", Messages.OnPostgres),
    ("mail-smtp", Mail.BySmtp),
    ("mail-large", Mail.Large),
    ("mail-fuzz", Mail.Fuzz),
    ("mail-imap", Mail.ByImap),
    ("recognition", Recognition.Measure),
};

var program = new Option<string>("--program") { Required = true, Description = "the folder of the published program" };
var folder = new Option<string>("--folder") { Required = true, Description = "where the data of the bench goes" };
var results = new Option<string>("--results") { Required = true, Description = "the file to write" };
var quick = new Option<bool>("--quick") { Description = "10,000 messages and short measurements, for use while developing" };
var reuse = new Option<bool>("--reuse") { Description = "take the SQLite data of the last run where it is there" };
var only = new Option<string[]>("--only") { Description = $"only these rows: {string.Join(", ", rows.Select(r => r.Name))}", AllowMultipleArgumentsPerToken = true };
var port = new Option<int>("--port") { DefaultValueFactory = _ => 5260, Description = "the first of four ports to use" };
only.AcceptOnlyFromAmong([.. rows.Select(r => r.Name)]);

var command = new RootCommand("Measures Rapport against the limits of the machine it runs on.") { program, folder, results, quick, reuse, only, port };
command.SetAction(async (said, _) =>
{
    var options = new Options(Path.GetFullPath(said.GetValue(program)!), Path.GetFullPath(said.GetValue(folder)!), said.GetValue(quick), said.GetValue(reuse), said.GetValue(port));
    var wanted = said.GetValue(only) is { Length: > 0 } names ? rows.Where(r => names.Contains(r.Name, StringComparer.Ordinal)).ToArray() : rows;
    if (!options.Reuse && Directory.Exists(options.Folder)) Directory.Delete(options.Folder, recursive: true);
    Directory.CreateDirectory(options.Folder);

    var clock = Stopwatch.StartNew();
    var measured = Measurements.Of(options);
    using var bench = new Bench(options);
    foreach (var (name, measure) in wanted)
    {
        Console.WriteLine($"{clock.Elapsed:mm\\:ss} {name}");
        var figures = (await measure(bench)).ToList();
        measured.Keep(name, figures);
        foreach (var figure in figures)
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [{(figure.Met ? "green" : "red")}]{figure.Measured}[/] {figure.What} ({figure.Target}) [grey]{figure.Raw}[/]");
    }
    if (measured.Has(rows.Select(r => r.Name)))
        Report.Write(said.GetValue(results)!, Path.Combine(Path.GetDirectoryName(said.GetValue(results)!)!, "bounds.md"), options.Quick ? "bench/run --quick" : "bench/run", options, [.. rows.Select(r => measured.Row(r.Name))], bench.Prepared);
});
return await command.Parse(args).InvokeAsync();
