using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Rapport.Foundation;

/// <summary>Wakes the worker when this process commits an errand; other nodes find it by looking once a second.</summary>
public sealed class ErrandSignal : IDisposable
{
    readonly SemaphoreSlim gate = new(0, 1);

    public void Set()
    {
        try { gate.Release(); }
        catch (SemaphoreFullException) { /* already awake */ }
    }

    public void Dispose() => gate.Dispose();

    internal Task Wait(TimeSpan atMost, CancellationToken cancel) => gate.WaitAsync(atMost, cancel);
}

/// <summary>
/// Does what is due. An errand is claimed with a lease, so that it outlives the node that claimed it, and its effect and its removal
/// are one transaction, so that it is done once. What fails is tried again later and later, then rests where a person can see it.
/// </summary>
public sealed class ErrandWorker(IServiceScopeFactory scopes, Errands errands, Writes writes, ErrandSignal signal, TimeProvider time, ILogger<ErrandWorker> log) : BackgroundService
{
    const int Batch = 32, Together = 8;

    /// <summary>After this many failures a person should look: about an hour after the first.</summary>
    public const int Patience = 10;

    /// <summary>From this many failures on it is shown on the page of errands that keep failing.</summary>
    public const int Worrying = 3;

    public static readonly Duration Lease = Duration.FromSeconds(30);
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    readonly Outage outage = new(log);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var done = await DoDue(stoppingToken);
                outage.IsOver();
                if (done < Batch) await signal.Wait(Poll, stoppingToken);
            }
            catch (OperationCanceledException) { return; }
            catch (Exception e)
            {
                outage.Tell(e, "Errands could not be claimed; trying again");
                await Task.Delay(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Does everything that is due now, and says how many that was.</summary>
    public async Task<int> DoDue(CancellationToken cancel)
    {
        var claimed = await Claim(cancel);
        // SQLite's one writer does them one after the other anyway, and commits together what waits for it.
        foreach (var some in claimed.Chunk(writes.GoOneByOne ? Together : 1)) await Task.WhenAll(some.Select(errand => DoOne(errand, cancel)));
        return claimed.Count;
    }

    async Task<List<Errand>> Claim(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FoundationDb>();
        var now = time.Now();
        // Looking first keeps an idle desk from writing once a second.
        if (!await Due(db, now).AnyAsync(cancel)) return [];
        return await writes.Do(db, async () =>
        {
            var due = await (db.Database.IsNpgsql()
                ? db.Errands.FromSql($"SELECT * FROM errands WHERE parked_at IS NULL AND due_at <= {now.ToDateTimeUtc()} AND (claimed_until IS NULL OR claimed_until < {now.ToDateTimeUtc()}) ORDER BY due_at LIMIT {Batch} FOR UPDATE SKIP LOCKED")
                : Due(db, now).OrderBy(e => e.DueAt).Take(Batch)).AsNoTracking().ToListAsync(cancel);
            if (due.Count == 0) return due;
            foreach (var errand in due)
            {
                errand.ClaimedUntil = now + Lease;
                errand.Attempts++;
            }
            var (ids, until) = (due.ConvertAll(e => e.Id), now + Lease);
            await db.Errands.Where(e => ids.Contains(e.Id)).ExecuteUpdateAsync(s => s.SetProperty(e => e.ClaimedUntil, until).SetProperty(e => e.Attempts, e => e.Attempts + 1), cancel);
            return due;
        }, cancel);
    }

    static IQueryable<Errand> Due(FoundationDb db, Instant now) =>
        db.Errands.Where(e => e.ParkedAt == null && e.DueAt <= now && (e.ClaimedUntil == null || e.ClaimedUntil < now));

    async Task DoOne(Errand errand, CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<FoundationDb>();
            await writes.Do(db, async () =>
            {
                // Deleting first holds the row: whoever still has an old claim on it finds nothing to do.
                if (await db.Errands.Where(e => e.Id == errand.Id && e.Attempts == errand.Attempts).ExecuteDeleteAsync(cancel) == 0) return;
                await errands.Run(scope.ServiceProvider, errand, cancel);
            }, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested) { throw; }
        catch (Exception e)
        {
            log.LogWarning(e, "The errand {Handler} {Id} failed on attempt {Attempt}", errand.Handler, errand.Id, errand.Attempts);
            await PutBack(errand, e, cancel);
        }
    }

    async Task PutBack(Errand errand, Exception why, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FoundationDb>();
        var now = time.Now();
        var again = now + Duration.FromSeconds(Math.Pow(2, Math.Min(errand.Attempts, 10)));
        Instant? parked = errand.Attempts >= Patience ? now : null;
        await writes.Do(db, async () =>
        {
            await db.Errands.Where(e => e.Id == errand.Id && e.Attempts == errand.Attempts).ExecuteUpdateAsync(s => s
                .SetProperty(e => e.DueAt, again).SetProperty(e => e.ClaimedUntil, (Instant?)null)
                .SetProperty(e => e.ParkedAt, parked).SetProperty(e => e.LastError, why.Message), cancel);
            if (errand.Attempts >= Worrying) db.Touch("errands");
        }, cancel);
    }
}
