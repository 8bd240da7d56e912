using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Foundation;
using Rapport.Foundation.Ui;
using Rapport.Memory.Checking;
using Rapport.Memory.Erasing;

namespace Rapport.Memory;

/// <summary>Getting hold of what is remembered, and the rules under which something is kept.</summary>
public static class Remembering
{
    const int ForConsent = 5301;

    /// <summary>Everything of one customer that has not run out: one question to one index.</summary>
    public static Task<List<Remembered>> RememberedOf(this RapportDb db, CustomerId customer, Instant now, CancellationToken cancel) =>
        db.Remembered.AsNoTracking().Where(r => r.CustomerId == customer && r.ExpiresAt > now).OrderByDescending(r => r.ToldAt).ThenByDescending(r => r.Id).ToListAsync(cancel);

    /// <summary>The same for the desk, which sees nothing of it where the customer wants nothing remembered: two may have been put together of whom one does.</summary>
    public static async Task<List<Remembered>> KnownOf(this RapportDb db, CustomerId customer, Instant now, CancellationToken cancel) =>
        await db.MemoryConsents.AnyAsync(c => c.CustomerId == customer && c.AgreedAt != null && c.WithdrawnAt == null, cancel) ? await db.RememberedForDesk(customer, now, cancel) : [];

    /// <summary>All but what rests, because it was told to somebody who has left.</summary>
    public static IQueryable<Remembered> AwakeOf(this RapportDb db, CustomerId customer) =>
        db.Remembered.AsNoTracking().Where(r => r.CustomerId == customer && (r.KeptById == null || !db.Introductions.Any(i => i.CustomerId == customer && i.FromId == r.KeptById && i.FactsMoveAt == null)));

    /// <summary>What the desk sees of it: what was told to somebody whom the customer knew and who has left rests until the customer says that it may be passed on. Still one question.</summary>
    public static Task<List<Remembered>> RememberedForDesk(this RapportDb db, CustomerId customer, Instant now, CancellationToken cancel) =>
        db.AwakeOf(customer).Where(r => r.ExpiresAt > now)
            .OrderByDescending(r => r.ToldAt).ThenByDescending(r => r.Id).ToListAsync(cancel);

    /// <summary>A fact of this customer and of nobody else.</summary>
    public static async Task<Remembered> Fact(this RapportDb db, CustomerId customer, RememberedId id, CancellationToken cancel) =>
        await db.Remembered.SingleOrDefaultAsync(r => r.Id == id && r.CustomerId == customer, cancel) ?? throw new NotFound("fact about this customer");

    /// <summary>Whoever keeps a fact, wants everything forgotten, or puts two together passes here one after the other.</summary>
    public static Task AloneWithConsent(this RapportDb db, CustomerId customer, CancellationToken cancel) => db.Alone(ForConsent, customer.Value, cancel);

    public static async Task<MemoryConsent> ConsentOf(this RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        // Two who keep the first fact find the same row.
        await db.AloneWithConsent(customer, cancel);
        await db.Database.ExecuteSqlAsync($"INSERT INTO memory_consents (customer_id) VALUES ({db.Raw(customer.Value)}) ON CONFLICT (customer_id) DO NOTHING", cancel);
        return await db.MemoryConsents.SingleAsync(c => c.CustomerId == customer, cancel);
    }

    /// <summary>Keeps a fact, if the customer agrees and nothing in it is nobody's business.</summary>
    public static async Task<Remembered> Remember(this RapportDb db, CustomerId customer, WhatWasTold telling, bool agreed, Instant now, CancellationToken cancel)
    {
        var name = InWords.FirstName(await db.NameOf(customer, cancel));
        var consent = await db.ConsentOf(customer, cancel);
        if (await db.WholeToServe(customer, cancel) is var whole && whole != customer) return await db.Remember(whole, telling, agreed, now, cancel);
        if (consent.WithdrawnAt is not null) throw Refusal.Conflict($"{name} wants nothing to be remembered. Only {name} can change that, on their own page.", "nothing-wanted");
        if (!consent.Holds)
        {
            Refusal.If(!agreed, $"Ask {name} first: without a yes nothing is remembered. Say that {name} agreed, and keep it then.", "consent-missing");
            consent.Agree(telling.KeptBy, now);
        }
        SpecialCategories.Check(telling, name);
        var fact = Remembered.Keep(customer, telling, now);
        db.Add(fact);
        db.Add(Errands.Later<MemoryDue, ForgetExpired>(new(fact.Id), fact.ExpiresAt));
        return fact;
    }
}

public sealed record MemoryDue(RememberedId Memory) : IFact
{
    public Subjects About => default;
}

/// <summary>When its time has come, a fact goes, unless it is kept for longer meanwhile.</summary>
public sealed class ForgetExpired(RapportDb db, TimeProvider time) : IWhen<MemoryDue>
{
    public async Task Handle(MemoryDue fact, CancellationToken cancel)
    {
        var now = time.Now();
        if (await db.Remembered.SingleOrDefaultAsync(r => r.Id == fact.Memory, cancel) is not { } remembered) return;
        if (remembered.ExpiresAt > now) db.Add(Errands.Later<MemoryDue, ForgetExpired>(fact, remembered.ExpiresAt));
        else await db.Forget(remembered, ForgottenBecause.Expired, now, cancel);
        await db.SaveChangesAsync(cancel);
    }
}
