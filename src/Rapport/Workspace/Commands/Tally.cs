namespace Rapport.Workspace.Commands;

/// <summary>What a replay has done, counted while it runs.</summary>
public sealed class Tally
{
    readonly int[] moves = new int[Enum.GetValues<MoveKind>().Length];
    readonly Lock gate = new();
    readonly List<string> failures = [];
    int dialogues, leftToPeople, alreadyThere;

    public int Dialogues => Volatile.Read(ref dialogues);
    public int AlreadyThere => Volatile.Read(ref alreadyThere);
    public int LeftToPeople => Volatile.Read(ref leftToPeople);
    public int Messages => this[MoveKind.CustomerWrites] + this[MoveKind.DeskWrites];
    public int Moves => moves.Sum();
    public int this[MoveKind kind] => Volatile.Read(ref moves[(int)kind]);
    public IReadOnlyList<string> Failures { get { lock (gate) return [.. failures]; } }

    /// <summary>What is to be said when the desk has gone away for good.</summary>
    public string? Silence { get; set; }

    public bool WentWrong => Silence is not null || Failures.Count > 0;

    public void Add(MoveKind kind) => Interlocked.Increment(ref moves[(int)kind]);

    public void FoundThere() => Interlocked.Increment(ref alreadyThere);

    public void Finished(bool byPeople)
    {
        Interlocked.Increment(ref dialogues);
        if (byPeople) Interlocked.Increment(ref leftToPeople);
    }

    public void Failed(int dialogue, string why)
    {
        lock (gate) failures.Add($"Dialogue {dialogue}: {why}");
    }
}
