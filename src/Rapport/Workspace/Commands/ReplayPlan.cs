namespace Rapport.Workspace.Commands;

public enum MoveKind { CustomerWrites, Take, DeskWrites, Note, Complete, Skip, Resolve }

/// <summary>Something that one of the two sides does, so many seconds after the dialogue began. What is words, or a step's key.</summary>
public sealed record Move(MoveKind Kind, double At, string What);

/// <summary>A recorded dialogue as the list of what happens at a desk, in order. The same dialogue always gives the same list.</summary>
public sealed record ReplayPlan(StarDialogue Dialogue, TaskFlow? Flow, IReadOnlyList<Move> Moves)
{
    public const string NotReached = "the dialogue ended without it";

    public static ReplayPlan For(StarDialogue dialogue, IReadOnlyDictionary<string, TaskFlow> flows)
    {
        var flow = BestFlow(dialogue, flows);
        List<Move> moves = [];
        HashSet<string> done = [];
        for (var i = 0; i < dialogue.Events.Count; i++)
        {
            var e = dialogue.Events[i];
            double at = e.At - dialogue.Events[0].At;
            if (e.Who is not Speaker.Customer && moves.Count > 0 && !moves.Exists(m => m.Kind is MoveKind.Take)) moves.Add(new Move(MoveKind.Take, at, flow?.Key ?? ""));
            if (moves.Count == 0 && e.Who is not Speaker.Customer) continue; // a conversation begins with its customer
            switch (e.Who)
            {
                case Speaker.Customer: moves.Add(new Move(MoveKind.CustomerWrites, at, e.Text)); break;
                case Speaker.Desk: moves.Add(new Move(MoveKind.DeskWrites, at, e.Text)); break;
                case Speaker.Lookup when i == 0 || dialogue.Events[i - 1].Who is not Speaker.Lookup: moves.Add(new Move(MoveKind.Note, at, LookedUp(dialogue.Events, i))); break;
            }
            if (Reached(dialogue, i, flow, done) is { } step && done.Add(step.Key)) moves.Add(new Move(MoveKind.Complete, at, step.Key));
        }
        if (moves.Count > 0) moves.AddRange(Closing(flow, done, moves));
        return new ReplayPlan(dialogue, flow, moves);
    }

    /// <summary>The task of the dialogue with the most steps that it reached; the first of them when several are level.</summary>
    public static TaskFlow? BestFlow(StarDialogue dialogue, IReadOnlyDictionary<string, TaskFlow> flows) =>
        dialogue.Tasks.Select(flows.GetValueOrDefault).OfType<TaskFlow>().MaxBy(flow => Covered(dialogue, flow));

    static int Covered(StarDialogue dialogue, TaskFlow flow)
    {
        HashSet<string> done = [];
        for (var i = 0; i < dialogue.Events.Count; i++)
        {
            if (Reached(dialogue, i, flow, done) is { } step) done.Add(step.Key);
        }
        return done.Count;
    }

    static FlowStep? Reached(StarDialogue dialogue, int index, TaskFlow? flow, HashSet<string> done) => dialogue.Events[index] switch
    {
        { Who: Speaker.Desk, Label: { } label } => flow?.Steps.FirstOrDefault(s => s.Labels.Contains(label) && !done.Contains(s.Key)),
        { Who: Speaker.Desk } when index > 0 && dialogue.Events[index - 1].Who is Speaker.Lookup && dialogue.Events[index - 1].Text == flow?.Task => AnswerOf(flow, done),
        { Who: Speaker.Lookup } e when e.Text == flow?.Task => NextLookup(flow, done),
        _ => null,
    };

    /// <summary>Own words right after a look-up tell what it found.</summary>
    static FlowStep? AnswerOf(TaskFlow flow, HashSet<string> done)
    {
        var lookup = flow.Steps.Select((step, index) => (step, index)).LastOrDefault(s => s.step.IsLookup && done.Contains(s.step.Key));
        return lookup.step is not null && flow.Steps.ElementAtOrDefault(lookup.index + 1) is { IsLookup: false } answer && !done.Contains(answer.Key) ? answer : null;
    }

    /// <summary>A second look-up (the booking) counts only after everything between the two was said; before, it is the first one again.</summary>
    static FlowStep? NextLookup(TaskFlow flow, HashSet<string> done)
    {
        var next = flow.Steps.Select((step, index) => (step, index)).FirstOrDefault(s => s.step.IsLookup && !done.Contains(s.step.Key));
        if (next.step is null) return null;
        var before = flow.Steps.Take(next.index).Reverse().TakeWhile(s => !s.IsLookup).ToList();
        var isFirst = before.Count == next.index;
        return isFirst || before.TrueForAll(s => done.Contains(s.Key)) ? next.step : null;
    }

    static IEnumerable<Move> Closing(TaskFlow? flow, HashSet<string> done, List<Move> moves)
    {
        var at = moves[^1].At;
        if (!moves.Exists(m => m.Kind is MoveKind.Take)) yield return new Move(MoveKind.Take, at, flow?.Key ?? "");
        foreach (var step in flow?.Steps.Where(s => !done.Contains(s.Key)) ?? []) yield return new Move(MoveKind.Skip, at, step.Key);
        yield return new Move(MoveKind.Resolve, at, "");
    }

    static string LookedUp(IReadOnlyList<StarEvent> events, int from)
    {
        var times = events.Skip(from).TakeWhile(e => e.Who is Speaker.Lookup).Count();
        return $"Looked it up: {StepNames.OfTask(events[from].Text).ToLowerInvariant()}{(times > 1 ? $" ({times} times)" : "")}";
    }
}
