using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Channels.Mail.SigningIn;

/// <summary>Tokens are renewed before they end, and at once when a server does not take one any more.</summary>
public sealed class KeepSignedIn(IServiceScopeFactory scopes, Writes writes, TokenCalls calls, SealedSecrets secrets, Topics topics, TimeProvider time, ILogger<KeepSignedIn> log) : BackgroundService
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(15);
    static readonly Duration Again = Duration.FromMinutes(1);

    readonly Outage outage = new(log);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var news = topics.Follow(["mailroom:tokens"], null);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await RenewOne(stoppingToken)) { /* until nothing is due */ }
                outage.IsOver();
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                pause.CancelAfter(Look);
                try { await news.News.WaitToReadAsync(pause.Token); }
                catch (OperationCanceledException) { stoppingToken.ThrowIfCancellationRequested(); }
                while (news.News.TryRead(out _)) { /* one look is enough for all of them */ }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                outage.Tell(e, "The tokens of mailboxes could not be looked through; trying again");
                await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task<bool> RenewOne(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        var now = time.Now();
        if (!await Due(db, now).AnyAsync(cancel)) return false;
        // Whoever moves the time on has it: two nodes that renew at once could each make the other's token worthless.
        var mailbox = await writes.Do(db, async () =>
        {
            var first = await Due(db, now).OrderBy(m => m.RenewAt).FirstOrDefaultAsync(cancel);
            if (first is null) return null;
            var (due, next) = (first.RenewAt, now + Again);
            return await db.Mailboxes.Where(m => m.Id == first.Id && m.RenewAt == due).ExecuteUpdateAsync(m => m.SetProperty(x => x.RenewAt, next), cancel) == 1 ? first : null;
        }, cancel);
        if (mailbox is null) return true;
        var provider = await db.MailProviders.AsNoTracking().SingleAsync(p => p.Key == mailbox.Provider, cancel);
        try
        {
            if (secrets.Open(mailbox.Secrets).RefreshToken is not { } refresh) throw new TokenRefused($"{provider.Name} has given no token to renew it with.");
            var tokens = await calls.Ask(provider, secrets.OpenText(provider.ClientSecret), new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh }, cancel);
            await Change(db, mailbox.Id, m => m.Renewed(secrets.Seal(SignInToMail.Keep(secrets.Open(m.Secrets), tokens)), tokens.Lasts, time.Now()), cancel);
        }
        catch (TokenRefused no) { await Change(db, mailbox.Id, m => m.SignedOut($"{no.Message.TrimEnd('.')}. Sign in again.", time.Now()), cancel); }
        catch (TokenUnreachable away) { log.LogWarning("The token of {Address} was not renewed and is tried again: {Why}", mailbox.Address, away.Message); }
        return true;
    }

    static IQueryable<Mailbox> Due(RapportDb db, Instant now) => db.Mailboxes.AsNoTracking().Where(m => m.RemovedAt == null && m.Provider != null && m.RenewAt != null && m.RenewAt <= now);

    Task Change(RapportDb db, MailboxId id, Action<Mailbox> change, CancellationToken cancel) => writes.Do(db, async () =>
    {
        db.ChangeTracker.Clear();
        if (await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == id && m.RemovedAt == null, cancel) is not { } mailbox) return;
        change(mailbox);
        await db.SaveChangesAsync(cancel);
    }, cancel);
}
