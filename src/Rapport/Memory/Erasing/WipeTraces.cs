using System.Globalization;
using Microsoft.Data.Sqlite;
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

    /// <summary>A file up to this size is written anew; a larger one is overwritten where the words stood.</summary>
    const long SmallEnough = 64 * 1024 * 1024;

    /// <summary>Of a large database it takes a while; nobody waits for it.</summary>
    static readonly TimeSpan VacuumAtMost = TimeSpan.FromMinutes(30);

    readonly SemaphoreSlim one = new(1, 1);

    public string Noted { get; } = Path.Combine(Path.GetFullPath(settings["RAPPORT_DATA"] ?? "data"), "forgotten.txt");

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
            }
            catch (Exception e) when (e is not OperationCanceledException) { log.LogWarning(e, "Traces of what was forgotten could not be wiped; trying again"); }
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
        var ready = new List<Erasure>();
        foreach (var erasure in due)
        {
            var customer = erasure.Customer.ToString();
            if (erasure.What is not Erased.Everything || !await db.Errands.AnyAsync(e => e.Body.Contains(customer), cancel)) ready.Add(erasure);
        }
        if (ready.Count == 0) return 0;
        if (db.Database.IsNpgsql())
        {
            db.Database.SetCommandTimeout(VacuumAtMost);
            await db.Database.ExecuteSqlRawAsync("VACUUM", cancel);
            db.Database.SetCommandTimeout(null);
        }
        else await Overwrite(db.Database.GetConnectionString()!, cancel);
        var (ids, now) = (ready.ConvertAll(e => e.Id), time.Now());
        await writes.Do(db, () => db.Erasures.Where(e => ids.Contains(e.Id)).ExecuteUpdateAsync(s => s.SetProperty(e => e.WipedAt, (Instant?)now), cancel), cancel);
        return ready.Count;
    }

    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    static async Task Overwrite(string connectionString, CancellationToken cancel)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout=5000; PRAGMA secure_delete=ON; PRAGMA wal_checkpoint(TRUNCATE);";
        await command.ExecuteNonQueryAsync(cancel);
        if (new FileInfo(connection.DataSource).Length <= SmallEnough)
        {
            command.CommandText = "VACUUM";
            await command.ExecuteNonQueryAsync(cancel);
        }
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        var busy = Convert.ToInt64(await command.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture);
        if (busy != 0) throw new InvalidOperationException("Somebody was reading the journal.");
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
        var (customer, now) = (new CustomerId(erasure.Customer), time.Now());
        db.Add(erasure);
        if (await db.Customers.AnyAsync(c => c.Id == customer, cancel))
        {
            // In the backup they may still be part of another, from whom they were taken apart before they asked.
            if (erasure.What is not Erased.Fact && await db.Merges.Where(m => m.FromId == customer && m.UndoneAt == null && db.Customers.Any(c => c.Id == customer && c.ErasedAt == null)).Select(m => (MergeId?)m.Id).SingleOrDefaultAsync(cancel) is { } merge)
                await db.TakeApart(merge, null, WhatCameSince.Nothing, now, cancel);
            if (erasure.What is Erased.Everything) await db.EraseCustomer(customer, now, cancel);
            else if (erasure.What is Erased.Nothing) await db.RememberNothing(customer, now, cancel);
            else if (await db.Remembered.SingleOrDefaultAsync(r => r.Id == new RememberedId(erasure.Subject), cancel) is { } fact) await db.Forget(fact, ForgottenBecause.Asked, now, cancel);
        }
        await db.SaveChangesAsync(cancel);
    }
}
