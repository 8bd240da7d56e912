using Rapport.Town.Line;

namespace Rapport.Town;

/// <summary>Who answers in the town, with their keys, and which conversations of the past can go on.</summary>
public sealed record TownDesk(IReadOnlyDictionary<string, Colleague> Staff, IReadOnlyDictionary<string, long> Numbers);

/// <summary>
/// Keeps a desk at work while somebody watches: customers write in, the town's people answer, a few at a time and at a gentle pace.
/// Whatever a real person takes, the town's people leave to them; the customer then waits for that person's answers.
/// </summary>
public sealed class LivingTown(DeskLine line, TownContent town, TownDesk desk, double pace = 1)
{
    public const int AtOnce = 4;

    /// <summary>After so many conversations the street goes quiet, so that a demo left running does not fill the disk.</summary>
    public const int MostInOneRun = 400;

    static readonly TimeSpan Between = TimeSpan.FromSeconds(45), AtFirst = TimeSpan.FromSeconds(6);

    public async Task Run(int first, Action<string> trouble, CancellationToken cancel)
    {
        using var places = new SemaphoreSlim(AtOnce);
        List<Task> running = [];
        for (var round = first; round < first + MostInOneRun && !cancel.IsCancellationRequested; round++)
        {
            await places.WaitAsync(cancel);
            running.RemoveAll(t => t.IsCompleted);
            running.Add(PlayIn(places, round, trouble, cancel));
            // Somebody has just come to look: the first few begin soon.
            await Pause((round - first < AtOnce - 1 ? AtFirst : Between) * (0.6 + 0.8 * Random.Shared.NextDouble()), cancel);
        }
        await Task.WhenAll(running);
    }

    async Task PlayIn(SemaphoreSlim places, int round, Action<string> trouble, CancellationToken cancel)
    {
        var (script, showing) = ScriptOf(round);
        try
        {
            await Play(script, showing, round, cancel);
        }
        catch (Exception e) when (e is DeskSaidNo or DeskIsSilent or InvalidOperationException)
        {
            trouble($"{script.Key}: {e.Message}");
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>First the ones that go on from the past, among new ones; then only new ones, over and over with other customers.</summary>
    public (LiveScript Script, int Showing) ScriptOf(int round)
    {
        var (goingOn, fresh) = (town.Live.Where(s => s.Continues is not null).ToList(), town.Live.Where(s => s.Continues is null).ToList());
        if (round < goingOn.Count * 2 && round % 2 == 1) return (goingOn[round / 2], 0);
        var nth = round < goingOn.Count * 2 ? round / 2 : round - goingOn.Count;
        return (fresh[nth % fresh.Count], nth / fresh.Count);
    }

    public async Task Play(LiveScript script, int showing, int round, CancellationToken cancel)
    {
        var part = script.Continues is { } past ? await GoOn(past, cancel) : new LivePart(line, script, LiveSlots.For(script, showing, round), desk.Staff[script.Owner], StableId.For($"live/{script.Key}/{Guid.CreateVersion7()}"));
        if (part is null) return;
        foreach (var next in script.Script)
        {
            await Pause(next.Wait - (next.Act is Act.CustomerWrites ? LivePart.TypingShows : TimeSpan.Zero), cancel);
            if (next.Act is Act.CustomerWrites)
            {
                await part.CustomerTypes(cancel);
                await Pause(LivePart.TypingShows, cancel);
                if (!await part.IsAnswered(pace, cancel)) return;
                await part.CustomerWrites(next.Text, cancel);
            }
            else if (await part.IsOurs(cancel))
            {
                await part.DeskDoes(next, desk.Staff, cancel);
            }
        }

        async Task<LivePart?> GoOn(string key, CancellationToken stop)
        {
            if (!desk.Numbers.TryGetValue(key, out var number)) return null;
            var owner = desk.Staff[script.Owner];
            var length = town.Past.First(p => p.Key == key).Script.Count(l => l.Act is Act.CustomerWrites or Act.DeskWrites or Act.Note);
            var now = await owner.Open(number, stop);
            return now.Status == "open" && now.Position == length
                ? new LivePart(line, script, new Dictionary<string, string>(StringComparer.Ordinal), owner, StableId.For($"live/{script.Key}/{number}")) { Number = number }
                : null;
        }
    }

    Task Pause(TimeSpan time, CancellationToken cancel) => time > TimeSpan.Zero && pace > 0 ? Task.Delay(time * pace, cancel) : Task.CompletedTask;
}
