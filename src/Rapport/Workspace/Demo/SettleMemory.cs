using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Memory;
using Rapport.Town;

namespace Rapport.Workspace.Demo;

/// <summary>What the town's customers have told and agreed to have remembered, once: the dog above all.</summary>
sealed class SettleMemory(RapportDb db, IReadOnlyDictionary<string, Me> people, TownContent town, TimeProvider time)
{
    public async Task Settle(CancellationToken cancel)
    {
        if (await db.Remembered.AnyAsync(cancel)) return;
        foreach (var fact in town.Memory)
        {
            var who = town.Customers.Single(c => c.Key == fact.Customer);
            var at = time.Now() - Duration.FromDays(fact.DaysAgo);
            var customer = await FindCustomer.ByAddress(db, AddressKind.Email, who.Email, cancel) ?? await FindCustomer.ByAddress(db, AddressKind.Phone, who.Phone, cancel);
            if (customer is null) continue;
            var telling = new WhatWasTold(MemoryKinds.Parse(fact.Kind)!.Value, fact.Text, ToldBy.Customer, at, people[fact.By].Id, Enum.Parse<Channel>(fact.Channel, ignoreCase: true), Day: SaidDay.In(fact.Text, at.InUtc().Date));
            var kept = await db.Remember(customer.Id, telling, agreed: true, at, cancel);
            if (fact.Over is { } over) kept.Close(Enum.Parse<Over>(over, ignoreCase: true), at + Duration.FromDays(fact.DaysAgo / 2));
            await db.SaveChangesAsync(cancel);
        }
    }
}
