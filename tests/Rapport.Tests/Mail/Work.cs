using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Rapport.Tests.Mail;

/// <summary>Work that is fetched by a long poll.</summary>
public sealed class Work<T>
{
    readonly Channel<T> waiting = Channel.CreateUnbounded<T>();

    public void Give(T one) => waiting.Writer.TryWrite(one);

    /// <summary>The next one, or nothing after a while.</summary>
    public async Task<T?> Next(CancellationToken gone)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(gone);
        patience.CancelAfter(TimeSpan.FromSeconds(25));
        try
        {
            return await waiting.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return default;
        }
    }
}

/// <summary>What is told about something, in order, and waited for.</summary>
public sealed class Events<T>
{
    readonly ConcurrentDictionary<string, Channel<T>> told = new(StringComparer.Ordinal);

    public void Add(string about, T one) => Of(about).Writer.TryWrite(one);

    public async Task<T> Next(string about, double seconds = 40) => await Of(about).Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>The first one that is as it should be; others are passed over.</summary>
    public async Task<T> First(string about, Func<T, bool> such, double seconds = 40)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            var one = await Of(about).Reader.ReadAsync(patience.Token);
            if (such(one)) return one;
        }
    }

    Channel<T> Of(string about) => told.GetOrAdd(about, _ => Channel.CreateUnbounded<T>());
}
