using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Bench.Data;
using Rapport.Bench.Load;
using Rapport.Bench.Servers;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Bench.Rows;

/// <summary>Everything that happened with a customer with whom very much did: the newest page, and pages far down.</summary>
public static class Timeline
{
    const int Entries = 10_000, Each = 99, Clients = 4, Limit = 100, Customers = 20, Pages = 8, FirstNumber = 1001, WarmUp = 20;

    public static async Task<IEnumerable<Figure>> Measure(Bench bench)
    {
        bench.StopServers();
        var (data, port) = (bench.Folder("timeline"), bench.Options.Port + 1);
        if (!Directory.Exists(data))
        {
            (await Server.Start(bench.Options.Program, data, port)).Dispose();
            await Fill($"Data Source={Path.Combine(data, "rapport.db")}");
        }
        using var server = await Server.Start(bench.Options.Program, data, port);
        var cookie = await server.SignIn();
        var pages = await Places(data, cookie);
        var turn = 0;
        ClosedLoop.Run(server, Clients, TimeSpan.FromSeconds(bench.Options.Quick ? 2 : WarmUp), _ => pages[Interlocked.Increment(ref turn) % pages.Length]);
        var page = ClosedLoop.Run(server, Clients, bench.Options.Cell, _ => pages[Interlocked.Increment(ref turn) % pages.Length]);
        return [new("timeline", $"timeline of {Entries:N0} entries, a page at the top and at {Pages - 1} places below, p99, {Clients} clients", $"≤ {Limit} ms", $"{page.Percentile(.99):N1} ms",
            $"{page.PerSecond:N0}/s; p50 {page.Percentile(.5):N1}, p95 {page.Percentile(.95):N1} ms, {page.CpuEach:N2} ms CPU each, {page.Failed} failed", page.Percentile(.99) <= Limit && page.Failed == 0)];
    }

    /// <summary>The newest page of each customer, and pages at even distances below it.</summary>
    static async Task<byte[][]> Places(string data, string cookie)
    {
        await using var db = Open($"Data Source={Path.Combine(data, "rapport.db")}");
        var requests = new List<byte[]>();
        foreach (var customer in await db.Customers.Select(c => c.Id).ToListAsync())
        {
            var first = await db.Conversations.Where(c => c.CustomerId == customer).MinAsync(c => c.OpenedAt);
            for (var i = 0; i < Pages; i++)
            {
                var at = (first + Duration.FromMinutes(Entries * (Pages - i) / Pages)).ToUnixTimeTicks() / 10;
                requests.Add(Requests.Get($"/customers/{customer.Value}/timeline{(i == 0 ? "" : $"?after={at}-0")}", cookie));
            }
        }
        return [.. requests];
    }

    static RapportDb Open(string connection) => new(new DbContextOptionsBuilder<RapportDb>().UseSqlite(connection).Options, new Errands(), TimeProvider.System, new Actor());

    static async Task Fill(string connection)
    {
        await using var db = Open(connection);
        var owner = await db.People.AsNoTracking().SingleAsync();
        var (now, words, number) = (SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(30), new Vocabulary(7), FirstNumber);
        var me = new Me(owner.Id, owner.Name, owner.Persona, owner.Role);
        using (var bulk = new SqliteBulk(db.Model, connection))
        {
            for (var c = 0; c < Customers; c++)
            {
                var customer = Customer.Meet(words.Name(), now);
                bulk.Add(customer);
                for (var entry = 0; entry < Entries; entry += Each + 1)
                {
                    var at = now + Duration.FromMinutes(entry);
                    var conversation = Conversation.Open(number++, Channel.Mail, customer.Id, null, words.Say(customer: true), at);
                    for (var i = 0; i < Each; i++)
                    {
                        var then = at + Duration.FromMinutes(i);
                        if (i % 10 == 9) bulk.Add(conversation.Note(me, words.Say(customer: true), then));
                        else if (i % 2 == 0) bulk.Add(conversation.Hear(customer.Name, words.Say(customer: true), then));
                        else bulk.Add(conversation.Say(me, words.Say(customer: true), then));
                    }
                    bulk.Add(conversation);
                }
            }
        }
        await db.Database.ExecuteSqlAsync($"UPDATE counters SET value = {number} WHERE name = 'conversation'");
    }
}
