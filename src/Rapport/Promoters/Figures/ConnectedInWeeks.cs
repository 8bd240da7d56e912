using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Statistics;

namespace Rapport.Promoters.Figures;

/// <summary>
/// An impression is made on one, a connection holds between two. Of some whole weeks: in how many matters the customer felt a connection, and in
/// how many whoever served had said so as well. What they said is theirs, so behind it are five of them or more, or it waits.
/// </summary>
/// <param name="Felt">The customer said so, of those who said yes or no.</param>
/// <param name="Holds">Both did, of the same.</param>
/// <param name="Pairs">Where the customer said yes or no to both; null where one of its numbers would be of too few.</param>
public sealed record ConnectedInWeeks(Share Felt, Share Holds, ConnectedInWeeks.Apart? Pairs)
{
    public const string What = "connected";

    /// <summary>Matters by what there was.</summary>
    public sealed record Apart(int ImpressionAlone, int ConnectionAlone, int Both, int Neither)
    {
        public int N => ImpressionAlone + ConnectionAlone + Both + Neither;
    }

    internal sealed record Row(bool? Impression, bool? Connection, IReadOnlyList<PersonId> Said)
    {
        public bool Holds => Connection is true && Said.Count > 0;
    }

    internal static async Task<ConnectedInWeeks?> Make(RapportDb db, Instant since, Instant until, CancellationToken cancel)
    {
        var asked = await (from a in db.Asks.AsNoTracking() join x in db.CustomerAnswers on a.Id equals x.AskId where a.AskedAt >= since && a.AskedAt < until && x.Connection != null select new { a.ConversationId, x.Impression, x.Connection }).ToListAsync(cancel);
        var said = (await (from s in db.SaidConnections.AsNoTracking() join a in db.Asks on s.ConversationId equals a.ConversationId where a.AskedAt >= since && a.AskedAt < until select new { s.ConversationId, s.PersonId }).ToListAsync(cancel)).ToLookup(s => s.ConversationId, s => s.PersonId);
        return Of([.. asked.Select(a => new Row(a.Impression, a.Connection, [.. said[a.ConversationId].Distinct()]))]);
    }

    internal static ConnectedInWeeks? Of(IReadOnlyList<Row> rows)
    {
        var (felt, holds) = (rows.Where(r => r.Connection is true).ToList(), rows.Where(r => r.Holds).ToList());
        // Where all that was felt held, everybody's part would be that of their matters.
        if (!People(holds).AreMany() || holds.Count == felt.Count) return null;
        return new(new(felt.Count, rows.Count), new(holds.Count, rows.Count), PairsOf(rows));
    }

    static Apart? PairsOf(IReadOnlyList<Row> rows)
    {
        var (both, alone) = (rows.Where(r => r.Holds && r.Impression is true).ToList(), rows.Where(r => r.Holds && r.Impression is false).ToList());
        // Where it holds and they said nothing of an impression is what is left of all in which it holds.
        if (!People(both).AreManyOrNone() || !People(alone).AreManyOrNone() || !People(rows.Where(r => r.Holds && r.Impression is null)).AreManyOrNone()) return null;
        return new(rows.Count(r => !r.Holds && r.Impression is true), alone.Count, both.Count, rows.Count(r => !r.Holds && r.Impression is false));
    }

    static List<PersonId> People(IEnumerable<Row> rows) => [.. rows.SelectMany(r => r.Said)];

    internal static ConnectedInWeeks? In(IReadOnlyList<ConnectedInWeeks> weeks) => weeks.Count == 0 ? null : new(Sum(weeks.Select(w => w.Felt)), Sum(weeks.Select(w => w.Holds)),
        weeks.Select(w => w.Pairs).OfType<Apart>().ToList() is { Count: > 0 } pairs ? pairs.Aggregate((all, one) => new(all.ImpressionAlone + one.ImpressionAlone, all.ConnectionAlone + one.ConnectionAlone, all.Both + one.Both, all.Neither + one.Neither)) : null);

    internal static Share Sum(IEnumerable<Share> shares) => shares.Aggregate(new Share(0, 0), (all, one) => new(all.Hits + one.Hits, all.Of + one.Of));
}
