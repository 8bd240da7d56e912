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
    readonly Lock gate = new();

    public ReadSoFar(Notices notices, Topics topics, int most)
    {
        (this.notices, read) = (notices, new MemoryCache(new MemoryCacheOptions { SizeLimit = most }));
        topics.OnTold(topic => { if (topic is "erased" or Topics.All) read.Clear(); });
    }

    public bool Has(MessageId message) => read.TryGetValue(message, out _);

    /// <summary>What is known of a message by now; otherwise it is read, and whoever follows the topic is told if something comes of it.</summary>
    public T? Of(MessageId message, TimeSpan lasts, string topic, Func<Task<T?>> begin)
    {
        Lazy<Task<T?>> reading;
        lock (gate)
        {
            if (!read.TryGetValue(message, out Lazy<Task<T?>>? known)) read.Set(message, known = new(() => Begin(begin, topic)), new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = lasts });
            reading = known!;
        }
        return reading.Value is { IsCompleted: true } done ? done.Result : null;
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
