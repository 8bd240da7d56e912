using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Language;

namespace Rapport.Essence.Moments;

/// <summary>
/// Its writer says that a message was not what it was taken for. It names the message and no person; only whoever wrote the
/// message can correct it, and only they see that they did.
/// </summary>
public sealed class Correction
{
    public required MessageId MessageId { get; init; }
    public required BehaviorKind Proposed { get; init; }

    /// <summary>What it was instead; null when it was nothing of the kind.</summary>
    public BehaviorKind? Meant { get; set; }

    public required Instant At { get; set; }
}

static class Corrections
{
    public static async Task Correct(this RapportDb db, Message message, BehaviorKind proposed, BehaviorKind? meant, Instant at, CancellationToken cancel)
    {
        var before = await db.Corrections.SingleOrDefaultAsync(c => c.MessageId == message.Id && c.Proposed == proposed, cancel);
        if (before is null) db.Add(new Correction { MessageId = message.Id, Proposed = proposed, Meant = meant, At = at });
        else (before.Meant, before.At) = (meant, at);
    }
}
