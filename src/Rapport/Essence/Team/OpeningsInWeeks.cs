using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Language;
using Rapport.Language.Customer;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>
/// In how many of the conversations that were resolved in some whole weeks there was an opening in the customer's words, and in how many of
/// those a moment was given: the rate per opening that could have been. Which conversations they are is kept nowhere.
/// </summary>
public sealed record OpeningsInWeeks(Share WithOpening, Share GivenThere)
{
    public const string What = "openings";

    /// <summary>So many conversations of a week are read, from the first on; what is said is then of those.</summary>
    const int Most = 5000;

    internal static async Task<OpeningsInWeeks?> Make(RapportDb db, Recognizer reader, Instant from, Instant until, CancellationToken cancel)
    {
        var kept = await db.Moments.AsNoTracking().Where(m => m.KeptAt < until && db.Resolutions.Any(r => r.ConversationId == m.ConversationId && r.At >= from && r.At < until)).Select(m => new { m.GiverId, m.ConversationId }).ToListAsync(cancel);
        // Nothing to read where nothing will be said.
        if (!kept.Select(k => k.GiverId).AreMany()) return null;
        var resolved = await db.Resolutions.AsNoTracking().Where(r => r.At >= from && r.At < until).Select(r => r.ConversationId).Distinct().OrderBy(id => id).Take(Most).ToListAsync(cancel);
        var open = await Opened(db, reader, resolved, cancel);
        var given = kept.FindAll(k => open.Contains(k.ConversationId));
        var there = given.Select(k => k.ConversationId).Distinct().Count();
        // Where it is all of them, everybody's number would be that of their conversations; and what was given elsewhere can be had by taking one from the other.
        return given.Select(k => k.GiverId).AreMany() && kept.Except(given).Select(k => k.GiverId).ToList().AreManyOrNone() && there < open.Count ? new(new(open.Count, resolved.Count), new(there, open.Count)) : null;
    }

    static async Task<HashSet<ConversationId>> Opened(RapportDb db, Recognizer reader, List<ConversationId> resolved, CancellationToken cancel)
    {
        var open = new HashSet<ConversationId>();
        foreach (var part in resolved.Chunk(500))
        {
            var ids = part.ToList();
            await foreach (var said in db.Messages.AsNoTracking().Where(m => m.From == MessageFrom.Customer && ids.Contains(m.ConversationId)).Select(m => new { m.ConversationId, m.Body }).AsAsyncEnumerable().WithCancellation(cancel))
                if (!open.Contains(said.ConversationId) && CustomerOpenings.In(said.Body, reader.ReadCustomer(said.Body)).Count > 0) open.Add(said.ConversationId);
        }
        return open;
    }

    internal static IReadOnlyList<TeamFigures.Row> In(IReadOnlyList<FinishedWeeks> finished)
    {
        if (finished.Count == 0) return [];
        var weeks = finished.Select(f => f.Read<OpeningsInWeeks>()).ToList();
        return [new("The customer’s words had an opening", Sum(weeks.Select(w => w.WithOpening))), new("A moment was given where there was one", Sum(weeks.Select(w => w.GivenThere)))];
    }

    static Share Sum(IEnumerable<Share> shares) => shares.Aggregate(new Share(0, 0), (all, one) => new(all.Hits + one.Hits, all.Of + one.Of));
}
