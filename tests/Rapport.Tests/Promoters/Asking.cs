using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Essence.Moments;
using Rapport.Language;
using Rapport.Promoters;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Promoters;

/// <summary>What these tests have in common: customers whose matters end, and what they say of it.</summary>
public static class Asking
{
    /// <summary>Everybody is asked, so that a test knows whom.</summary>
    public static Task<JsonElement> AskEverybody(this TestDesk desk, int oneIn = 1, int restDays = 30, int recallOneIn = 100) =>
        desk.Owner.Put("/api/v1/survey", new { on = true, one_in = oneIn, rest_days = restDays, recall_one_in = recallOneIn });

    /// <summary>A customer in the chat whose matter was answered and has ended.</summary>
    public static async Task<(ChatVisitor Visitor, long Number)> Served(this TestDesk desk, HttpClient? by = null, string said = "The 15 kg bag arrived torn", string answered = "A new one leaves today.")
    {
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says(said);
        await desk.Serve(number, by, answered);
        return (visitor, number);
    }

    public static async Task Serve(this TestDesk desk, long number, HttpClient? by = null, string answered = "A new one leaves today.")
    {
        await (by ?? desk.Owner).Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = answered });
        await (by ?? desk.Owner).Post($"/api/v1/conversations/{number}/resolution");
        await desk.Pass(TimeSpan.FromSeconds(1));
    }

    /// <summary>What the chat asks now; null where it asks nothing.</summary>
    public static async Task<JsonElement?> Asks(this ChatVisitor visitor) => (await visitor.Http.Get("/chat/v1/survey")).GetProperty("asked") is { ValueKind: JsonValueKind.Object } asked ? asked : null;

    public static Guid Id(this JsonElement? asked) => asked!.Value.GetProperty("id").GetGuid();

    public static async Task<int> Says(this ChatVisitor visitor, Guid ask, object answer) => (await visitor.Http.Try(HttpMethod.Put, $"/chat/v1/survey/{ask}", answer)).Status;

    /// <summary>One more matter that was asked about, written down as if it had ended now.</summary>
    public sealed record Seed(Rotating Question = Rotating.Recommend, Channel Channel = Channel.Chat, bool Returning = false, int OneIn = 1, Action<CustomerAnswer>? Answer = null, bool Given = false, bool Connected = false, Recalled? Recalled = null);

    public sealed record Recalled(int Days, bool? Remembered);

    /// <summary>The matters are shared among the people, one after the other.</summary>
    public static Task Plant(this TestDesk desk, IReadOnlyList<Guid> people, IEnumerable<Seed> seeds) => desk.Change(async db =>
    {
        var (number, i) = (await db.Conversations.MaxAsync(c => (long?)c.Number) ?? 5000, 0);
        var now = desk.Now;
        foreach (var seed in seeds)
        {
            var person = new PersonId(people[i++ % people.Count]);
            var customer = Customer.Meet($"Customer {i}", now);
            var conversation = Conversation.Open(++number, seed.Channel, customer.Id, "A matter", "Words", now);
            db.Add(customer);
            db.Add(conversation);
            db.Entry(conversation).Property(c => c.OwnerId).CurrentValue = person;
            var ended = seed.Recalled is { } r ? now - Duration.FromDays(r.Days) : now;
            var ask = new Ask { ConversationId = conversation.Id, CustomerId = customer.Id, Channel = seed.Channel, ReturningCustomer = seed.Returning, Question = seed.Question, OneIn = seed.OneIn, AskedAt = ended };
            db.Add(ask);
            if (seed.Given) db.Add(Moment.Keep(person, conversation.Id, null, new(BehaviorKind.Interest), now));
            if (seed.Connected) db.Add(new SaidConnection { PersonId = person, ConversationId = conversation.Id, At = now });
            if (seed.Answer is null) continue;
            var answer = new CustomerAnswer { AskId = ask.Id, At = ended };
            seed.Answer(answer);
            db.Add(answer);
            if (seed.Recalled is not { } recalled) continue;
            var recall = new Recall { AskId = ask.Id, Days = recalled.Days };
            recall.Come(now);
            if (recalled.Remembered is { } remembered) recall.Say(remembered, now);
            db.Add(recall);
        }
        await db.SaveChangesAsync();
    });

    /// <summary>Five who serve, and a lead.</summary>
    public static async Task<(List<(Guid Id, HttpClient Client)> People, HttpClient Lead)> Team(this TestDesk desk)
    {
        var people = new List<(Guid, HttpClient)>();
        for (var i = 0; i < 5; i++) people.Add(await desk.Person($"Person {i}"));
        return (people, (await desk.Person("Lea", "lead")).Client);
    }

    public static JsonElement Outcome(this JsonElement answers, string key) => answers.GetProperty("outcomes").EnumerateArray().Single(o => o.GetProperty("key").GetString() == key);

    public static (int Hits, int Of) Counts(this JsonElement rate) => (rate.GetProperty("hits").GetInt32(), rate.GetProperty("of").GetInt32());
}
