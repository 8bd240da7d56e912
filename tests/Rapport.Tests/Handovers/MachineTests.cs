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

    /// <summary>Who owns it is here, as somebody saw who only watched; or everybody is called, whoever comes has it, and no lost line and no passed time takes the call back.</summary>
    [Fact]
    public void In_no_state_that_can_be_reached_is_the_customer_alone()
    {
        var reached = Watched();

        Assert.All(reached, seen => Assert.False(Alone(seen.State, seen.Witness), $"{seen}"));
        Assert.True(reached.Count > 30, $"Only {reached.Count} states were reached.");
        Assert.Contains(reached, seen => !seen.Witness.Sees(seen.State.Owner) && seen.State.Ending is not Ending.Resolved);
    }

    [Fact]
    public void The_machine_believes_of_everybody_what_was_seen() =>
        Assert.All(Watched().Where(seen => seen.State.Stage is not Stage.Over), seen => Assert.Equal(seen.Witness, new Witness(seen.State.SenderHere, seen.State.ReceiverHere)));

    static bool Alone(HandoverState state, Witness witness)
    {
        if (state.Ending is Ending.Resolved || witness.Sees(state.Owner)) return false;
        var called = state is { Stage: Stage.Offered, ToTeam: true };
        var answered = state.After(Step.Join) is { Owner: Side.Receiver } joined && witness.After(Step.Join).Sees(joined.Owner);
        var stands = new[] { Step.Expire, Step.Decline, Step.LoseReceiver, Step.LoseSender, Step.LoseCustomer }.All(step => state.After(step) is not { Stage: Stage.Over });
        return !(called && answered && stands);
    }

    /// <summary>Every state that can be reached, with what was seen on each of the ways to it.</summary>
    static HashSet<(HandoverState State, Witness Witness)> Watched()
    {
        var reached = Beginnings.Select(b => (b, Witness.AtFirst)).ToHashSet();
        var ahead = new Queue<(HandoverState State, Witness Witness)>(reached);
        while (ahead.TryDequeue(out var here))
            foreach (var step in OfTheParties)
                if (here.State.After(step) is { } next && reached.Add((next, here.Witness.After(step)))) ahead.Enqueue((next, here.Witness.After(step)));
        return reached;
    }

    [Fact]
    public void Whatever_comes_after_whatever_the_owner_is_who_joined_and_else_who_had_it()
    {
        var ways = 0;
        foreach (var (state, witness, path) in Ways(depth: 7))
        {
            ways++;
            var joined = path.Contains(Step.Join) || path.Contains(Step.Override);
            if (!joined) Assert.Equal(Side.Sender, state.Owner);
            if (state is { Stage: Stage.Over, Ending: Ending.Released or Ending.Overridden }) Assert.Equal(Side.Receiver, state.Owner);
            if (state.Ending is Ending.Declined or Ending.Expired or Ending.ReceiverLost or Ending.Withdrawn) Assert.Equal(Side.Sender, state.Owner);
            if (Alone(state, witness)) Assert.Fail(string.Join(" → ", path));
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
            var (state, witness) = (Beginnings[random.Next(2)], Witness.AtFirst);
            for (var i = 0; i < 12 && state.Stage is not Stage.Over; i++)
            {
                var step = OfTheParties[random.Next(OfTheParties.Length)];
                if (state.After(step) is not { } next) continue;
                (state, witness) = (next, witness.After(step));
                Assert.False(Alone(state, witness), $"{step} left them alone: {state}");
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
    static IEnumerable<(HandoverState State, Witness Witness, List<Step> Path)> Ways(int depth)
    {
        var ahead = new Stack<(HandoverState, Witness, List<Step>)>(Beginnings.Select(b => (b, Witness.AtFirst, new List<Step>())));
        while (ahead.TryPop(out var here))
        {
            yield return here;
            var (state, witness, path) = here;
            if (path.Count == depth) continue;
            foreach (var step in OfTheParties)
                if (state.After(step) is { } next) ahead.Push((next, witness.After(step), [.. path, step]));
        }
    }
}
