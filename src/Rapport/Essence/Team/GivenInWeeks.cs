using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>
/// What was given in some whole weeks. Behind every number here are at least five people who gave, and behind what is left when one
/// number is taken from another as well, or nobody: so neither is one person's.
/// </summary>
/// <param name="Given">Of the resolved conversations, those in which a moment was given; null where too few people gave them.</param>
/// <param name="ManyKinds">Those with more than one kind of it.</param>
/// <param name="Kinds">How many moments of which behavior; those of too few people are <see cref="Others"/>.</param>
/// <param name="Seconds">What they took, where it was said.</param>
/// <param name="Money">What they cost, where it was said, by currency.</param>
/// <param name="Grid">Beside what was done.</param>
public sealed record GivenInWeeks(Share? Given, Share? ManyKinds, Dictionary<string, int> Kinds, List<double> Seconds, Dictionary<string, List<double>> Money, List<GivenInWeeks.Cell> Grid)
{
    public const string What = "given", Others = "others";

    /// <summary>Resolved conversations that had steps to do, by whether all were done and whether a moment was given; and how many stayed resolved.</summary>
    public sealed record Cell(bool FunctionDone, bool EssenceShown, Share StayedResolved);

    sealed record Kept(PersonId Giver, ConversationId Conversation, BehaviorKind Behavior, int? Seconds, long? Minor, string? Currency);

    internal static async Task<GivenInWeeks?> Make(RapportDb db, Instant from, Instant until, CancellationToken cancel)
    {
        var kept = await Of(db.Moments.Where(m => m.KeptAt >= from && m.KeptAt < until)).ToListAsync(cancel);
        if (!Givers(kept).AreMany()) return null;
        var ended = await Ended.Between(db, from, until, cancel);
        var within = (await Of(db.Moments.Where(m => m.KeptAt < until && db.Resolutions.Any(r => r.ConversationId == m.ConversationId && r.At >= from && r.At < until))).ToListAsync(cancel)).ToLookup(m => m.Conversation);
        var kinds = Split(kept, m => m.Behavior.Key());
        var others = kept.Count - kinds.Values.Sum(k => k.Count);
        return new(
            GivenOf(ended, within), ManyOf(ended, within),
            kinds.Select(k => (k.Key, k.Value.Count)).Append((Key: Others, Count: others)).Where(k => k.Count > 0).ToDictionary(k => k.Key, k => k.Count, StringComparer.Ordinal),
            [.. Split(kept, m => m.Seconds is null ? null : "").Values.SelectMany(k => k).Select(m => (double)m.Seconds!.Value).Order()],
            Split(kept, m => m.Currency).ToDictionary(k => k.Key, k => k.Value.Select(m => (double)new Money(m.Minor!.Value, k.Key).Amount).Order().ToList(), StringComparer.Ordinal),
            GridOf(ended, within));
    }

    static IQueryable<Kept> Of(IQueryable<Moments.Moment> moments) => moments.AsNoTracking().Select(m => new Kept(m.GiverId, m.ConversationId, m.Behavior, m.Seconds, m.Minor, m.Currency));

    static List<PersonId> Givers(IEnumerable<Kept> kept) => [.. kept.Select(m => m.Giver)];

    static List<PersonId> Givers(IEnumerable<Ended> conversations, ILookup<ConversationId, Kept> within) => Givers(conversations.SelectMany(c => within[c.Id]));

    /// <summary>The parts that many people are behind, and of those so many as leave many people, or nobody, behind the rest.</summary>
    static Dictionary<string, List<Kept>> Split(List<Kept> kept, Func<Kept, string?> by)
    {
        var parts = kept.Where(m => by(m) is not null).GroupBy(m => by(m)!, StringComparer.Ordinal).Where(g => Givers(g).AreMany()).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        while (parts.Count > 0 && !Givers(kept.Where(m => by(m) is not { } part || !parts.ContainsKey(part))).AreManyOrNone())
            parts.Remove(parts.OrderBy(p => p.Value.Count).ThenBy(p => p.Key, StringComparer.Ordinal).First().Key);
        return parts;
    }

    /// <summary>Where it is all of them, everybody's number would be that of their conversations.</summary>
    static Share? GivenOf(List<Ended> ended, ILookup<ConversationId, Kept> within)
    {
        var given = ended.FindAll(e => within.Contains(e.Id));
        return given.Count < ended.Count && Givers(given, within).AreMany() ? new Share(given.Count, ended.Count) : null;
    }

    static Share? ManyOf(List<Ended> ended, ILookup<ConversationId, Kept> within)
    {
        var given = ended.Where(e => within.Contains(e.Id)).ToLookup(e => within[e.Id].Select(m => m.Behavior).Distinct().Count() > 1);
        return given[true].Count() < ended.Count && Givers(given[true], within).AreMany() && Givers(given[false], within).AreManyOrNone() ? new Share(given[true].Count(), ended.Count) : null;
    }

    static List<Cell> GridOf(List<Ended> ended, ILookup<ConversationId, Kept> within)
    {
        var cells = new List<Cell>();
        foreach (var row in ended.Where(e => e.HadSteps).GroupBy(e => e.AllDone))
        {
            var by = row.ToLookup(e => within.Contains(e.Id));
            // How many conversations there are in a row is no secret, so both cells are shown or none.
            if (by[false].Any() && Givers(by[true], within).AreMany()) cells.AddRange(by.Select(c => new Cell(row.Key, c.Key, new(c.Count(e => e.Stayed), c.Count()))));
        }
        return cells;
    }
}
