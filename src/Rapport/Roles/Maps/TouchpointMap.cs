using Rapport.Foundation;

namespace Rapport.Roles.Maps;

/// <summary>
/// A stretch in which whoever serves has their hands free while the customer or a machine is busy.
/// <see cref="Seconds"/> says how long one can talk here before the whole contact takes longer: the stretch itself (<see cref="Free"/>), and what the next step can wait.
/// </summary>
public sealed record Window(int Start, int Free, int Seconds, IReadOnlyList<MapStep> Steps)
{
    public int End => Start + Free;

    /// <summary>Beside what: “Swipe the bank card and sign”.</summary>
    public string Beside => string.Join(", ", Steps.Select(s => s.Name));

    /// <summary>How much longer the contact takes when somebody talks so long here.</summary>
    public int Added(int talk) => Math.Max(0, talk - Seconds);
}

/// <summary>
/// The steps of a contact over time: its critical path, its windows, and what a talk would add. Whoever serves has one pair of hands: of their steps that could
/// begin at once, one waits for the other (the one that could begin first goes first, then the one that is listed first). Pure arithmetic, no I/O.
/// </summary>
public sealed class TouchpointMap
{
    readonly Dictionary<string, MapStep> byKey;
    readonly Dictionary<string, int> starts = new(StringComparer.Ordinal), tails = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<string>> waitsFor = new(StringComparer.Ordinal);

    TouchpointMap(IReadOnlyList<MapStep> steps, Dictionary<string, MapStep> known)
    {
        (Steps, byKey) = (steps, known);
        var inOrder = Begin();
        foreach (var step in inOrder.AsEnumerable().Reverse()) tails[step.Key] = step.Seconds + inOrder.Where(s => waitsFor[s.Key].Contains(step.Key, StringComparer.Ordinal)).Select(s => tails[s.Key]).DefaultIfEmpty(0).Max();
        Seconds = steps.Select(End).DefaultIfEmpty(0).Max();
        CriticalPath = [.. LongestChain()];
        Windows = [.. FindWindows()];
    }

    public IReadOnlyList<MapStep> Steps { get; }

    /// <summary>How long the whole takes when every step begins as soon as it can.</summary>
    public int Seconds { get; }

    /// <summary>The chain of steps that makes it take so long.</summary>
    public IReadOnlyList<MapStep> CriticalPath { get; }

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<Window> Windows { get; }

    /// <exception cref="Refusal">Something about it can't be: said in words.</exception>
    public static TouchpointMap Of(IReadOnlyList<MapStep> steps)
    {
        Refusal.If(steps.Count == 0, "A map needs at least one step.", "map");
        foreach (var step in steps)
        {
            Refusal.If(step.Seconds < 0, $"“{step.Name}” takes {step.Seconds} seconds. A step can't take less than no time.", "map");
            Refusal.If(step.Seconds > MapStep.LongestStep, $"“{step.Name}” takes {step.Seconds} seconds. A step of a contact takes a day at most.", "map");
        }
        var twice = steps.GroupBy(s => s.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        Refusal.If(twice is not null, $"Two steps have the key “{twice?.Key}”. Give each step its own.", "map");
        var known = steps.ToDictionary(s => s.Key, StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var unknown = step.After.FirstOrDefault(a => !known.ContainsKey(a));
            Refusal.If(unknown is not null, $"“{step.Name}” comes after “{unknown}”, and there is no such step in the map.", "map");
        }
        RefuseCircles(steps, known);
        return new(steps, known);
    }

    public int Start(MapStep step) => starts[step.Key];

    public int End(MapStep step) => starts[step.Key] + step.Seconds;

    public MapStep? Step(string key) => byKey.GetValueOrDefault(key);

    public bool IsCritical(MapStep step) => Start(step) + tails[step.Key] == Seconds && CriticalPath.Contains(step);

    /// <summary>How much longer the whole takes when somebody talks so long in this window: <c>max(0, talk − window)</c>.</summary>
    public int AddedSeconds(Window window, int talk) => window.Added(talk);

    /// <summary>The same beside a step, from the first moment in it at which hands are free; while they are not, what they are busy with takes so much longer.</summary>
    public int AddedSeconds(string step, int talk)
    {
        var beside = byKey.GetValueOrDefault(step) ?? throw new NotFound("step in this map");
        var window = Windows.FirstOrDefault(w => w.Start < End(beside) && Start(beside) < w.End);
        var begins = Math.Max(window?.Start ?? 0, Start(beside));
        var hands = beside.Busy is Busy.Csr ? [beside] : window is not null ? [] : Steps.Where(s => s.Busy is Busy.Csr && Start(s) <= begins && begins < End(s)).ToList();
        return Math.Max(0, talk - hands.Select(RoomIn).DefaultIfEmpty(Room(begins)).Min());
    }

    /// <summary>
    /// The window beside the next step that is still open, for somebody who has done these; null when there is none. Nobody says of what the customer or a
    /// machine does that it is done: it is, once something later is.
    /// </summary>
    public Window? WindowAfter(IEnumerable<string> completedStepKeys)
    {
        var done = completedStepKeys.ToHashSet(StringComparer.Ordinal);
        var ordered = Steps.Where(s => s.Mandatory).OrderBy(Start).ThenBy(End).ToList();
        var reached = Steps.Where(s => done.Contains(s.Key)).Select(Start).DefaultIfEmpty(-1).Max();
        var next = ordered.Find(s => !done.Contains(s.Key) && (s.Busy is Busy.Csr || End(s) > reached));
        if (next is { Busy: not Busy.Csr }) return Windows.FirstOrDefault(w => w.Start < End(next) && Start(next) < w.End);
        var from = ordered.TakeWhile(s => s != next).Select(End).DefaultIfEmpty(0).Max();
        var until = next is null ? Seconds : Start(next);
        return Windows.Where(w => w.Start >= Math.Min(from, until) && w.End <= until).MaxBy(w => w.Free);
    }

    /// <summary>When each step begins, and what it waits for: what it comes after, and the hands. Later steps come after earlier ones.</summary>
    List<MapStep> Begin()
    {
        var (left, order, hands) = (Steps.ToList(), new List<MapStep>(Steps.Count), (MapStep?)null);
        while (left.Count > 0)
        {
            var next = left.Where(s => s.After.All(starts.ContainsKey)).MinBy(Earliest)!;
            waitsFor[next.Key] = next.Busy is Busy.Csr && hands is not null ? [.. next.After, hands.Key] : [.. next.After];
            starts[next.Key] = waitsFor[next.Key].Select(a => starts[a] + byKey[a].Seconds).DefaultIfEmpty(0).Max();
            if (next.Busy is Busy.Csr) hands = next;
            order.Add(next);
            left.Remove(next);
        }
        return order;
    }

    int Earliest(MapStep step) => step.After.Select(a => starts[a] + byKey[a].Seconds).DefaultIfEmpty(0).Max();

    static void RefuseCircles(IReadOnlyList<MapStep> steps, Dictionary<string, MapStep> known)
    {
        var (placed, left) = (new HashSet<string>(StringComparer.Ordinal), steps.ToList());
        while (left.Count > 0)
        {
            var ready = left.FindAll(s => s.After.All(placed.Contains));
            if (ready.Count == 0) throw new Refusal($"These steps wait for each other, so none can begin: {string.Join(" → ", Circle(left[0], placed, known).Select(s => s.Name))}.", "map");
            foreach (var step in ready) placed.Add(step.Key);
            left.RemoveAll(s => placed.Contains(s.Key));
        }
    }

    static IEnumerable<MapStep> Circle(MapStep from, HashSet<string> placed, Dictionary<string, MapStep> known)
    {
        var seen = new List<MapStep>();
        for (var at = from; ; at = known[at.After.First(a => !placed.Contains(a))])
        {
            var back = seen.IndexOf(at);
            seen.Add(at);
            if (back >= 0) return seen.Skip(back);
        }
    }

    Stack<MapStep> LongestChain()
    {
        var chain = new Stack<MapStep>();
        for (var at = Steps.FirstOrDefault(s => End(s) == Seconds && tails[s.Key] == s.Seconds); at is not null; at = waitsFor[at.Key].Select(a => byKey[a]).FirstOrDefault(a => End(a) == starts[at.Key])) chain.Push(at);
        return chain;
    }

    IEnumerable<Window> FindWindows()
    {
        var from = 0;
        foreach (var (start, end) in Steps.Where(s => s.Busy is Busy.Csr).Select(s => (Start: Start(s), End: End(s))).OrderBy(s => s.Start).Append((Seconds, Seconds)))
        {
            foreach (var window in from < start ? Between(from, start) : []) yield return window;
            from = Math.Max(from, end);
        }
    }

    /// <summary>Hands are free from here to there; what counts are the stretches in which somebody or something else is busy.</summary>
    IEnumerable<Window> Between(int from, int until)
    {
        var others = Steps.Where(s => s.Busy is not Busy.Csr && Start(s) < until && End(s) > from && s.Seconds > 0).OrderBy(Start).ToList();
        while (others.Count > 0)
        {
            var begin = Math.Max(from, Start(others[0]));
            var end = begin;
            var beside = new List<MapStep>();
            while (others.Count > 0 && (beside.Count == 0 || Start(others[0]) <= end))
            {
                end = Math.Max(end, Math.Min(until, End(others[0])));
                beside.Add(others[0]);
                others.RemoveAt(0);
            }
            yield return new(begin, end - begin, Room(begin), beside);
        }
    }

    /// <summary>How much longer a step of whoever serves may take: until what comes after it, and what the same hands have to do next, can wait no longer.</summary>
    int RoomIn(MapStep step) => Math.Min(Seconds - Start(step) - tails[step.Key], Room(End(step)));

    /// <summary>How long a talk may last that begins here, before it delays the end: until what comes next can wait no longer.</summary>
    int Room(int from) => Seconds - from - Steps.Where(s => s.Busy is Busy.Csr && Start(s) >= from && End(s) > from).Select(s => tails[s.Key]).DefaultIfEmpty(0).Max();
}
