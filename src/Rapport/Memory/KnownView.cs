using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bonds;
using Rapport.Customers;
using Rapport.Desk;

namespace Rapport.Memory;

/// <summary>Who this is, at a glance: the name as they say it, the last talk in one line, three facts at most.</summary>
/// <param name="Number">The conversation beside which it stands.</param>
/// <param name="Customer">Who it is.</param>
/// <param name="Name">What they are called.</param>
/// <param name="SaidAs">How they say it, if they told.</param>
/// <param name="Last">What the conversation before was about.</param>
/// <param name="Shown">Three facts at most, all told by the customer.</param>
/// <param name="More">What else is remembered: inferred, sensitive, or not needed at a glance.</param>
/// <param name="Closed">Not to be asked about.</param>
/// <param name="Bonds">Whom they know here.</param>
/// <param name="Proposed">What they have just said.</param>
/// <param name="Consent">Whether they may be remembered.</param>
/// <param name="Names">Who works here.</param>
/// <param name="Me">Who looks.</param>
/// <param name="Now">The present.</param>
public sealed record KnownView(
    long Number, CustomerId Customer, string Name, Remembered? SaidAs, KnownView.Talk? Last, IReadOnlyList<Remembered> Shown, IReadOnlyList<Remembered> More, IReadOnlyList<Remembered> Closed,
    IReadOnlyList<BondOf> Bonds, IReadOnlyList<SaidFact> Proposed, MemoryConsent? Consent, IReadOnlyDictionary<PersonId, string> Names, Me Me, Instant Now)
{
    public const int AtMost = 3, BondsAtMost = 2;

    /// <summary>A day so near that it goes before everything else.</summary>
    const int Soon = 14;

    public sealed record Talk(long Number, string Subject, Channel Channel, Status Status, Instant At);

    public static async Task<KnownView> Load(RapportDb db, FactsSaid said, Conversation here, string name, Me me, Instant now, CancellationToken cancel)
    {
        var customer = here.CustomerId;
        await db.StayOpen(cancel);
        var consent = await db.MemoryConsents.AsNoTracking().SingleOrDefaultAsync(c => c.CustomerId == customer, cancel);
        // Without a yes there is nothing to look for.
        var facts = consent is { Holds: true } ? await db.RememberedForDesk(customer, now, cancel) : [];
        var last = await db.Conversations.AsNoTracking().Where(c => c.CustomerId == customer && c.Number != here.Number).OrderByDescending(c => c.UpdatedAt).Select(c => new Talk(c.Number, c.Subject, c.Channel, c.Status, c.UpdatedAt)).FirstOrDefaultAsync(cancel);
        // Somebody who wants nothing remembered is not said to know anybody either.
        var bonds = consent is { WithdrawnAt: not null } ? [] : (await db.BondsOf(customer, cancel)).OrderByDescending(b => b.Person == me.Id).ToList();
        var proposed = consent is { WithdrawnAt: not null } || here.Status is Status.Resolved ? [] : await said.In(db, here, facts, me.Zone, cancel);
        var names = facts.Count == 0 ? [] : (await db.Names(cancel)).ToDictionary(n => n.Key, n => n.Value.Persona);
        var today = now.InZone(me.Zone).Date;
        var called = facts.Find(f => f is { Kind: MemoryKind.Name, Over: null, ToldBy: ToldBy.Customer });
        var shown = facts.Where(f => f is { ToldBy: ToldBy.Customer, Sensitive: false, Over: null } && f.Kind is not MemoryKind.Name)
            .OrderBy(f => f.Said?.Next(today) is { } day && Period.DaysBetween(today, day) <= Soon ? 0 : 1).ThenBy(f => f.AskedAt ?? Instant.MinValue).ThenByDescending(f => f.ToldAt).Take(AtMost).ToList();
        return new(here.Number, customer, name, called, last, shown, [.. facts.Where(f => f.Over is null && f != called && !shown.Contains(f))], [.. facts.Where(f => f.Over is not null)], bonds, proposed, consent, names, me, now);
    }
}
