namespace Rapport.Proposing;

/// <summary>
/// How many erasures there have been since the program began. Who reads words takes the number first, and keeps what was read only if it is still
/// the same: an erasure that falls between would be followed by what it erased.
/// </summary>
public sealed class Erasures
{
    readonly Lock door = new();
    int count;

    public int Now => Volatile.Read(ref count);

    /// <summary>Does it unless something was erased since.</summary>
    public void Unless(int since, Action keep)
    {
        lock (door)
            if (count == since) keep();
    }

    /// <summary>Nobody keeps anything while it is let go.</summary>
    public void Happened(Action letGo)
    {
        lock (door)
        {
            count++;
            letGo();
        }
    }
}
