using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bench.Data;
using Rapport.Bench.Load;
using Rapport.Bench.Servers;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Memory;

namespace Rapport.Bench.Rows;

/// <summary>Who is this? The card of a customer, where very many have told ten things each.</summary>
public static class Recognition
{
    const int Facts = 10, Clients = 8, Limit = 150, Asked = 1000, FirstNumber = 1001;

    static readonly (MemoryKind Kind, string Text)[] Told =
    [
        (MemoryKind.Pet, "Max, a chocolate Labrador"), (MemoryKind.Habit, "Walks the coast path on Sundays"), (MemoryKind.Occasion, "Her birthday is the 12th of March"), (MemoryKind.Travel, "Takes the winter ferry"), (MemoryKind.Hobby, "Paints boats"),
        (MemoryKind.Home, "Lives by the harbor"), (MemoryKind.Work, "Drives a night bus"), (MemoryKind.Preference, "A room on the yard side"), (MemoryKind.Diet, "Vegetarian"), (MemoryKind.Family, "Two daughters at school"),
    ];

    public static async Task<IEnumerable<Figure>> Measure(Bench bench)
    {
        var customers = bench.Options.Quick ? 10_000 : 1_000_000;
        bench.StopServers();
        var (data, port) = (bench.Folder($"recognition-{customers}"), bench.Options.Port + 1);
        if (!Directory.Exists(data))
        {
            (await Server.Start(bench.Options.Program, data, port)).Dispose();
            await Fill($"Data Source={Path.Combine(data, "rapport.db")}", customers);
        }
        using var server = await Server.Start(bench.Options.Program, data, port);
        var cookie = await server.SignIn();
        var cards = Enumerable.Range(0, Asked).Select(i => Requests.Get($"/desk/{FirstNumber + i}/known", cookie)).ToArray();
        var turn = 0;
        ClosedLoop.Run(server, Clients, TimeSpan.FromSeconds(1), _ => cards[turn++ % Asked]);
        var card = ClosedLoop.Run(server, Clients, bench.Options.Cell, _ => cards[turn++ % Asked]);
        return [new("recognition", $"who is this, among {customers:N0} customers with {Facts} facts each, p99, {Clients} clients", $"≤ {Limit} ms", $"{card.Percentile(.99):N1} ms",
            $"{card.PerSecond:N0}/s; p50 {card.Percentile(.5):N1}, p95 {card.Percentile(.95):N1} ms, {card.CpuEach:N2} ms CPU each, {card.Failed} failed", card.Percentile(.99) <= Limit && card.Failed == 0)];
    }

    static async Task Fill(string connection, int customers)
    {
        await using var db = new RapportDb(new DbContextOptionsBuilder<RapportDb>().UseSqlite(connection).Options, new Errands(), TimeProvider.System, new Actor());
        var owner = (await db.People.AsNoTracking().SingleAsync()).Id;
        var (now, words, each) = (SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(30), new Vocabulary(7), customers / Asked);
        using (var bulk = new SqliteBulk(db.Model, connection))
        {
            for (var i = 0; i < customers; i++) Meet(bulk, owner, words.Name(), now + Duration.FromMilliseconds(i), i % each == 0 ? FirstNumber + i / each : null);
        }
        await db.Database.ExecuteSqlAsync($"UPDATE counters SET value = {FirstNumber + Asked} WHERE name = 'conversation'");
    }

    static void Meet(SqliteBulk bulk, PersonId owner, string name, Instant at, long? number)
    {
        var customer = Customer.Meet(name, at);
        bulk.Add(customer);
        var consent = new MemoryConsent { CustomerId = customer.Id };
        consent.Agree(owner, at);
        bulk.Add(consent);
        foreach (var (kind, text) in Told)
            bulk.Add(Remembered.Keep(customer.Id, new(kind, text, ToldBy.Customer, at, owner, Day: SaidDay.In(text, at.InUtc().Date)), at));
        if (number is null) return;
        var conversation = Conversation.Open(number.Value, Channel.Counter, customer.Id, "At the counter", "Hello again", at);
        bulk.Add(conversation.Hear(name, "Hello again", at));
        bulk.Add(conversation);
    }
}
