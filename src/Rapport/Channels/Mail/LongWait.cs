using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>The mailroom asks for the next thing to do and is answered when there is one, or when it has waited long enough.</summary>
static class LongWait
{
    const int Longest = 25;

    /// <summary>What has become due, or what another node missed to tell, is found by looking.</summary>
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task<T?> Until<T>(Topics.Listener news, int? seconds, IHostApplicationLifetime life, Func<Task<T?>> take, CancellationToken cancel) where T : class
    {
        var until = Environment.TickCount64 + (Math.Clamp(seconds ?? 0, 0, Longest) * 1000L);
        while (true)
        {
            if (await take() is { } found) return found;
            var left = TimeSpan.FromMilliseconds(until - Environment.TickCount64);
            if (left <= TimeSpan.Zero || life.ApplicationStopping.IsCancellationRequested) return null;
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStopping, cancel);
            pause.CancelAfter(left < Look ? left : Look);
            try
            {
                if (!await news.News.WaitToReadAsync(pause.Token)) return null;
                while (news.News.TryRead(out _)) { /* one look is enough for all of them */ }
            }
            catch (OperationCanceledException) { cancel.ThrowIfCancellationRequested(); }
        }
    }
}
