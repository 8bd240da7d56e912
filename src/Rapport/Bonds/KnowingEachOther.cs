using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Customers.Merging;
using Rapport.Foundation;

namespace Rapport.Bonds;

/// <summary>A bond beside a customer, by the name that the customer knows.</summary>
public sealed record BondOf(BondId Id, PersonId Person, string Persona, Instant Since, Instant LastMet, int Matters)
{
    /// <summary>“three talks since March”</summary>
    public string InWords(Instant now, DateTimeZone zone)
    {
        var (since, today) = (Since.InZone(zone).Date, now.InZone(zone).Date);
        var when = since == today ? "today" : since > today.PlusDays(-28) ? since.ToString("d MMMM", CultureInfo.InvariantCulture) : since.ToString(since.Year == today.Year ? "MMMM" : "MMMM yyyy", CultureInfo.InvariantCulture);
        return Matters switch
        {
            0 => $"known since {when}",
            1 => since == today ? "one talk, today" : $"one talk, {(since > today.PlusDays(-28) ? "on" : "in")} {when}",
            < 13 => $"{Numbers[Matters]} talks {(since == today ? "today" : $"since {when}")}",
            _ => $"{Foundation.Ui.InWords.Count(Matters, "talk")} since {when}",
        };
    }

    static readonly string[] Numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
}

public static class KnowingEachOther
{
    /// <summary>Whom a customer knows here, who was met last first: one question to one index. It is of one customer; nothing in the house asks the other way round but the person's own page.</summary>
    public static Task<List<BondOf>> BondsOf(this RapportDb db, CustomerId customer, CancellationToken cancel) => (
        from b in db.Bonds.AsNoTracking()
        join p in db.People on b.PersonId equals p.Id
        where b.CustomerId == customer && b.EndedAt == null && p.Active && !db.NoBonds.Any(n => n.CustomerId == customer) && (b.Matters >= Bond.Enough || b.SaidByPersonAt != null || b.SaidByCustomerAt != null)
        orderby b.LastMetAt descending, b.Id
        select new BondOf(b.Id, p.Id, p.Persona, b.Since, b.LastMetAt, b.Matters)).ToListAsync(cancel);

    /// <summary>Whoever says that they know somebody needs no talk that was counted.</summary>
    public static async Task SayBond(this RapportDb db, CustomerId customer, PersonId person, BondSide side, Instant now, CancellationToken cancel)
    {
        (customer, var bond) = await db.BondToChange(customer, person, cancel);
        Refusal.If(await db.NoBonds.AnyAsync(n => n.CustomerId == customer, cancel), "They want nothing to be remembered, and that is kept to. Only they can change that, on their own page.", "nothing-wanted");
        if (bond is null) db.Add(bond = Bond.Between(customer, person, now));
        bond.Say(side, now);
    }

    /// <summary>A no is kept, too, where there was nothing yet: it will not be proposed.</summary>
    public static async Task EndBond(this RapportDb db, CustomerId customer, PersonId person, BondSide side, Instant now, CancellationToken cancel)
    {
        (customer, var bond) = await db.BondToChange(customer, person, cancel);
        if (bond is null && await db.NoBonds.AnyAsync(n => n.CustomerId == customer, cancel)) return;
        if (bond is null) db.Add(bond = Bond.Between(customer, person, now));
        bond.End(side, now);
    }

    /// <summary>What only the two of them change, one after the other.</summary>
    static async Task<(CustomerId, Bond?)> BondToChange(this RapportDb db, CustomerId customer, PersonId person, CancellationToken cancel)
    {
        customer = await db.WholeToServe(customer, cancel);
        await db.Alone(Counting.ForBond, customer.Value, cancel);
        return (customer, await db.Bonds.SingleOrDefaultAsync(b => b.CustomerId == customer && b.PersonId == person, cancel));
    }
}
