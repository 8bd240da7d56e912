using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>One running program, which has one mailroom: what that took to do is noted under this name.</summary>
public sealed record MailNode(Guid Id)
{
    public static MailNode New() => new(Guid.NewGuid());
}

/// <summary>Until when a node that shares the database is known to run.</summary>
public sealed class LiveNode
{
    public required Guid Id { get; init; }
    public required Instant Until { get; set; }
}

/// <summary>
/// What a mailroom took and will not end any more is given back at once, and not only when its lease runs out: its own program sees it
/// end, and where that ends too, another node sees that it has not been heard of.
/// </summary>
public sealed class MailLeases(IServiceScopeFactory scopes, Writes writes, MailNode node, Topics topics, TimeProvider time)
{
    public static readonly TimeSpan Renewed = TimeSpan.FromSeconds(10);
    static readonly Duration Lasts = Duration.FromSeconds(60);

    /// <summary>The program has just started. Alone with its database, whatever is out was taken by a mailroom that is gone.</summary>
    public Task Begin(CancellationToken cancel) => In(db => db.Database.IsNpgsql() ? GiveBackOfTheSilent(db, cancel) : GiveBack(db, null, cancel), cancel);

    /// <summary>This node's mailroom has ended.</summary>
    public Task End(CancellationToken cancel) => In(db => GiveBack(db, node.Id, cancel), cancel);

    /// <summary>It runs. Where several nodes share the database, that is written down, and those that are silent are looked for.</summary>
    public Task Renew(CancellationToken cancel) => In(async db =>
    {
        if (!db.Database.IsNpgsql()) return;
        var until = (time.Now() + Lasts).ToDateTimeUtc();
        await db.Database.ExecuteSqlAsync($"INSERT INTO mail_nodes (id, until) VALUES ({node.Id}, {until}) ON CONFLICT (id) DO UPDATE SET until = EXCLUDED.until", cancel);
        await GiveBackOfTheSilent(db, cancel);
    }, cancel);

    async Task In(Func<RapportDb, Task> work, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        await writes.Do(db, () => work(db), cancel);
        foreach (var waiting in new[] { "mailroom:letters", "mailroom:answers", "mailroom:trials" }) topics.Publish(waiting);
    }

    async Task GiveBackOfTheSilent(RapportDb db, CancellationToken cancel)
    {
        var now = time.Now();
        foreach (var silent in await db.LiveNodes.Where(n => n.Until < now).ToListAsync(cancel))
        {
            await GiveBack(db, silent.Id, cancel);
            db.Remove(silent);
        }
        await db.SaveChangesAsync(cancel);
    }

    static async Task GiveBack(RapportDb db, Guid? by, CancellationToken cancel)
    {
        await db.Letters.Where(l => l.State == LetterState.Stored && l.ClaimedUntil != null && (by == null || l.ClaimedBy == by)).ExecuteUpdateAsync(l => l.SetProperty(x => x.ClaimedUntil, (Instant?)null), cancel);
        await db.OutgoingLetters.Where(o => (o.State == OutgoingState.Queued || o.State == OutgoingState.Later) && o.ClaimedUntil != null && (by == null || o.ClaimedBy == by)).ExecuteUpdateAsync(o => o.SetProperty(x => x.ClaimedUntil, (Instant?)null), cancel);
        await db.MailTrials.Where(t => t.DoneAt == null && t.ClaimedUntil != null && (by == null || t.ClaimedBy == by)).ExecuteUpdateAsync(t => t.SetProperty(x => x.ClaimedUntil, (Instant?)null), cancel);
    }
}
