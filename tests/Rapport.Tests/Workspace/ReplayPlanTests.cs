using Rapport.Town.Line;
using Rapport.Workspace.Commands;

namespace Rapport.Tests.Workspace;

public sealed class ReplayPlanTests
{
    static readonly IReadOnlyDictionary<string, TaskFlow> Flows = TaskFlow.ReadAll(Fixture.Tasks);
    static readonly List<StarDialogue> Dialogues = [.. StarDialogue.Read(Fixture.Dialogues)];

    public static TheoryData<int> Ids => [.. Dialogues.Select(d => d.Id)];

    static ReplayPlan Plan(int id) => ReplayPlan.For(Dialogues.Single(d => d.Id == id), Flows);

    [Theory, MemberData(nameof(Ids))]
    public void The_customer_begins_somebody_takes_it_and_it_ends_resolved(int id)
    {
        var moves = Plan(id).Moves;
        Assert.Equal(MoveKind.CustomerWrites, moves[0].Kind);
        Assert.Equal(MoveKind.Resolve, moves[^1].Kind);
        Assert.Single(moves, m => m.Kind is MoveKind.Take);
        Assert.True(moves.ToList().FindIndex(m => m.Kind is MoveKind.Take) < moves.ToList().FindIndex(m => m.Kind is MoveKind.DeskWrites));
        Assert.Equal(moves.Select(m => m.At).Order(), moves.Select(m => m.At));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Every_step_is_done_or_skipped_and_never_both(int id)
    {
        var plan = Plan(id);
        var settled = plan.Moves.Where(m => m.Kind is MoveKind.Complete or MoveKind.Skip).Select(m => m.What);
        Assert.Equal(plan.Flow!.Steps.Select(s => s.Key).Order(), settled.Order());
    }

    [Theory, MemberData(nameof(Ids))]
    public void Everything_that_was_said_is_said_again_in_order(int id)
    {
        var dialogue = Dialogues.Single(d => d.Id == id);
        Assert.Equal(
            dialogue.Events.Where(e => e.Who is not Speaker.Lookup).Select(e => e.Text),
            Plan(id).Moves.Where(m => m.Kind is MoveKind.CustomerWrites or MoveKind.DeskWrites).Select(m => m.What));
    }

    [Fact]
    public void A_step_is_done_when_the_dialogue_reaches_it_and_the_rest_is_skipped_at_the_end()
    {
        var moves = Plan(7).Moves;
        Assert.Equal(
            ["ask_name", "hotel_ask_service_request", "hotel_ask_time", "query", "hotel_inform_service_request_successful", "anything_else"],
            moves.Where(m => m.Kind is MoveKind.Complete).Select(m => m.What));
        Assert.Equal(["hotel_ask_hotel", "hotel_ask_room_number"], moves.Where(m => m.Kind is MoveKind.Skip).Select(m => m.What));
    }

    [Fact]
    public void Of_several_tasks_the_one_that_went_furthest_gives_the_steps()
    {
        var several = Dialogues.Single(d => d.Tasks.Count > 1);
        var best = several.Tasks.Max(task => ReplayPlan.For(several with { Tasks = [task] }, Flows).Moves.Count(m => m.Kind is MoveKind.Complete));
        Assert.Equal(best, Plan(several.Id).Moves.Count(m => m.Kind is MoveKind.Complete));
    }

    [Fact]
    public void Answering_in_own_words_after_a_look_up_counts_as_the_answer() =>
        Assert.Contains(Plan(62).Moves, m => m is { Kind: MoveKind.Complete, What: "restaurant_inform_search_results" });

    [Fact]
    public void A_line_of_something_else_is_said_so() =>
        Assert.Contains("not a dialogue", Assert.Throws<CannotGoOn>(() => StarDialogue.Parse("""{"id":"seven"}""")).Message, StringComparison.Ordinal);
}
