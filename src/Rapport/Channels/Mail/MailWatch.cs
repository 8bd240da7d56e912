using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>Where several nodes share a database, one of them fetches from the mailboxes. When its mailroom does not ask any more, another's takes over.</summary>
public sealed class MailWatch
{
    public required int Id { get; init; }
    public required Guid Node { get; set; }
    public required Instant Until { get; set; }
}

/// <summary>Who fetches. Letters are read and answers sent on every node; leases see to that.</summary>
public sealed class Watch(Writes writes, MailNode here, TimeProvider time)
{
    const int TheOne = 1;
    static readonly Duration Lease = Duration.FromSeconds(45), Renewed = Duration.FromSeconds(20);

    readonly Guid node = here.Id;

    public async Task<bool> IsOurs(RapportDb db, CancellationToken cancel)
    {
        if (!db.Database.IsNpgsql()) return true;
        var now = time.Now();
        var watch = await db.MailWatches.AsNoTracking().SingleOrDefaultAsync(w => w.Id == TheOne, cancel);
        if (watch is not null && watch.Node != node && watch.Until > now) return false;
        if (watch is not null && watch.Node == node && watch.Until > now + Renewed) return true;
        var (at, until) = (now.ToDateTimeUtc(), (now + Lease).ToDateTimeUtc());
        return await writes.Do(db, () => db.Database.ExecuteSqlAsync(
            $"INSERT INTO mail_watches (id, node, until) VALUES ({TheOne}, {node}, {until}) ON CONFLICT (id) DO UPDATE SET node = EXCLUDED.node, until = EXCLUDED.until WHERE mail_watches.node = EXCLUDED.node OR mail_watches.until <= {at}", cancel), cancel) == 1;
    }
}
