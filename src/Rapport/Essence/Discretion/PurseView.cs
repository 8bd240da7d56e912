using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Foundation.Ui;

namespace Rapport.Essence.Discretion;

/// <summary>What one person may still give here today, and what would be new to this customer.</summary>
/// <param name="Allowance">What a lead has set aside; null when nothing was.</param>
/// <param name="Left">Of this person's day.</param>
/// <param name="LeftForCustomer">Of this customer's part.</param>
/// <param name="Fitting">What can be given here and is new.</param>
/// <param name="Before">What this customer has had, by <see cref="Gesture.Known"/>, and when.</param>
/// <param name="Given">What this person has given in this conversation, newest first, without what was taken back.</param>
public sealed record PurseView(Allowance? Allowance, Money? Left, Money? LeftForCustomer, IReadOnlyList<Gesture> Fitting, IReadOnlyDictionary<string, Instant> Before, IReadOnlyList<PurseView.GivenHere> Given)
{
    const int Offered = 3;

    public static readonly PurseView Empty = new(null, null, null, [], new Dictionary<string, Instant>(StringComparer.Ordinal), []);

    public sealed record GivenHere(SpendId Id, string Title, Money Amount, string? Reason);

    /// <summary>“$8 of your $25 left today”</summary>
    public string? Words => Allowance is { PerPersonAndDay: > 0 } && Left is { } left ? $"{left} of your {new Money(Allowance.PerPersonAndDay, Allowance.Currency)} left today" : null;

    static readonly string[] discretion = ["discretion"];

    public static Task<Allowance?> Current(RapportDb db, CancellationToken cancel) => db.Allowances.AsNoTracking().OrderByDescending(a => a.Since).ThenByDescending(a => a.Id).FirstOrDefaultAsync(cancel);

    /// <summary>What is left of somebody's day; nothing, where a lead set less aside than was given by then. What they gave in another currency, before a lead changed it, is other money and does not count.</summary>
    public static async Task<Money> LeftToday(RapportDb db, Allowance allowance, PersonId person, Instant now, CancellationToken cancel)
    {
        var today = Spend.DayOf(now);
        return NoLess(allowance.PerPersonAndDay - await db.Spends.Where(s => s.PersonId == person && s.Day == today && s.Currency == allowance.Currency).SumAsync(s => s.Minor, cancel), allowance);
    }

    public static async Task<PurseView> Load(RapportDb db, Conversation conversation, Me me, Instant now, CancellationToken cancel)
    {
        var allowance = (await db.Keep(discretion, "allowance", async () => new[] { await Current(db, cancel) }))[0];
        // All there ever were: what was given keeps its title when it is taken out of the kit.
        var gestures = await db.Keep(discretion, "gestures", () => db.Gestures.AsNoTracking().OrderBy(g => g.Minor).ThenBy(g => g.Title).ToListAsync(cancel));
        var had = await db.Spends.AsNoTracking().Where(s => s.CustomerId == conversation.CustomerId).ToListAsync(cancel);
        var undone = had.Where(s => s.TakesBack is not null).Select(s => s.TakesBack!.Value).ToHashSet();
        var standing = had.Where(s => s.TakesBack is null && !undone.Contains(s.Id)).ToList();
        // The same title is the same surprise, also where one was taken out of the kit and added again.
        var known = gestures.ToDictionary(g => g.Id, g => g.Known);
        var before = standing.GroupBy(s => known[s.GestureId], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(s => s.At), StringComparer.Ordinal);
        var reasons = had.Count == 0 ? [] : await db.SpendReasons.AsNoTracking().Where(r => db.Spends.Any(s => s.Id == r.SpendId && s.ConversationId == conversation.Id && s.PersonId == me.Id)).ToDictionaryAsync(r => r.SpendId, r => r.Text, cancel);
        var given = standing.Where(s => s.ConversationId == conversation.Id && s.PersonId == me.Id).OrderByDescending(s => s.At).Select(s => new GivenHere(s.Id, gestures.Find(g => g.Id == s.GestureId)!.Title, s.Amount, reasons.GetValueOrDefault(s.Id))).ToList();
        Money? left = allowance is null ? null : await LeftToday(db, allowance, me.Id, now, cancel);
        // What was taken back frees the days on which it was given, and no later ones: there the two cancel each other out.
        Money? leftForCustomer = allowance is null ? null : NoLess(allowance.PerCustomer - standing.Where(s => s.Currency == allowance.Currency && s.At > now - Duration.FromDays(allowance.Days)).Sum(s => s.Minor), allowance);
        var fitting = gestures.Where(g => g.RetiredAt is null && !before.ContainsKey(g.Known) && (g.IsFree || (allowance is not null && allowance.Covers(conversation.ContactTypeId)
            && allowance.Covers(g) && g.Currency == allowance.Currency && g.Minor <= left!.Value.Minor && g.Minor <= leftForCustomer!.Value.Minor))).ToList();
        return new(allowance, left, leftForCustomer, fitting, before, given);
    }

    /// <summary>An entry for the ledger, or a refusal that says what would go instead.</summary>
    public async Task<Spend> Take(RapportDb db, Gesture gesture, long minor, Conversation conversation, Me me, Instant now, CancellationToken cancel)
    {
        var customer = InWords.FirstName(await db.NameOf(conversation.CustomerId, cancel));
        if (Before.TryGetValue(gesture.Known, out var at))
            throw Instead($"{customer} has had “{gesture.Title}” before ({InWords.When(at, now, me.Zone)}); a second time it is expected, and no surprise.", "not-new");
        Refusal.If(gesture.IsFree && minor > 0, $"“{gesture.Title}” is free. Leave “minor” out; or ask a lead to put what costs something into the kit, with what it usually costs.", "free");
        var cost = new Money(minor, gesture.Currency);
        if (minor > 0)
        {
            if (Allowance is not { } allowance) throw Instead("No money has been set aside for surprises in this house.", "no-allowance");
            if (!allowance.Covers(gesture)) throw Instead($"The allowance does not cover “{gesture.Title}”.", "not-covered");
            if (!allowance.Covers(conversation.ContactTypeId)) throw Instead("The allowance is not for this kind of matter.", "not-covered");
            if (cost.Currency != allowance.Currency) throw Instead($"The allowance is in {allowance.Currency}, and this costs {cost}.", "other-currency");
            if (minor > Left!.Value.Minor) throw Instead($"This costs {cost}, and {Words}.", "allowance-spent");
            if (minor > LeftForCustomer!.Value.Minor) throw Instead($"This costs {cost}, and {LeftForCustomer} of what is set aside for one customer is left for {customer}.", "allowance-spent");
        }
        return new Spend { PersonId = me.Id, CustomerId = conversation.CustomerId, ConversationId = conversation.Id, GestureId = gesture.Id, Minor = minor, Currency = gesture.Currency, Day = Spend.DayOf(now), At = now };
    }

    static Money NoLess(long minor, Allowance allowance) => new(Math.Max(0, minor), allowance.Currency);

    Refusal Instead(string why, string code)
    {
        var others = Fitting.Take(Offered).ToList();
        var instead = others.Count == 0 ? " Nothing else of the kit fits here right now; your words always do." : $" What would go: {string.Join(", ", others.Select(g => $"“{g.Title}”{(g.IsFree ? "" : $" ({g.UsualCost})")}"))}.";
        return new(why + instead, code) { Extra = { ["instead"] = others.Select(g => new { id = g.Id.Value, title = g.Title, minor = g.Minor, currency = g.Currency }).ToArray() } };
    }
}
