using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Essence.Moments;
using Rapport.Essence.Team;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Town;

namespace Rapport.Workspace.Demo;

/// <summary>The books of the town's people, and what they said got in their way.</summary>
static class PastMoments
{
    static readonly TownMoments Town = TownMoments.Read();

    /// <summary>Each is kept by whoever said that line, a minute after it.</summary>
    public static void Keep(this RapportDb db, string conversation, IReadOnlyDictionary<int, Message> said)
    {
        foreach (var moment in Town.Kept.Where(m => m.In == conversation))
        {
            var message = said[moment.Line];
            if (!BehaviorKinds.TryParse(moment.Behavior, out var kind)) throw new FormatException($"The town knows no behavior called {moment.Behavior}.");
            var given = new Given(kind, moment.Words, Seconds: moment.Seconds, Money: moment.Minor is { } minor ? new Money(minor, TownMoments.Currency) : null);
            db.Add(Moment.Keep(message.PersonId!.Value, message.ConversationId, message, given, message.At + Duration.FromMinutes(1)));
        }
    }

    public static async Task CountWhatWasLost(this RapportDb db, Instant now, CancellationToken cancel)
    {
        if (await db.LostOpenings.AnyAsync(cancel)) return;
        var today = now.InUtc().Date;
        foreach (var lost in Town.Lost) await db.CountLost(today.PlusDays(-lost.DaysAgo).AtMidnight().InUtc().ToInstant(), Causes.All.Single(c => c.Key() == lost.Cause), lost.Count, cancel);
    }
}
