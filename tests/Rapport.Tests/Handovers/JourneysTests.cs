using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Rapport.Access;
using Rapport.Channels.Mail;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Handovers;
using Rapport.Tests.Channels;
using Rapport.Tests.Channels.Mail;

namespace Rapport.Tests.Handovers;

/// <summary>
/// A thousand matters, half on each database: of letters that are threaded, of chats, and of talks at the counter, each passed on up
/// to six times while its customer goes on talking, through the nights in which the clocks change in New York and in Berlin.
/// </summary>
[Trait("Proves", "E106"), Trait("Proves", "E094")]
public class JourneysTests
{
    const int Journeys = 500, ByHand = 100, AtOnce = 4, MostHops = 6;

    static readonly string[] Fields = [.. Brief.Fields.Select(f => f.Name)];

    /// <summary>Where they are, and the evening before an hour is left out of the night.</summary>
    static readonly (DateTimeZone Zone, LocalDateTime Evening)[] Nights =
    [
        (DateTimeZoneProviders.Tzdb["America/New_York"], new(2027, 3, 13, 17, 0)),
        (DateTimeZoneProviders.Tzdb["Europe/Berlin"], new(2027, 3, 27, 17, 0)),
    ];

    [Theory, OnBothDatabases]
    public async Task However_often_it_is_passed_on_no_line_is_lost_and_the_clock_runs_through(string database)
    {
        // What rooms do about it afterwards (who knows whom, which errand is due) is not what is asked here, and it would take most of the time.
        await using var mail = await MailDesk.Open(database, WithoutWorker);
        await mail.Mailbox();
        var desk = mail.Desk;
        var people = new List<(Guid Id, HttpClient Client)>();
        foreach (var name in new[] { "Ana", "Bo", "Cy", "Di" }) people.Add(await desk.Person(name));
        var random = new Random(database.Length);
        var (checkedByHand, hops, byLetter) = (0, 0, 0);

        foreach (var (zone, evening) in Nights)
        {
            desk.Time.Advance((evening.InZoneStrictly(zone).ToInstant() - desk.Now).ToTimeSpan());
            var wall = evening;
            var journeys = new List<Journey>();
            for (var batch = 0; batch < 5; batch++)
            {
                var asked = wall;
                var fresh = Enumerable.Range(0, Journeys / Nights.Length / 5).Select(i => new Journey(journeys.Count + i, asked, 1 + Math.Min(random.Next(MostHops), random.Next(MostHops)), new Random(random.Next()))).ToList();
                await Parallel.ForEachAsync(fresh, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (j, _) => await j.Begin(mail, people));
                journeys.AddRange(fresh);
                await Post(desk);
                wall = Pass(desk, wall, random.Next(60, 4000));
            }
            for (var hop = 0; hop < MostHops; hop++)
            {
                await Parallel.ForEachAsync(journeys.Where(j => j.Hops > hop), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (j, _) => await j.Hop(mail, people));
                await Post(desk);
                wall = Pass(desk, wall, hop == MostHops - 1 ? 10 * 3600 : random.Next(1, 2400));
            }
            Assert.Equal(wall.Date, evening.Date.PlusDays(1));
            // On the clock on the wall an hour is missing.
            wall = wall.PlusHours(1);
            Assert.Equal(wall, desk.Now.InZone(zone).LocalDateTime);
            await Parallel.ForEachAsync(journeys.Take(ByHand / Nights.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (j, _) =>
            {
                var byHand = Period.Between(j.Asked, wall, PeriodUnits.Seconds).Seconds - 3600;
                Assert.Equal(byHand, (await desk.Owner.Get($"/api/v1/conversations/{j.Number}")).GetProperty("clock").GetProperty("elapsed_seconds").GetInt64());
                Interlocked.Increment(ref checkedByHand);
            });
            hops += journeys.Sum(j => j.Hops);
            byLetter += journeys.Sum(j => j.Letters);
        }

        Assert.Equal(ByHand, checkedByHand);
        Assert.True(hops > 2 * Journeys, $"Only {hops} hops.");
        Assert.True(byLetter > Journeys / 2, $"Only {byLetter} letters.");
    }

    static void WithoutWorker(WebApplicationBuilder b)
    {
        foreach (var worker in b.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory?.Method.ReturnType == typeof(ErrandWorker)).ToList()) b.Services.Remove(worker);
    }

    /// <summary>Answers by mail become letters.</summary>
    static async Task Post(TestDesk desk)
    {
        var written = await desk.InDatabase(db => db.Errands.Where(e => e.Handler == nameof(WriteLetter)).Select(e => e.Body).ToListAsync());
        await using var scope = desk.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        await desk.Services.GetRequiredService<Writes>().Do(db, async () =>
        {
            foreach (var body in written) await ActivatorUtilities.CreateInstance<WriteLetter>(scope.ServiceProvider).Handle(JsonSerializer.Deserialize<AnsweredByMail>(body, FactJson.Options)!, default);
            await db.Errands.Where(e => e.Handler == nameof(WriteLetter)).ExecuteDeleteAsync();
        });
    }

    static LocalDateTime Pass(TestDesk desk, LocalDateTime wall, int seconds)
    {
        desk.Time.Advance(TimeSpan.FromSeconds(seconds));
        return wall.PlusSeconds(seconds);
    }

    sealed class Journey(int n, LocalDateTime asked, int hops, Random random)
    {
        static readonly SemaphoreSlim post = new(1, 1);

        readonly Dictionary<string, List<string>> given = Fields.ToDictionary(f => f, _ => new List<string>(), StringComparer.Ordinal);
        readonly Dictionary<string, string[]> before = [];
        ChatVisitor? visitor;
        int owner, hop;

        public LocalDateTime Asked => asked;
        public int Hops => hops;
        public long Number { get; private set; }
        public int Letters { get; private set; }

        bool ByMail => n % 3 == 0;
        bool InChat => n % 3 == 1;
        string Address => $"customer{n}.{asked.Month}.{asked.Day}@example.com";

        public async Task Begin(MailDesk mail, List<(Guid Id, HttpClient Client)> people)
        {
            owner = random.Next(people.Count);
            if (ByMail) Number = await Letter(mail, "It is broken", null);
            else if (InChat) Number = await (visitor = await ChatVisitor.Arrive(mail.Desk)).Says("It is broken", name: $"Customer {n}");
            else Number = (await mail.Desk.Owner.Post("/api/v1/conversations", new { channel = "counter", customer = new { name = $"Customer {n}" }, body = "It is broken" })).GetProperty("number").GetInt64();
            await people[owner].Client.Put($"/api/v1/conversations/{Number}/owner", new { person = "me" });
            if (ByMail) await Answers(people[owner].Client);
        }

        public async Task Hop(MailDesk mail, List<(Guid Id, HttpClient Client)> people)
        {
            if (random.Next(2) == 0) await GoOn(mail, people[owner].Client);
            if (ByMail && random.Next(3) == 0) await Answers(people[owner].Client);
            var next = (owner + 1 + random.Next(people.Count - 1)) % people.Count;
            var brief = new Dictionary<string, string[]>(StringComparer.Ordinal);
            foreach (var field in Fields.Where(_ => random.Next(5) > 0))
            {
                brief[field] = [.. Enumerable.Range(0, random.Next(3)).Select(i => $"{field} {n}.{hop}.{i}")];
                given[field].AddRange(brief[field]);
            }
            var (from, to) = (people[owner], people[next]);
            var travelled = n % 8 == 0 ? await ByTheDoors(from.Client, to, brief) : await Inside(mail.Desk, new(from.Id), new(to.Id), brief);
            (owner, hop) = (next, hop + 1);
            foreach (var field in Fields)
            {
                var (lines, earlier) = (travelled(field), before.GetValueOrDefault(field, []));
                Assert.Equal(earlier, lines.Take(earlier.Length));
                Assert.Equal(given[field], lines.Where(given[field].Contains));
                before[field] = lines;
            }
        }

        async Task<Func<string, string[]>> ByTheDoors(HttpClient from, (Guid Id, HttpClient Client) to, Dictionary<string, string[]> brief)
        {
            await from.Post(Trio.Path(Number), new { to = to.Id.ToString(), reason = "knowledge", brief });
            await to.Client.Post(Trio.Path(Number, "/join"));
            var released = (await from.Post(Trio.Path(Number, "/release"))).GetProperty("brief");
            return field => [.. released.GetProperty(field).EnumerateArray().Select(l => l.GetString()!)];
        }

        /// <summary>The same three steps, without three requests for each.</summary>
        async Task<Func<string, string[]>> Inside(TestDesk desk, PersonId from, PersonId to, Dictionary<string, string[]> brief)
        {
            var travelled = Brief.Empty;
            await desk.Change(async db =>
            {
                var conversation = await db.ToChange(Number, default);
                var (sender, receiver) = (await db.People.SingleAsync(p => p.Id == from), await db.People.SingleAsync(p => p.Id == to));
                var handover = await db.Offer(conversation, sender, receiver, new Offering.Terms(Reason.Knowledge), Brief.Fields.Where(f => brief.ContainsKey(f.Name)).ToDictionary(f => f.Field, f => brief[f.Name]), from, desk.Now, default);
                await db.Move(conversation, handover, Step.Join, to, desk.Now, default);
                await db.Move(conversation, handover, Step.Release, from, desk.Now, default);
                await db.SaveChangesAsync();
                travelled = await db.TravelledBrief(conversation.Id, default);
            });
            return field => [.. travelled[Brief.Fields.Single(f => f.Name == field).Field]];
        }

        /// <summary>The customer says more, where they began; by mail they answer what the desk wrote, or their own first letter.</summary>
        async Task GoOn(MailDesk mail, HttpClient by)
        {
            if (InChat) Assert.Equal(Number, await visitor!.Says($"And what about {n}.{hop}?"));
            else if (!ByMail) await by.Post($"/api/v1/conversations/{Number}/notes", new { body = $"They say {n}.{hop}" });
            else Assert.Equal(Number, await Letter(mail, $"And what about {n}.{hop}?", random.Next(2) == 0 ? First : await LastOfDesk(mail.Desk)));
        }

        string First => $"<first-{Address}>";

        Task<string> LastOfDesk(TestDesk desk) => desk.InDatabase(db => db.OutgoingLetters.Where(o => db.Conversations.Any(c => c.Id == o.ConversationId && c.Number == Number)).OrderByDescending(o => o.Id).Select(o => o.InternetId).FirstAsync());

        Task Answers(HttpClient by) => by.Post($"/api/v1/conversations/{Number}/messages", new { from = "agent", body = $"We look into {n}.{hop}." });

        async Task<long> Letter(MailDesk mail, string text, string? answers)
        {
            await post.WaitAsync();
            try
            {
                Letters++;
                return await mail.NumberOf(await mail.Receive(Address, text, "It is broken", answers is null ? First : null, answers is null ? null : [answers], name: $"Customer {n}", slip: new { by = "smtp", from = Address, to = new[] { "desk@shop.example" } }));
            }
            finally { post.Release(); }
        }
    }
}
