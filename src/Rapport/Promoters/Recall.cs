using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Promoters;

/// <summary>Somebody who answered and was drawn for it is asked once more, long afterwards: do they remember it?</summary>
public sealed class Recall
{
    /// <summary>So many days after the matter had ended, the one or the other.</summary>
    public static readonly int[] After = [30, 90];

    public required AskId AskId { get; init; }
    public required int Days { get; init; }

    /// <summary>Null until that day has come, and where they may not be asked then.</summary>
    public Instant? AskedAt { get; private set; }

    public bool? Remembered { get; private set; }
    public Instant? AnsweredAt { get; private set; }

    public bool StandsAt(Instant now) => AskedAt is { } asked && now < asked + Ask.Stands;

    public void Come(Instant at) => AskedAt ??= at;

    /// <param name="remembered">Null takes it back.</param>
    /// <param name="at">When.</param>
    public void Say(bool? remembered, Instant at)
    {
        Refusal.If(AnsweredAt is null && !StandsAt(at), "This question does not stand any more.", "not-asked");
        (Remembered, AnsweredAt) = (remembered, remembered is null ? null : AnsweredAt ?? at);
    }
}

/// <summary>The day on which it is asked once more.</summary>
public sealed record RecallDue(AskId Ask) : IFact
{
    Subjects IFact.About => new();
}

/// <summary>Asks once more, unless the customer has said meanwhile that they do not want to be asked, or is forgotten.</summary>
public sealed class AskAgain(RapportDb db, TimeProvider time) : IWhen<RecallDue>
{
    public async Task Handle(RecallDue fact, CancellationToken cancel)
    {
        var recall = await db.Recalls.SingleOrDefaultAsync(r => r.AskId == fact.Ask, cancel);
        if (recall is null || (await db.Survey(cancel)).OnSince is null) return;
        var ask = await db.Asks.AsNoTracking().SingleAsync(a => a.Id == fact.Ask, cancel);
        if (await db.WantsNoAsking(ask.CustomerId, cancel)) return;
        recall.Come(time.Now());
        db.Touch($"conversation:{await db.Conversations.Where(c => c.Id == ask.ConversationId).Select(c => c.Number).SingleAsync(cancel)}");
        await db.SaveChangesAsync(cancel);
    }
}
