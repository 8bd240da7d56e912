using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Foundation.Search;

namespace Rapport.Bench.Data;

/// <summary>What was filled in, for the rows that need to know.</summary>
public sealed record Filled(long[] Open, long[] Hundred, string[] Emails, string[] Rare);

/// <summary>
/// A year of a desk: people, customers, conversations with their messages in the order of time, the log and the search index,
/// made by the program's own entities, so that everything agrees.
/// </summary>
public sealed class Fill
{
    const int Underway = 400, Hundred = 100, Agents = 49, FirstNumber = 1001;

    readonly Random random = new(20);
    readonly Vocabulary words = new(7);
    readonly BulkWriter writer;
    readonly int messages, conversations;
    readonly Duration step;
    readonly Queue<int> lengths;
    readonly List<Customer> customers = [];
    readonly List<(Me Me, string Email)> people = [];
    readonly List<long> open = [], hundred = [];
    Instant now;
    long number = FirstNumber;

    Fill(BulkWriter writer, int conversations)
    {
        (this.writer, this.conversations, messages) = (writer, conversations, conversations * 10);
        lengths = Lengths();
        now = SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(365);
        step = Duration.FromTicks(Duration.FromDays(365).TotalTicks / messages);
    }

    /// <summary>Fills the database of a program that has been started once and stopped again.</summary>
    public static async Task<Filled> Into(string connectionString, bool sqlite, int conversations)
    {
        var options = new DbContextOptionsBuilder<RapportDb>();
        if (sqlite) options.UseSqlite(connectionString);
        else options.UseNpgsql(connectionString);
        await using var db = new RapportDb(options.Options, new Errands(), TimeProvider.System, new Actor());
        var owner = await db.People.AsNoTracking().SingleAsync();

        Fill fill;
        using (BulkWriter bulk = sqlite ? new SqliteBulk(db.Model, connectionString) : new PostgresBulk(db.Model, connectionString))
        {
            fill = new Fill(bulk, conversations);
            fill.Everything(owner);
        }
        if (sqlite) await db.Database.ExecuteSqlAsync($"UPDATE counters SET value = {fill.number} WHERE name = 'conversation'");
        else
        {
            await db.Database.ExecuteSqlAsync($"SELECT setval('conversation_number', {fill.number})");
            await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE");
        }
        return new([.. fill.open], [.. fill.hundred], [.. fill.people.Select(p => p.Email)], fill.words.Rare(20));
    }

    void Everything(Person owner)
    {
        Hire(owner);
        var underway = new List<Matter>();
        for (var written = 0; written < messages; written++)
        {
            now += step + Duration.FromTicks(random.NextInt64(10_000));
            while (underway.Count < Underway && lengths.Count > 0) underway.Add(Open());
            var i = random.Next(underway.Count);
            underway[i].Next();
            if (!underway[i].IsOver) continue;
            underway[i].End();
            underway[i] = underway[^1];
            underway.RemoveAt(underway.Count - 1);
        }
    }

    void Hire(Person owner)
    {
        people.Add((new Me(owner.Id, owner.Name, owner.Persona, owner.Role), owner.Email));
        for (var i = 0; i < Agents; i++)
        {
            var person = Person.Join(words.Name(), null, $"agent{i}@bench.example", Role.Agent, now);
            person.SetPassword(owner.PasswordHash!);
            Write(person, 0, "rapport");
            people.Add((new Me(person.Id, person.Name, person.Persona, person.Role), person.Email));
        }
    }

    /// <summary>Some with exactly a hundred messages, the others with one to eighteen; ten on average.</summary>
    Queue<int> Lengths()
    {
        var all = Enumerable.Range(0, conversations).Select(i => i % 200 == 7 ? Hundred : 1 + random.Next(18)).ToArray();
        for (var missing = messages - all.Sum(); missing != 0;)
        {
            var i = random.Next(all.Length);
            if (all[i] == Hundred || (missing < 0 && all[i] == 1)) continue;
            all[i] += Math.Sign(missing);
            missing -= Math.Sign(missing);
        }
        return new(all);
    }

    Matter Open()
    {
        var length = lengths.Dequeue();
        var customer = customers.Count > 0 && random.Next(3) == 0 ? customers[random.Next(customers.Count)] : Meet();
        var conversation = Conversation.Open(++number, (Channel)random.Next(5), customer.Id, words.Subject(), "", now);
        // Nine of ten are over; of the newest tenth most are still open, and a few old ones too.
        var late = number - FirstNumber > conversations * 9 / 10;
        var stays = random.Next(100) < (late ? 70 : 3);
        return new(this, conversation, customer, people[random.Next(people.Count)].Me, length, stays, owned: !stays || random.Next(4) > 0);
    }

    Customer Meet()
    {
        var customer = Customer.Meet(words.Name(), now);
        customer.Reach(AddressKind.Email, $"customer{customers.Count}@{(customers.Count % 3 == 0 ? "mail" : "post")}.example");
        if (customers.Count % 4 == 0) customer.Reach(AddressKind.Phone, $"+49 30 {1_000_000 + customers.Count}");
        Write(customer, 0, $"customer:{customer.Id.Value}");
        foreach (var address in customer.Addresses) writer.Add(address);
        writer.Add(new SearchEntry { Kind = "customer", Customer = customer.Id.Value, Words = Words.ToIndex([customer.Name, .. customer.Addresses.SelectMany(a => new[] { a.Value, a.Normal })]) });
        customers.Add(customer);
        return customer;
    }

    void Write(Entity entity, int announced, string actor)
    {
        writer.Add(entity);
        Tell(entity, announced, actor);
    }

    void Tell(Entity entity, int announced, string actor)
    {
        foreach (var fact in entity.Announced.Skip(announced))
        {
            var (conversation, customer, person) = fact.About;
            writer.Add(new LogEntry { At = now, Kind = FactJson.Kind(fact.GetType()), Conversation = conversation, Customer = customer, Person = person, Actor = actor, Data = FactJson.Write(fact) });
        }
    }

    /// <summary>One conversation on its way through the year.</summary>
    sealed class Matter(Fill fill, Conversation conversation, Customer customer, Me owner, int length, bool stays, bool owned)
    {
        int told;

        public bool IsOver => conversation.Position >= length;

        public void Next()
        {
            var asks = !owned || conversation.Position == 0 || fill.random.Next(2) == 0;
            var body = fill.words.Say(asks);
            if (!asks) conversation.Claim(owner.Id, null);
            var message = asks ? conversation.Hear(customer.Name, body, fill.now) : conversation.Say(owner, body, fill.now);
            fill.writer.Add(message);
            fill.writer.Add(new SearchEntry { Kind = "message", Conversation = conversation.Id.Value, Message = message.Id.Value, Words = Words.ToIndex(body) });
            Tell(asks ? $"customer:{customer.Id.Value}" : $"person:{owner.Id.Value}");
        }

        public void End()
        {
            if (stays) fill.open.Add(conversation.Number);
            else fill.writer.Add(conversation.Resolve(owner.Id, [], [], TheirWord.Free, fill.now));
            if (conversation.Position == Hundred) fill.hundred.Add(conversation.Number);
            Tell($"person:{owner.Id.Value}");
            fill.writer.Add(conversation);
            fill.writer.Add(new SearchEntry { Kind = "conversation", Conversation = conversation.Id.Value, Customer = customer.Id.Value, Words = Words.ToIndex($"{conversation.Number}", conversation.Subject) });
        }

        void Tell(string actor)
        {
            fill.Tell(conversation, told, actor);
            told = conversation.Announced.Count;
        }
    }
}
