using System.Globalization;
using Rapport.Town.Line;
using Spectre.Console;

namespace Rapport.Workspace.Commands;

/// <summary>Plays recorded dialogues on a running desk, on their own timeline, so that it can be watched at work and measured.</summary>
public sealed record Replay(string File, string? Tasks, Uri Url, string Token, string State, double Speed, int Agents, int AtOnce, int? Limit, bool KeepTimes)
{
    const int MostFailures = 20;

    public async Task<int> Run(IAnsiConsole console, CancellationToken cancel)
    {
        var dialogues = StarDialogue.Read(File).ToList();
        var flows = Flows(console);
        using var http = DeskLine.Dial(Url);
        var house = await House.Enter(new DeskLine(http, new CallTimes()) { Patience = TimeSpan.FromSeconds(2) }, Token, cancel);
        using var state = ReplayState.Open(State, Url.GetLeftPart(UriPartial.Authority));

        List<ReplayPlan> plans = [.. dialogues.Select(d => ReplayPlan.For(d, flows)).Where(p => p.Moves.Count > 0).Take(Limit ?? int.MaxValue)];

        var line = new DeskLine(http, new CallTimes());
        var cast = new Cast(line, house, state);
        await cast.Gather(dialogues, Agents, console, cancel);
        foreach (var flow in plans.Select(p => p.Flow).OfType<TaskFlow>().Distinct()) await house.Put(flow.AsContactType(), cancel);

        var waiting = plans.Where(p => state.Of(p.Dialogue.Id) is not { Done: true }).ToList();
        if (waiting.Count < plans.Count) console.WriteLine($"{plans.Count - waiting.Count} of {plans.Count} dialogues were played before{(waiting.Count > 0 ? "; going on with the rest" : ": nothing is left to do")}.");
        if (waiting.Count == 0) return 0;
        var tally = new Tally();
        var player = new DialoguePlayer(line, house, state, tally, Speed, KeepTimes);
        await ProgressOf(waiting.Sum(p => p.Moves.Count), tally, console, PlayAll(waiting, player, cast, tally, cancel));
        Summarize(console, tally, line.Times, waiting.Count, cancel.IsCancellationRequested);
        return cancel.IsCancellationRequested ? 130 : tally.WentWrong ? 1 : 0;
    }

    IReadOnlyDictionary<string, TaskFlow> Flows(IAnsiConsole console)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(File))!, "tasks");
        if (Tasks is not null || Directory.Exists(beside)) return TaskFlow.ReadAll(Tasks ?? beside);
        console.MarkupLineInterpolated($"[yellow]There is no folder {beside}: the dialogues are played without function steps (--tasks names the folder).[/]");
        return new Dictionary<string, TaskFlow>(StringComparer.Ordinal);
    }

    async Task PlayAll(List<ReplayPlan> plans, DialoguePlayer player, Cast cast, Tally tally, CancellationToken cancel)
    {
        // The first ones start apart, so that the desk fills evenly; each later one starts when another ends.
        var apart = plans.Count == 0 || Speed <= 0 ? TimeSpan.Zero : plans.Average(p => p.Dialogue.Length.TotalSeconds) / AtOnce / Speed * TimeSpan.FromSeconds(1);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await Parallel.ForEachAsync(plans.Select((plan, index) => (plan, index)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = enough.Token }, async (item, stop) =>
            {
                var (plan, index) = item;
                try
                {
                    if (index < AtOnce) await Task.Delay(apart * index, stop);
                    var (agent, key) = cast.For(plan.Dialogue);
                    await player.Play(plan, agent, key, stop);
                }
                catch (DeskIsSilent e)
                {
                    tally.Silence = e.Message;
                    await enough.CancelAsync();
                }
                catch (Exception e) when (e is DeskSaidNo or InvalidOperationException)
                {
                    tally.Failed(plan.Dialogue.Id, e.Message);
                    if (tally.Failures.Count >= MostFailures) await enough.CancelAsync();
                }
            });
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C, or the desk is gone, or too much went wrong: the summary says which.
        }
    }

    static async Task ProgressOf(int moves, Tally tally, IAnsiConsole console, Task done)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            while (await Task.WhenAny(done, Task.Delay(TimeSpan.FromSeconds(10), CancellationToken.None)) != done)
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tally.Dialogues} dialogues, {tally.Messages} messages so far ({100.0 * tally.Moves / Math.Max(moves, 1):0} %)"));
            await done;
            return;
        }
        await console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn()).StartAsync(async bar =>
        {
            var task = bar.AddTask("Playing", maxValue: Math.Max(moves, 1));
            while (await Task.WhenAny(done, Task.Delay(200, CancellationToken.None)) != done)
            {
                task.Value = tally.Moves;
                task.Description = $"{tally.Dialogues} dialogues, {tally.Messages} messages";
            }
            await done;
            task.Value = tally.Moves;
        });
    }

    void Summarize(IAnsiConsole console, Tally tally, CallTimes times, int wanted, bool stopped)
    {
        var grid = new Grid().AddColumn().AddColumn(new GridColumn().RightAligned());
        void Row(string what, FormattableString figure) => grid.AddRow(what, figure.ToString(CultureInfo.InvariantCulture));
        Row("dialogues", $"{tally.Dialogues} of {wanted}");
        Row("messages", $"{tally.Messages} ({tally[MoveKind.CustomerWrites]} in, {tally[MoveKind.DeskWrites]} out)");
        Row("function steps done", $"{tally[MoveKind.Complete]}");
        Row("function steps skipped", $"{tally[MoveKind.Skip]}");
        Row("conversations resolved", $"{tally[MoveKind.Resolve]}");
        if (tally.AlreadyThere > 0) Row("there already, left alone", $"{tally.AlreadyThere}");
        if (tally.LeftToPeople > 0) Row("left to people at the desk", $"{tally.LeftToPeople}");
        Row("calls", $"{times.Count} in {times.Elapsed.TotalSeconds:0.0} s, {times.PerSecond:0.0} a second");
        Row("a call took", $"p50 {times.Milliseconds(0.50):0.0} ms, p95 {times.Milliseconds(0.95):0.0} ms, p99 {times.Milliseconds(0.99):0.0} ms");
        console.Write(grid);
        foreach (var failure in tally.Failures.Take(5)) console.MarkupLineInterpolated($"[red]{failure}[/]");
        if (tally.Failures.Count > 5) console.WriteLine($"… and {tally.Failures.Count - 5} more.");
        if (tally.Silence is not null) console.MarkupLineInterpolated($"[red]{tally.Silence}[/]");
        if (stopped || tally.WentWrong) console.WriteLine($"The same command goes on from here ({State} knows how far it came).");
    }
}
