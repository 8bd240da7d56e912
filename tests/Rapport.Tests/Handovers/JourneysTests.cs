using System.Collections.Concurrent;
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
    const int Journeys = 500, ByHand = 100, AtOnce = 24, MostHops = 6;

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
        var (begun, checkedByHand, hops, byLetter) = (0, 0, 0, 0);

        foreach (var (zone, evening) in Nights)
        {
            desk.Time.Advance((evening.InZoneStrictly(zone).ToInstant() - desk.Now).ToTimeSpan());
            var wall = evening;
            var journeys = new List<Journey>();
            for (var batch = 0; batch < 5; batch++)
            {
                var asked = wall;
                var fresh = Enumerable.Range(0, Journeys / Nights.Length / 5).Select(_ => new Journey(begun++, asked, 1 + Math.Min(random.Next(MostHops), random.Next(MostHops)), new Random(random.Next()))).ToList();
                await Deliver(mail, fresh.Where(j => j.ByMail).Select(j => (j, "It is broken", (string?)null)));
                await Together(fresh, j => j.Begin(desk, people));
                journeys.AddRange(fresh);
                await Post(desk);
                wall = Pass(desk, wall, random.Next(60, 4000));
            }
            for (var hop = 0; hop < MostHops; hop++)
            {
                var onTheWay = journeys.FindAll(j => j.Hops > hop);
                var letters = new List<(Journey, string, string?)>();
                foreach (var j in onTheWay.Where(j => j.ByMail && random.Next(2) == 0)) letters.Add((j, $"And what about {j.Number}.{hop}?", random.Next(2) == 0 ? j.First : await j.LastOfDesk(desk)));
                await Deliver(mail, letters);
                await Together(onTheWay, j => j.Hop(desk, people));
                await Post(desk);
                wall = Pass(desk, wall, hop == MostHops - 1 ? 10 * 3600 : random.Next(1, 2400));
            }
            Assert.Equal(wall.Date, evening.Date.PlusDays(1));
            // On the clock on the wall an hour is missing.
            wall = wall.PlusHours(1);
            Assert.Equal(wall, desk.Now.InZone(zone).LocalDateTime);
            await Together(journeys.Take(ByHand / Nights.Length), async j =>
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

    static Task Together<T>(IEnumerable<T> all, Func<T, Task> each) => Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, _) => await each(one));

    /// <summary>Letters come in, are read, and lie in the conversation that they began or that they answer.</summary>
    static async Task Deliver(MailDesk mail, IEnumerable<(Journey By, string Text, string? Answers)> letters)
    {
        var taken = new ConcurrentDictionary<Guid, (Journey By, string Text, string? Answers)>();
        await Together(letters.Select((l, i) => (l, i)), async x => taken[(await mail.TakeIn($"From: {x.l.By.Address}\r\nSubject: It is broken\r\n\r\n{x.l.Text} {x.l.By.Letters}", new { by = "smtp", from = x.l.By.Address, to = new[] { "desk@shop.example" } })).Id] = x.l);
        await Together(taken, async _ =>
        {
            var id = (await mail.Next("reading"))!.Value.GetProperty("id").GetGuid();
            var (by, text, answers) = taken[id];
            await mail.Read(id, new
            {
                from = new[] { new { name = $"Customer {by.Address}", address = by.Address } },
                to = new[] { new { name = "", address = "desk@shop.example" } },
                cc = Array.Empty<object>(),
                bcc = Array.Empty<object>(),
                reply_to = Array.Empty<object>(),
                subject = "It is broken",
                message_id = answers is null ? by.First : $"<later-{by.Letters}-{by.Address}>",
                in_reply_to = answers is null ? [] : new[] { answers },
                references = answers is null ? [] : new[] { answers },
                text,
                headers = new { },
                parts = Array.Empty<object>(),
            });
            by.LiesIn(await mail.NumberOf(id));
        });
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
        readonly Dictionary<string, List<string>> given = Fields.ToDictionary(f => f, _ => new List<string>(), StringComparer.Ordinal);
        readonly Dictionary<string, string[]> before = [];
        ChatVisitor? visitor;
        int owner, hop;

        public LocalDateTime Asked => asked;
        public int Hops => hops;
        public long Number { get; private set; }
        public int Letters { get; private set; }

        public bool ByMail => n % 3 == 0;
        bool InChat => n % 3 == 1;
        public string Address { get; } = $"customer{n}@example.com";
        public string First => $"<first-{Address}>";

        public async Task Begin(TestDesk desk, List<(Guid Id, HttpClient Client)> people)
        {
            owner = random.Next(people.Count);
            if (InChat) Number = await (visitor = await Arrive(desk)).Says("It is broken", name: $"Customer {n}");
            else if (!ByMail) Number = (await desk.Owner.Post("/api/v1/conversations", new { channel = "counter", customer = new { name = $"Customer {n}" }, body = "It is broken" })).GetProperty("number").GetInt64();
            await people[owner].Client.Put($"/api/v1/conversations/{Number}/owner", new { person = "me" });
            if (ByMail) await Answers(people[owner].Client);
        }

        /// <summary>From a place of their own, because a hundred who arrive from one are slowed down.</summary>
        async Task<ChatVisitor> Arrive(TestDesk desk)
        {
            using var nobody = desk.With(null);
            nobody.DefaultRequestHeaders.Add("X-Forwarded-For", $"10.1.{n / 250}.{n % 250}");
            var key = (await nobody.Post("/chat/v1/visits")).GetProperty("token").GetString()!;
            return new(desk.With(key), key);
        }

        /// <summary>A letter was put away: the first begins the matter, every later one goes on with it.</summary>
        public void LiesIn(long number)
        {
            if (Letters++ > 0) Assert.Equal(Number, number);
            Number = number;
        }

        public Task<string> LastOfDesk(TestDesk desk) => desk.InDatabase(db => db.OutgoingLetters.Where(o => db.Conversations.Any(c => c.Id == o.ConversationId && c.Number == Number)).OrderByDescending(o => o.Id).Select(o => o.InternetId).FirstAsync());

        Task<JsonElement> Answers(HttpClient by) => by.Post($"/api/v1/conversations/{Number}/messages", new { from = "agent", body = $"We look into {n}.{hop}." });

        public async Task Hop(TestDesk desk, List<(Guid Id, HttpClient Client)> people)
        {
            // The customer says more, where they began.
            if (InChat && random.Next(2) == 0) Assert.Equal(Number, await visitor!.Says($"And what about {n}.{hop}?"));
            else if (!InChat && !ByMail && random.Next(2) == 0) await people[owner].Client.Post($"/api/v1/conversations/{Number}/notes", new { body = $"They say {n}.{hop}" });
            else if (ByMail && random.Next(3) == 0) await Answers(people[owner].Client);
            var next = (owner + 1 + random.Next(people.Count - 1)) % people.Count;
            var brief = new Dictionary<string, string[]>(StringComparer.Ordinal);
            foreach (var field in Fields.Where(_ => random.Next(5) > 0))
            {
                brief[field] = [.. Enumerable.Range(0, random.Next(3)).Select(i => $"{field} {n}.{hop}.{i}")];
                given[field].AddRange(brief[field]);
            }
            var (from, to) = (people[owner], people[next]);
            var travelled = n % 8 == 0 ? await ByTheDoors(from.Client, to, brief) : await Inside(desk, new(from.Id), new(to.Id), brief);
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
    }
}
