using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>Which visitors have the chat open. Whoever goes in the middle of something, and is not back after a few seconds on any node, has lost their line.</summary>
public sealed class VisitorLines : IDisposable
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    const string Opened = "visit-line:";

    readonly Notices notices;
    readonly TimeProvider time;
    readonly IServiceScopeFactory scopes;
    readonly Writes writes;
    readonly ILogger<VisitorLines> log;
    readonly Lock gate = new();
    readonly Dictionary<Guid, int> open = [];
    readonly ConcurrentDictionary<Guid, CancellationTokenSource> closing = [];

    public VisitorLines(Topics topics, Notices notices, TimeProvider time, IServiceScopeFactory scopes, Writes writes, ILogger<VisitorLines> log)
    {
        (this.notices, this.time, this.scopes, this.writes, this.log) = (notices, time, scopes, writes, log);
        topics.OnTold(topic =>
        {
            if (topic.StartsWith(Opened, StringComparison.Ordinal) && Guid.TryParse(topic.AsSpan(Opened.Length), out var visit) && closing.TryRemove(visit, out var wait)) wait.Cancel();
        });
    }

    public IDisposable Open(Visitor me)
    {
        lock (gate) open[me.Visit.Value] = open.GetValueOrDefault(me.Visit.Value) + 1;
        notices.Publish([Opened + me.Visit.Value]);
        _ = Settle(me, back: true);
        return new Line(() => Close(me));
    }

    void Close(Visitor me)
    {
        lock (gate)
        {
            if (--open[me.Visit.Value] > 0) return;
            open.Remove(me.Visit.Value);
        }
        var wait = new CancellationTokenSource();
        closing[me.Visit.Value] = wait;
        _ = Gone(me, wait);
    }

    async Task Gone(Visitor me, CancellationTokenSource wait)
    {
        using (wait)
        {
            try { await Task.Delay(Grace, time, wait.Token); }
            catch (OperationCanceledException) { return; }
            closing.TryRemove(new(me.Visit.Value, wait));
        }
        await Settle(me, back: false);
    }

    async Task Settle(Visitor me, bool back)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
            if (await db.NumberOf(me, default) is not { } number) return;
            if (back && !await db.LostLines.AnyAsync(l => db.Conversations.Any(c => c.Id == l.ConversationId && c.Number == number))) return;
            await writes.Do(db, () => back ? db.LineIsBack(number, default) : db.LoseLine(number, time.Now(), default));
        }
        catch (Exception e) when (e is DbUpdateException or InvalidOperationException or NotFound or System.Threading.Channels.ChannelClosedException) { log.LogDebug(e, "A visitor's line could not be noted"); }
    }

    public void Dispose()
    {
        foreach (var wait in closing.Values) wait.Cancel();
    }

    sealed class Line(Action close) : IDisposable
    {
        public void Dispose() => close();
    }
}
