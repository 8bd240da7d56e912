using NodaTime;
using Rapport.Foundation;

namespace Rapport.Access;

/// <summary>
/// Wrong passwords, counted by mail address and the network they come from. Whoever guesses is slowed down, nobody can keep somebody
/// else out, and whether there is such an address makes no difference.
/// </summary>
public sealed class Guesses(TimeProvider time)
{
    public const string Resting = "Too many wrong passwords for this mail address from here. Wait 15 minutes, then try again.";

    const int Tries = 5, MostKept = 20_000;
    static readonly Duration Rest = Duration.FromMinutes(15);

    readonly Lock gate = new();
    readonly Dictionary<string, (int Made, Instant Until)> tries = new(StringComparer.Ordinal);

    /// <summary>Takes a try before the password is looked at, so that many at once count as many. False when there is none left.</summary>
    public bool Try(string email, HttpContext from)
    {
        var (key, now) = (Key(email, from), time.Now());
        lock (gate)
        {
            var made = tries.TryGetValue(key, out var before) && before.Until > now ? before.Made : 0;
            if (made == Tries) return false;
            if (tries.Count >= MostKept) Forget(now);
            tries[key] = (made + 1, now + Rest);
            return true;
        }
    }

    public void WasRight(string email, HttpContext from)
    {
        lock (gate) tries.Remove(Key(email, from));
    }

    void Forget(Instant now)
    {
        foreach (var (key, made) in tries)
            if (made.Until <= now) tries.Remove(key);
        if (tries.Count >= MostKept) tries.Clear();
    }

    /// <summary>Of one length, whatever somebody types.</summary>
    static string Key(string email, HttpContext from) => Secret.Hash($"{email}\n{Network.Of(from)}");
}
