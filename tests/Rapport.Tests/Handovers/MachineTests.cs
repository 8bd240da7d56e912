using Rapport.Handovers;

namespace Rapport.Tests.Handovers;

/// <summary>The machine alone, in every order in which things can happen to three parties.</summary>
[Trait("Proves", "E102"), Trait("Proves", "E104"), Trait("Proves", "E076")]
public class MachineTests
{
    static readonly HandoverState[] Beginnings = [HandoverState.Begin(toTeam: false), HandoverState.Begin(toTeam: true)];
    static readonly Step[] Steps = Enum.GetValues<Step>();

    /// <summary>An account that is closed leaves what was its to the list of those that have nobody, as everything else of theirs.</summary>
    static readonly Step[] OfTheParties = [.. Steps.Where(s => s is not Step.SenderLeft)];

    [Fact]
    public void In_no_state_that_can_be_reached_is_the_customer_alone()
    {
        var reached = Reach(OfTheParties);

        Assert.All(reached, s => Assert.True(s.SomebodyIsThere, $"{s}"));
        Assert.True(reached.Count > 30, $"Only {reached.Count} states were reached.");
    }

    [Fact]
    public void Whatever_comes_after_whatever_the_owner_is_who_joined_and_else_who_had_it()
    {
        var ways = 0;
        foreach (var (state, path) in Ways(depth: 7))
        {
            ways++;
            var joined = path.Contains(Step.Join) || path.Contains(Step.Override);
            if (!joined) Assert.Equal(Side.Sender, state.Owner);
            if (state is { Stage: Stage.Over, Ending: Ending.Released or Ending.Overridden }) Assert.Equal(Side.Receiver, state.Owner);
            if (state.Ending is Ending.Declined or Ending.Expired or Ending.ReceiverLost or Ending.Withdrawn) Assert.Equal(Side.Sender, state.Owner);
            Assert.True(state.SomebodyIsThere, string.Join(" → ", path));
        }
        Assert.True(ways > 100_000, $"Only {ways} ways were tried.");
    }

    [Fact]
    public void There_is_no_blind_way_the_sender_can_leave_only_after_somebody_joined()
    {
        Assert.All(Reach(Steps).Where(s => s.Stage is Stage.Offered), s => Assert.Null(s.After(Step.Release)));
        Assert.All(Reach(Steps).Where(s => s.Stage is Stage.Joined), s => Assert.True(s is { SenderHere: true, ReceiverHere: true }));
    }

    [Fact]
    public void A_lost_customer_changes_nothing_but_that_they_are_lost() =>
        Assert.All(Reach(Steps).Where(s => s.Stage is not Stage.Over), s => Assert.Equal(s with { CustomerHere = false }, s.After(Step.LoseCustomer)));

    [Fact]
    public void What_is_over_stays_over() =>
        Assert.All(Reach(Steps).Where(s => s.Stage is Stage.Over), s => Assert.All(Steps, step => Assert.Null(s.After(step))));

    [Fact]
    public void From_every_state_there_is_a_way_to_the_end() =>
        Assert.All(Reach(OfTheParties), s => Assert.Contains(From(s, OfTheParties), end => end.Stage is Stage.Over));

    [Fact]
    public void A_hundred_thousand_random_runs_never_leave_anybody_alone()
    {
        var random = new Random(20261122);
        for (var run = 0; run < 100_000; run++)
        {
            var state = Beginnings[random.Next(2)];
            for (var i = 0; i < 12 && state.Stage is not Stage.Over; i++)
            {
                state = state.After(OfTheParties[random.Next(OfTheParties.Length)]) ?? state;
                Assert.True(state.SomebodyIsThere);
            }
        }
    }

    static HashSet<HandoverState> Reach(Step[] steps) => [.. Beginnings.SelectMany(b => From(b, steps))];

    static HashSet<HandoverState> From(HandoverState beginning, Step[] steps)
    {
        var reached = new HashSet<HandoverState> { beginning };
        var ahead = new Queue<HandoverState>(reached);
        while (ahead.TryDequeue(out var state))
            foreach (var next in steps.Select(step => state.After(step)).OfType<HandoverState>())
                if (reached.Add(next)) ahead.Enqueue(next);
        return reached;
    }

    /// <summary>Every way of up to so many steps, refused ones left out.</summary>
    static IEnumerable<(HandoverState State, List<Step> Path)> Ways(int depth)
    {
        var ahead = new Stack<(HandoverState, List<Step>)>(Beginnings.Select(b => (b, new List<Step>())));
        while (ahead.TryPop(out var here))
        {
            yield return here;
            var (state, path) = here;
            if (path.Count == depth) continue;
            foreach (var step in OfTheParties)
                if (state.After(step) is { } next) ahead.Push((next, [.. path, step]));
        }
    }
}
