using System.Diagnostics;
using Rapport.Handovers;

namespace Rapport.Bench.Rows;

/// <summary>A million random ways through a handover.</summary>
public static class Handovers
{
    const int Runs = 1_000_000, Longest = 12;
    static readonly Step[] Steps = [.. Enum.GetValues<Step>().Where(s => s is not Step.SenderLeft)];

    public static Task<IEnumerable<Figure>> Measure(Bench _)
    {
        var random = new Random(20261122);
        var (alone, steps, clock) = (0, 0L, Stopwatch.StartNew());
        for (var run = 0; run < Runs; run++)
        {
            var state = HandoverState.Begin(toTeam: run % 2 == 0);
            for (var i = 0; i < Longest && state.Stage is not Stage.Over; i++, steps++)
            {
                state = state.After(Steps[random.Next(Steps.Length)]) ?? state;
                if (!state.SomebodyIsThere) alone++;
            }
        }
        return Task.FromResult<IEnumerable<Figure>>([new("handovers", "states in which a customer is alone, of a million random handovers", "0", $"{alone}", $"{steps:N0} steps in {clock.Elapsed.TotalSeconds:N1} s", alone == 0)]);
    }
}
