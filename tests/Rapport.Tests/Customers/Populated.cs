using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bonds;
using Rapport.Bonds.Lanes;
using Rapport.Bonds.Leaving;
using Rapport.Customers;
using Rapport.Customers.Alike;
using Rapport.Customers.Groups;
using Rapport.Desk;
using Rapport.Essence.Discretion;
using Rapport.Essence.Library;
using Rapport.Foundation;
using Rapport.Memory;
using Rapport.Promoters;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Customers;

/// <summary>Customers with something at random in every table that points at one.</summary>
static class Populated
{
    static readonly string[] Kinds = ["pet", "hobby", "travel", "other"];

    public static async Task<List<Guid>> Populate(this TestDesk desk, Random random, int customers)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < customers; i++)
        {
            var number = await desk.Conversation($"Customer {i}", $"What about order {i}?", $"customer{i}@example.com");
            var id = await desk.CustomerOf(number);
            ids.Add(id);
            for (var n = random.Next(3); n > 0; n--) await desk.Conversation("C", $"More about {n}", $"customer{i}@example.com");
            if (random.Next(2) == 0) await desk.Owner.Post($"/api/v1/customers/{id}/addresses", new { kind = "phone", value = $"+49 30 9018{i:00}0{random.Next(10)}" });
            for (var n = random.Next(4); n > 0; n--) await desk.Owner.Remember(id, $"Fact {n} of {i}", Kinds[random.Next(Kinds.Length)]);
            if (random.Next(3) == 0) await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{id}/nothing_remembered");
            if (random.Next(2) == 0) await desk.OwnPage(id);
        }
        await desk.Change(db => Fill(db, random, ids.ConvertAll(i => new CustomerId(i)), desk.Now));
        return ids;
    }

    static async Task Fill(RapportDb db, Random random, List<CustomerId> customers, Instant now)
    {
        var owner = await db.People.FirstAsync();
        var tidbits = Enumerable.Range(0, 4).Select(i => Tidbit.Share($"The harbor seals come back in week {i}", "harbor", Season.Any, "own eyes", "Ines", owner.Id, now, null)).ToList();
        var gesture = Gesture.Add("A bag of treats", new Money(250, "EUR"));
        CustomerGroup[] groups = [new() { Name = "The Adeyemis", Kind = GroupKind.Household, MadeById = owner.Id, MadeAt = now }, new() { Name = "Harbor Ltd", Kind = GroupKind.Company, MadeById = owner.Id, MadeAt = now }];
        db.AddRange(tidbits);
        db.Add(gesture);
        db.AddRange(groups);
        foreach (var customer in customers)
        {
            Know(db, random, customer, owner.Id, now);
            foreach (var tidbit in tidbits.Where(_ => random.Next(2) == 0)) db.Add(new ToldTidbit { CustomerId = customer, TidbitId = tidbit.Id });
            foreach (var group in groups.Where(_ => random.Next(2) == 0)) group.Add(customer, owner.Id, now);
            if (customer == customers[0] || random.Next(2) == 0) db.Add(Likeness.Of(customer, customers[random.Next(customers.Count)] is var other && other != customer ? other : customers.First(c => c != customer), "the same phone number", now));
            foreach (var conversation in await db.Conversations.Where(c => c.CustomerId == customer).Select(c => c.Id).ToListAsync())
            {
                if (customer == customers[0] || random.Next(3) == 0) db.Add(LaneAsk.For(await db.Conversations.SingleAsync(c => c.Id == conversation), owner, "Ruth", null, null, now, now + Duration.FromHours(9)));
                if (customer == customers[0] || random.Next(2) == 0) Asked(db, random, customer, conversation, owner.Id, now);
                if (random.Next(2) == 0) db.Add(new Spend { PersonId = owner.Id, CustomerId = customer, ConversationId = conversation, GestureId = gesture.Id, Minor = 250, Currency = "EUR", Day = Spend.DayOf(now), At = now });
            }
        }
        await db.SaveChangesAsync();
    }

    /// <summary>Asked how it was, and answered with words.</summary>
    static void Asked(RapportDb db, Random random, CustomerId customer, ConversationId conversation, PersonId person, Instant now)
    {
        var ask = new Ask { ConversationId = conversation, CustomerId = customer, Channel = Channel.Chat, ReturningCustomer = random.Next(2) == 0, Question = Rotating.Recommend, OneIn = 4, AskedAt = now };
        db.Add(ask);
        db.Add(new CustomerAnswer { AskId = ask.Id, At = now, Memorable = true, Recommend = random.Next(11) });
        db.Add(new SaidWords { AskId = ask.Id, Kind = WordsKind.Reason, Words = "They knew my dog" });
        db.Add(new Recall { AskId = ask.Id, Days = 30 });
        db.Add(new SaidConnection { PersonId = person, ConversationId = conversation, At = now });
        if (!db.NoAsking.Local.Any(n => n.CustomerId == customer)) db.Add(new NoAsking { CustomerId = customer, At = now });
    }

    /// <summary>Whom they know here by their own word, so that counting talks changes nothing of it.</summary>
    static void Know(RapportDb db, Random random, CustomerId customer, PersonId person, Instant now)
    {
        var wantsNothing = db.NoBonds.Any(n => n.CustomerId == customer);
        if (!wantsNothing)
        {
            var bond = Bond.Between(customer, person, now);
            bond.Say(BondSide.Customer, now);
            db.Add(bond);
        }
        if (!wantsNothing) db.Add(WarmIntroduction.Make(customer, person, null, now));
        for (var n = 1 + random.Next(2); n > 0; n--) db.Add(new InQuestion { CustomerId = customer, PersonId = person, At = now, Answer = InAnswer.NotSaid });
    }
}
