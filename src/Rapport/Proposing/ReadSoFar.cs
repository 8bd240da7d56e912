using Microsoft.Extensions.Caching.Memory;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Proposing;

/// <summary>
/// What was read of each message. It is in memory alone, and gone when somebody was erased. What is not read yet shows nothing, and is
/// told about when it is.
/// </summary>
public sealed class ReadSoFar<T> : IDisposable where T : class
{
    readonly MemoryCache read;
    readonly Notices notices;
    readonly Erasures erasures = new();
    readonly Lock gate = new();

    public ReadSoFar(Notices notices, Topics topics, int most)
    {
        (this.notices, read) = (notices, new MemoryCache(new MemoryCacheOptions { SizeLimit = most }));
        topics.OnTold(topic => { if (topic is "erased" or Topics.All) erasures.Happened(read.Clear); });
    }

    public bool Has(MessageId message) => read.TryGetValue(message, out _);

    /// <summary>To be taken before the words are fetched.</summary>
    public int Erased => erasures.Now;

    /// <summary>
    /// What is known of a message by now; otherwise it is read, and whoever follows the topic is told if something comes of it. Nothing is begun
    /// where somebody was erased after its words were fetched.
    /// </summary>
    public T? Of(MessageId message, int erased, TimeSpan lasts, string topic, Func<Task<T?>> begin)
    {
        Lazy<Task<T?>>? reading;
        lock (gate)
        {
            if (!read.TryGetValue(message, out reading)) erasures.Unless(erased, () => read.Set(message, reading = new(() => Begin(begin, topic)), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = lasts }));
        }
        if (reading is null) return null;
        if (reading.Value.IsFaulted) read.Remove(message);
        return reading.Value.IsCompleted ? reading.Value.GetAwaiter().GetResult() : null;
    }

    Task<T?> Begin(Func<Task<T?>> begin, string topic)
    {
        var reading = begin();
        if (!reading.IsCompleted) _ = Tell(reading, topic);
        return reading;
    }

    async Task Tell(Task<T?> reading, string topic)
    {
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reading is { IsCompletedSuccessfully: true, Result: not null }) notices.Publish([topic]);
    }

    public void Dispose() => read.Dispose();
}
