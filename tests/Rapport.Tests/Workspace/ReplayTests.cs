using Microsoft.EntityFrameworkCore;
using Rapport.Desk;
using Rapport.Town.Line;
using Rapport.Workspace.Commands;
using Spectre.Console;
using Status = Rapport.Desk.Status;

namespace Rapport.Tests.Workspace;

public sealed class ReplayTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("rapport-replay-").FullName;
    readonly StringWriter said = new();

    static readonly List<ReplayPlan> Plans = [.. StarDialogue.Read(Fixture.Dialogues).Select(d => ReplayPlan.For(d, TaskFlow.ReadAll(Fixture.Tasks)))];

    [Theory, OnBothDatabases]
    public async Task Dialogues_are_held_as_they_were_and_a_second_replay_says_nothing_twice_with_its_state_file_or_without(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        Assert.Equal(0, await Replay(desk).Run(Console(), default));
        await EverythingIsThereOnce(desk);
        Assert.Contains("5 of 5", said.ToString(), StringComparison.Ordinal);
        Assert.Equal([ReplayPlan.NotReached], await desk.InDatabase(db => db.StepCompletions.Where(s => s.SkippedBecause != null).Select(s => s.SkippedBecause).Distinct().ToListAsync()));

        Assert.Equal(0, await Replay(desk).Run(Console(), default));
        await EverythingIsThereOnce(desk);

        File.Delete(State);
        Assert.Equal(0, await Replay(desk).Run(Console(), default));
        await EverythingIsThereOnce(desk);
        Assert.Contains("there already", said.ToString(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_replay_that_is_cut_goes_on_where_it_was(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        foreach (var enough in new[] { 10, 40 })
        {
            using var cut = new CancellationTokenSource();
            var running = Replay(desk).Run(Console(), cut.Token);
            while (await desk.InDatabase(db => db.Messages.CountAsync()) < enough && !running.IsCompleted) await Task.Delay(10);
            await cut.CancelAsync();
            Assert.Equal(130, await running);
        }
        Assert.True(await desk.InDatabase(db => db.Messages.CountAsync()) < Plans.Sum(Messages));
        Assert.Equal(0, await Replay(desk).Run(Console(), default));
        await EverythingIsThereOnce(desk);
    }

    [Theory, OnBothDatabases]
    public async Task A_move_whose_answer_was_lost_is_made_again_and_counts_once(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        Assert.Equal(0, await Replay(desk).Run(Console(), default));
        // As if the program had been killed after each call and before it could write that down.
        var lines = await File.ReadAllLinesAsync(State);
        await File.WriteAllLinesAsync(State, lines.Where(l => !l.Contains("\"next\":", StringComparison.Ordinal) || l.Contains("\"next\":3,", StringComparison.Ordinal)));
        await Replay(desk).Run(Console(), default);
        await EverythingIsThereOnce(desk);
    }

    [Theory, OnBothDatabases]
    public async Task What_a_person_takes_is_left_to_them(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var (id, dana) = await desk.Person("Dana Mercer");
        using var cut = new CancellationTokenSource();
        var waiting = (Replay(desk) with { Limit = 1, Speed = 1 }).Run(Console(), cut.Token); // half a minute passes before the recorded agent comes
        while (!await desk.InDatabase(db => db.Conversations.AnyAsync())) await Task.Delay(10);
        var number = await desk.InDatabase(db => db.Conversations.Select(c => c.Number).SingleAsync());
        await dana.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });

        await cut.CancelAsync();
        await waiting;
        Assert.Equal(0, await (Replay(desk) with { Limit = 1 }).Run(Console(), default));

        var conversation = await dana.Get($"/api/v1/conversations/{number}");
        Assert.Equal(id, conversation.GetProperty("owner").GetProperty("id").GetGuid());
        Assert.Equal("open", conversation.GetProperty("status").GetString());
        Assert.True(await desk.InDatabase(db => db.Messages.AllAsync(m => m.From == MessageFrom.Customer)));
        Assert.Contains("left to people at the desk", said.ToString(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Kept_times_are_the_dialogues_own(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        Assert.Equal(0, await (Replay(desk) with { KeepTimes = true }).Run(Console(), default));
        await EverythingIsThereOnce(desk);
        var years = await desk.InDatabase(async db => (await db.Messages.Select(m => m.At).ToListAsync()).Select(at => at.InUtc().Year).Distinct());
        Assert.DoesNotContain(desk.Now.InUtc().Year, years);
    }

    [Fact]
    public async Task A_desk_that_is_not_there_is_one_sentence()
    {
        var nowhere = new Replay(Fixture.Dialogues, null, new Uri("http://127.0.0.1:9"), "token", State, 0, 2, 2, null, false);
        var silent = await Assert.ThrowsAsync<DeskIsSilent>(() => nowhere.Run(Console(), default));
        Assert.Equal("No Rapport answers at http://127.0.0.1:9. Start it with ./run, or give its address with --url.", silent.Message);
    }

    [Theory, OnBothDatabases]
    public async Task A_token_that_opens_nothing_is_one_sentence(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var refused = await Assert.ThrowsAsync<CannotGoOn>(() => (Replay(desk) with { Token = "wrong" }).Run(Console(), default));
        Assert.Contains("does not accept this token", refused.Message, StringComparison.Ordinal);
    }

    string State => Path.Combine(folder, "replay.state");

    Replay Replay(TestDesk desk) => new(Fixture.Dialogues, null, desk.Url, TestDesk.OwnerToken, State, Speed: 0, Agents: 3, AtOnce: 3, Limit: null, KeepTimes: false);

    IAnsiConsole Console() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(said), Interactive = InteractionSupport.No });

    static int Messages(ReplayPlan plan) => plan.Moves.Count(m => m.Kind is MoveKind.CustomerWrites or MoveKind.DeskWrites);

    static async Task EverythingIsThereOnce(TestDesk desk)
    {
        var conversations = await desk.InDatabase(async db => await db.Conversations.AsNoTracking().ToListAsync());
        Assert.Equal(Plans.Count, conversations.Count);
        Assert.All(conversations, c => Assert.Equal(Status.Resolved, c.Status));
        var held = await desk.InDatabase(async db => (await db.Messages.AsNoTracking().ToListAsync()).GroupBy(m => m.ConversationId)
            .Select(g => g.OrderBy(m => m.Position).Select(m => $"{m.From}: {m.Body}").ToList()).ToList());
        var meant = Plans.Select(p => p.Moves.Where(m => m.Kind is MoveKind.CustomerWrites or MoveKind.DeskWrites)
            .Select(m => $"{(m.Kind is MoveKind.CustomerWrites ? MessageFrom.Customer : MessageFrom.Agent)}: {m.What}").ToList()).ToList();
        foreach (var dialogue in meant) Assert.Contains(dialogue, held);
        Assert.Equal(Plans.Sum(p => p.Flow!.Steps.Count), await desk.InDatabase(db => db.StepCompletions.CountAsync()));
        Assert.Equal(Plans.Sum(p => p.Moves.Count(m => m.Kind is MoveKind.Note)), await desk.InDatabase(db => db.Notes.CountAsync()));
        Assert.Equal(Plans.Count, await desk.InDatabase(db => db.Resolutions.CountAsync()));
    }

    public void Dispose()
    {
        said.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
