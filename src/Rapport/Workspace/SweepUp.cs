using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Bonds.Lanes;
using Rapport.Channels.Chat;
using Rapport.Desk;
using Rapport.Essence.Cues;
using Rapport.Foundation;

namespace Rapport.Workspace;

/// <summary>Once an hour, what nobody needs any more goes: old idempotency answers, who looked at what yesterday, chats in which nothing was said, files that were never sent.</summary>
public sealed class SweepUp(IServiceScopeFactory scopes, Writes writes, TimeProvider time, ILogger<SweepUp> log) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    static readonly Duration Answers = Duration.FromHours(48), Looks = Duration.FromHours(24), Silence = Duration.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ConfigureAwait(false))
        {
            try { await Sweep(stoppingToken); }
            catch (Exception e) when (e is not OperationCanceledException) { log.LogWarning(e, "Sweeping up failed; trying again in an hour"); }
        }
    }

    public async Task Sweep(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        var (answers, looks) = (time.Now() - Answers, time.Now() - Looks);
        await writes.Do(db, async () =>
        {
            await db.FirstAnswers.Where(a => a.At < answers).ExecuteDeleteAsync(cancel);
            await db.ForgetSilentVisits(time.Now() - Silence, cancel);
            await db.ForgetOldQuestions(time.Now(), cancel);
            await db.ForgetShownCues(time.Now(), cancel);
            await db.OwnPages.Where(p => p.ExpiresAt < answers).ExecuteDeleteAsync(cancel);
            await db.Presences.Where(p => p.SeenAt < looks).ExecuteDeleteAsync(cancel);
        }, cancel);
        // By itself: it waits for whoever is just putting a file into an answer, and what the others hold must not wait with it.
        await writes.Do(db, () => db.LetGoOfUnsentFiles(time.Now(), cancel), cancel);
    }
}
