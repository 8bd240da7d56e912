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
    const int MostOfOne = 10;

    readonly Notices notices;
    readonly TimeProvider time;
    readonly IServiceScopeFactory scopes;
    readonly Writes writes;
    readonly ILogger<VisitorLines> log;
    readonly Lock gate = new();
    readonly Dictionary<Guid, List<Line>> open = [];
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> closing = [];
    readonly CancellationTokenSource over = new();
    readonly CancellationToken ending;

    public VisitorLines(Topics topics, Notices notices, TimeProvider time, IServiceScopeFactory scopes, Writes writes, ILogger<VisitorLines> log)
    {
        (this.notices, this.time, this.scopes, this.writes, this.log, ending) = (notices, time, scopes, writes, log, over.Token);
        topics.OnTold(topic =>
        {
            if (topic.StartsWith(Opened, StringComparison.Ordinal) && Guid.TryParse(topic.AsSpan(Opened.Length), out var visit) && closing.TryRemove(visit, out var gone)) gone.TrySetResult();
        });
    }

    /// <summary>A browser has one for all its tabs. Whoever opens very many loses the oldest, which may be one that nobody reads any more.</summary>
    public IDisposable Open(Visitor me, Action end)
    {
        var line = new Line(this, me, end);
        lock (gate)
        {
            if (!open.TryGetValue(me.Visit.Value, out var lines)) open[me.Visit.Value] = lines = [];
            lines.Add(line);
            // Under the lock, so that it is ended before it can be let go.
            if (lines.Count > MostOfOne)
            {
                lines[0].End();
                lines.RemoveAt(0);
            }
        }
        notices.Publish([Opened + me.Visit.Value]);
        _ = Settle(db => Back(db, me));
        return line;
    }

    void Close(Line line, Visitor me)
    {
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (!open.TryGetValue(me.Visit.Value, out var lines) || !lines.Remove(line) || lines.Count > 0) return;
            open.Remove(me.Visit.Value);
            closing[me.Visit.Value] = back;
        }
        _ = Gone(me, back);
    }

    async Task Gone(Visitor me, TaskCompletionSource back)
    {
        if (await ComesBack(back.Task) is false)
        {
            await Settle(db => Lost(db, me, stillGone: () => !back.Task.IsCompleted));
            // The word that they are back on another node may still have been on its way.
            if (await ComesBack(back.Task) is true) await Settle(db => Back(db, me));
        }
        closing.TryRemove(new(me.Visit.Value, back));
    }

    /// <summary>Null when the program ends meanwhile.</summary>
    async Task<bool?> ComesBack(Task back)
    {
        await Task.WhenAny(back, Task.Delay(Grace, time, ending));
        return ending.IsCancellationRequested ? null : back.IsCompleted;
    }

    async Task Lost(RapportDb db, Visitor me, Func<bool> stillGone)
    {
        if (await db.NumberOf(me, ending) is { } number) await writes.Do(db, () => db.LoseLine(number, time.Now(), stillGone, ending), ending);
    }

    async Task Back(RapportDb db, Visitor me)
    {
        if (await db.NumberOf(me, ending) is not { } number || !await db.LostLines.AnyAsync(l => db.Conversations.Any(c => c.Id == l.ConversationId && c.Number == number), ending)) return;
        await writes.Do(db, () => db.LineIsBack(number, ending), ending);
    }

    Task Settle(Func<RapportDb, Task> work) => Unattended.Do(async () =>
    {
        await using var scope = scopes.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<RapportDb>());
    }, time, log, ending);

    public void Dispose()
    {
        over.Cancel();
        over.Dispose();
    }

    sealed class Line(VisitorLines owner, Visitor me, Action end) : IDisposable
    {
        public void End() => end();

        public void Dispose() => owner.Close(this, me);
    }
}
