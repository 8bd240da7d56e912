using System.Collections.Concurrent;

namespace Rapport.Foundation;

/// <summary>
/// What is read often and changes seldom, kept in memory until one of its topics is told, on any node. Only for what is the same
/// for everybody who asks with the same key, and never changed by whoever gets it. A node that for a while does not hear the others
/// is never further behind than <see cref="Oldest"/>.
/// </summary>
public sealed class Kept
{
    const int Most = 2_000;
    static readonly TimeSpan Oldest = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, long> changes = new(StringComparer.Ordinal);
    long all;

    public Kept(Topics topics) => topics.OnTold(Forget);

    sealed record Entry(long Version, long Read, object Value)
    {
        public bool IsFresh(long version) => Version == version && Environment.TickCount64 - Read < Oldest.TotalMilliseconds;
    }

    internal async ValueTask<T> Get<T>(string[] topics, string key, Func<Task<T>> read) where T : class
    {
        // Taken before reading: what changes meanwhile makes the value stale at once.
        var version = Version(topics);
        var begun = Environment.TickCount64;
        if (entries.TryGetValue(key, out var kept) && kept.IsFresh(version)) return (T)kept.Value;
        var value = await read();
        if (entries.Count >= Most) entries.Clear();
        entries[key] = new(version, begun, value);
        return value;
    }

    long Version(string[] topics)
    {
        var sum = Interlocked.Read(ref all);
        foreach (var topic in topics) sum += changes.GetValueOrDefault(topic);
        return sum;
    }

    void Forget(string topic)
    {
        if (topic == Topics.All) Interlocked.Increment(ref all);
        // Topics of one thing are told often and kept nowhere; counting them would only grow.
        else if (!topic.Contains(':', StringComparison.Ordinal)) changes.AddOrUpdate(topic, 1, (_, n) => n + 1);
    }
}
