using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Foundation;
using Rapport.Memory.Merging;

namespace Rapport.Memory.Erasing;

/// <summary>
/// Takes what was forgotten out of the database's files too: its journal, its free pages, its old rows. It also notes outside the
/// database, by id alone, what was forgotten, so that a backup that is restored forgets it again at the next start.
/// </summary>
public sealed class WipeTraces(IServiceScopeFactory scopes, Writes writes, TimeProvider time, IConfiguration settings, ILogger<WipeTraces> log) : BackgroundService
{
    static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    /// <summary>How long all rooms together may take to forget. Then what is forgotten is wiped, and again when the others have.</summary>
    static readonly Duration Patience = Duration.FromSeconds(20);

    /// <summary>Of what could not be wiped for good yet, how many errands were open when it was wiped last.</summary>
    readonly Dictionary<Guid, int> wiped = [];

    readonly Outage outage = new(log);
    readonly SemaphoreSlim one = new(1, 1);

    public string Noted { get; } = Path.Combine(DataFolder.Of(settings), "forgotten.txt");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var again = true;
        do
        {
            try
            {
                await Wipe(stoppingToken);
                if (again) await ForgetAgain(stoppingToken);
                again = false;
                outage.IsOver();
            }
            catch (Exception e) when (e is not OperationCanceledException) { outage.Tell(e, "Traces of what was forgotten could not be wiped; trying again"); }
        }
        while (await Waited(stoppingToken));
    }

    static async Task<bool> Waited(CancellationToken stopping)
    {
        await Task.Delay(Round, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }

    /// <summary>Wipes what every room has forgotten by now, and says how much that was.</summary>
    public async Task<int> Wipe(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try { return await WipeNow(cancel); }
        finally { one.Release(); }
    }

    async Task<int> WipeNow(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        var due = await db.Erasures.AsNoTracking().Where(e => e.WipedAt == null).OrderBy(e => e.AskedAt).Take(1000).ToListAsync(cancel);
        Note(due);
        var now = time.Now();
        List<Guid> done = [];
        var wiping = new Dictionary<Guid, int>();
        foreach (var erasure in due)
        {
            var entry = erasure.Subject.ToString();
            var open = erasure.What is Erased.Everything ? await db.Errands.CountAsync(e => e.Body.Contains(entry), cancel) : 0;
            if (open == 0) done.Add(erasure.Id);
            // One that keeps failing does not hold up what the others have done.
            else if (now - erasure.AskedAt < Patience || wiped.GetValueOrDefault(erasure.Id) == open) continue;
            wiping.Add(erasure.Id, open);
        }
        if (wiping.Count == 0 || !await db.Database.OverwriteWhatIsGone(cancel)) return 0;
        foreach (var (id, open) in wiping) wiped[id] = open;
        await writes.Do(db, () => db.Erasures.Where(e => done.Contains(e.Id)).ExecuteUpdateAsync(s => s.SetProperty(e => e.WipedAt, (Instant?)now), cancel), cancel);
        foreach (var id in done) wiped.Remove(id);
        return done.Count;
    }

    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    /// <summary>At once and once: what follows may have to be tried again.</summary>
    void Note(List<Erasure> erasures)
    {
        if (erasures.Count == 0) return;
        var noted = File.Exists(Noted) ? File.ReadLines(Noted).Select(l => l.Split(' ')[0]).ToHashSet(StringComparer.Ordinal) : [];
        // A line that a crash has cut in two ends here and is passed over.
        File.AppendAllText(Noted, string.Concat(erasures.Where(e => !noted.Contains(e.Id.ToString())).Select(e => string.Create(CultureInfo.InvariantCulture, $"\n{e.Id} {e.What} {e.Subject} {e.Customer}"))));
    }

    static Erasure? Read(string line, Instant now) =>
        line.Split(' ') is [var id, var what, var subject, var customer] && Guid.TryParse(id, out var i) && Enum.TryParse<Erased>(what, out var w) && Guid.TryParse(subject, out var s) && Guid.TryParse(customer, out var c)
            ? new() { Id = i, What = w, Subject = s, Customer = c, AskedAt = now } : null;

    /// <summary>What is on the list and not in the database was forgotten after the backup that was restored.</summary>
    public async Task ForgetAgain(CancellationToken cancel)
    {
        if (!File.Exists(Noted)) return;
        await one.WaitAsync(cancel);
        try { await ForgetWhatIsNoted(cancel); }
        finally { one.Release(); }
    }

    async Task ForgetWhatIsNoted(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        var known = (await db.Erasures.Select(e => e.Id).ToListAsync(cancel)).ToHashSet();
        foreach (var erasure in File.ReadLines(Noted).Select(l => Read(l, time.Now())).OfType<Erasure>())
        {
            if (!known.Add(erasure.Id)) continue;
            await writes.Do(db, () => ForgetAgain(db, erasure, cancel), cancel);
            db.ChangeTracker.Clear();
        }
    }

    async Task ForgetAgain(RapportDb db, Erasure erasure, CancellationToken cancel)
    {
        var now = time.Now();
        db.Add(erasure);
        if (erasure.What is Erased.Fact)
        {
            if (await db.Remembered.SingleOrDefaultAsync(r => r.Id == new RememberedId(erasure.Subject), cancel) is { } fact) await db.Forget(fact, ForgottenBecause.Asked, now, cancel);
        }
        else if (await Alone(db, new(erasure.Subject), new(erasure.Customer), now, cancel) is { } entry)
        {
            if (erasure.What is Erased.Everything) await db.EraseCustomer(entry, now, cancel);
            else await db.RememberNothing(entry, now, cancel);
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// The entry as it was when they asked: alone, though in the backup it is still part of another from whom it was taken apart
    /// since. Nothing where it is part of whoever asked, who has a line of their own; nor where it is not there or erased.
    /// </summary>
    static async Task<CustomerId?> Alone(RapportDb db, CustomerId entry, CustomerId asked, Instant now, CancellationToken cancel)
    {
        if (!await db.Customers.AnyAsync(c => c.Id == entry && c.ErasedAt == null, cancel)) return null;
        if (entry != asked && await db.Whole(entry, cancel) == await db.Whole(asked, cancel)) return null;
        if (await db.Merges.Where(m => m.FromId == entry && m.UndoneAt == null).Select(m => (MergeId?)m.Id).SingleOrDefaultAsync(cancel) is { } merge) await db.TakeApart(merge, null, WhatCameSince.Nothing, now, cancel);
        return entry;
    }
}
