using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Essence.Discretion;
using Rapport.Essence.Library;
using Rapport.Foundation;
using Rapport.Town;

namespace Rapport.Workspace.Demo;

/// <summary>What the town's people know and may give away, once: tidbits, reasons, a kit and an allowance.</summary>
sealed class SettleEssence(RapportDb db, IReadOnlyDictionary<string, Me> people, TownEssence town, TimeProvider time)
{
    public async Task Settle(IReadOnlyDictionary<string, long> numbers, CancellationToken cancel)
    {
        if (await db.Gestures.AnyAsync(cancel)) return;
        var now = time.Now();
        foreach (var t in town.Tidbits) db.Add(Tidbit.Share(t.Text, t.About, t.Season is null ? Season.Any : Enum.Parse<Season>(t.Season, ignoreCase: true), t.Source, t.SharedBy, people[t.By].Id, now, null));
        foreach (var r in town.Reasons) db.Add(ChoiceReason.Share(r.Product, r.Fact, r.Source, r.Suits, people[r.By].Persona, people[r.By].Id, now));
        var kit = town.Gestures.Select(g => Gesture.Add(g.Title, new Money(g.Minor, town.Allowance.Currency))).ToDictionary(g => g.Title, StringComparer.Ordinal);
        db.AddRange(kit.Values);
        var lead = people.Values.First(p => p.Role >= Role.Lead);
        db.Add(Allowance.Set(town.Allowance.PerPersonAndDay, town.Allowance.PerCustomer, town.Allowance.Days, town.Allowance.Currency, [], [], lead.Id, now));
        await db.SaveChangesAsync(cancel);

        var number = numbers[town.Given.Conversation];
        var where = await db.Conversations.SingleAsync(c => c.Number == number, cancel);
        var given = kit[town.Given.Gesture];
        var spend = new Spend { PersonId = people[town.Given.By].Id, CustomerId = where.CustomerId, ConversationId = where.Id, GestureId = given.Id, Minor = given.Minor, Currency = given.Currency, Day = Spend.DayOf(where.UpdatedAt), At = where.UpdatedAt };
        db.Add(spend);
        db.Add(new SpendReason { SpendId = spend.Id, Text = town.Given.Reason });
        await db.SaveChangesAsync(cancel);
    }
}
