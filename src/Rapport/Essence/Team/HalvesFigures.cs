using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles.Coding;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>How well the house tells its two halves apart, of everybody together. It takes no person and no day, and what too few people are behind is null.</summary>
/// <param name="Sorting">What those gained who sorted statements twice.</param>
/// <param name="Roles">What people say belongs to their work, as people have coded it.</param>
/// <param name="Barriers">What they say gets in the way of giving something, coded likewise.</param>
/// <param name="Thanked">In how many contacts that somebody looked on at the customer thanked.</param>
/// <param name="Observers">How far two who looked on saw the same, and of how many things; null where too few were observed.</param>
public sealed record HalvesFigures(Gain? Sorting, CodedShares Roles, CodedShares Barriers, Share? Thanked, (double? Alpha, int Of)? Observers)
{
    /// <summary>Null when the team is too small for a figure to be of the team.</summary>
    public static async Task<HalvesFigures?> Load(RapportDb db, Writes writes, Instant now, CancellationToken cancel)
    {
        if (await db.People.CountAsync(p => p.Active, cancel) < Crowd.Least) return null;
        var sorted = await FinishedWeeks.Show(db, writes, SortedInWeeks.What, now, (from, until) => SortedInWeeks.Make(db, from, until, cancel), cancel);
        var thanked = await FinishedWeeks.Show(db, writes, ThankedInWeeks.What, now, (from, until) => ThankedInWeeks.Make(db, from, until, cancel), cancel);
        var observers = await FinishedWeeks.Show(db, writes, ObserversInWeeks.What, now, (from, until) => ObserversInWeeks.Make(db, from, until, cancel), cancel);
        return new(SortedInWeeks.In(sorted), await CodedShares.Read(db, CodeBook.Role, now, cancel), await CodedShares.Read(db, CodeBook.Barrier, now, cancel), ThankedInWeeks.In(thanked), observers.Count == 0 ? null : ObserversInWeeks.In(observers));
    }
}
