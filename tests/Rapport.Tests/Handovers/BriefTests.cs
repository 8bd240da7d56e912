using System.Text.Json;
using NodaTime;
using Rapport.Foundation;
using Rapport.Handovers;

namespace Rapport.Tests.Handovers;

[Trait("Proves", "E106"), Trait("Proves", "E094")]
public class BriefTests
{
    static readonly string[] Fields = [.. Brief.Fields.Select(f => f.Name)];
    static readonly DateTimeZone[] Zones = [DateTimeZoneProviders.Tzdb["Europe/Berlin"], DateTimeZoneProviders.Tzdb["America/New_York"]];

    [Fact]
    public void What_was_written_again_in_much_the_same_words_was_said_twice() =>
        Assert.Equal(["The bag arrived torn, as I said, order 20418"], Briefing.SaidTwice(["Order 20418: the bag arrived torn", "When will you send a new one please?", "The bag arrived torn, as I said, order 20418", "Thanks"]));

    [Theory]
    [InlineData(497), InlineData(498), InlineData(499), InlineData(500)]
    public void A_line_that_is_cut_ends_in_a_whole_character(int before)
    {
        var line = Brief.Line(new string('a', before) + string.Concat(Enumerable.Repeat("🐕", 20)));

        Assert.True(line.Length <= 500);
        Assert.EndsWith("…", line, StringComparison.Ordinal);
        Assert.Equal(line, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(line)));
    }

    [Theory, OnBothDatabases]
    public async Task The_brief_is_made_from_the_conversation(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        await desk.Owner.Post("/api/v1/contact-types", new { name = "Damaged delivery", steps = new[] { new { name = "Confirm the order" }, new { name = "Tell when it arrives" } } });
        var number = await desk.Conversation(contactType: "damaged-delivery");
        await trio.Dana.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/steps/confirm-the-order/completion");
        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/notes", new { body = "The courier has it since Monday" });
        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/promises", new { text = "A new bag", due_at = desk.Now.Plus(Duration.FromDays(1)).Rfc3339() });

        var brief = (await trio.Offer(number, brief: new { found = new[] { "It lies in Kiel" } })).GetProperty("brief");

        Assert.Equal(["The 15 kg bag arrived torn"], Of(brief, "asked"));
        Assert.Equal(["It lies in Kiel"], Of(brief, "found"));
        Assert.Equal(["A new bag, by 2026-11-23T09:00:00Z"], Of(brief, "promised"));
        Assert.Equal(["Confirm the order"], Of(brief, "done"));
        Assert.Equal(["Tell when it arrives"], Of(brief, "to_do"));
        Assert.Equal(400, (await trio.Dana.Client.Try(HttpMethod.Post, Trio.Path(await trio.OfDana()), new { to = "team", reason = "time", brief = new { nonsense = "x" } })).Status);
    }

    /// <summary>Sixty journeys of up to six hops on each database, over every channel, times apart that cross a change of the clock in two zones.</summary>
    [Theory, OnBothDatabases]
    public async Task No_line_is_lost_on_any_number_of_hops_and_the_clock_runs_through(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var people = new List<(Guid Id, HttpClient Client)>();
        foreach (var name in new[] { "Ana", "Bo", "Cy", "Di" }) people.Add(await desk.Person(name));
        var random = new Random(2026);
        string[] channels = ["mail", "chat", "counter"];

        for (var journey = 0; journey < 60; journey++)
        {
            // The night in which the clocks change, in Europe and in America.
            var night = new LocalDateTime(2026, journey % 2 == 0 ? 10 : 11, journey % 2 == 0 ? 24 : 1, 23, 30).InZoneLeniently(Zones[journey % 2]).ToInstant();
            var asked = night - Duration.FromMinutes(random.Next(600));
            var number = (await desk.Owner.Post("/api/v1/conversations", new { channel = channels[journey % 3], customer = new { name = $"Customer {journey}" }, body = "It is broken", occurred_at = asked.Rfc3339() })).GetProperty("number").GetInt64();
            var owner = random.Next(people.Count);
            await people[owner].Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
            var wanted = Fields.ToDictionary(f => f, _ => new List<string>(), StringComparer.Ordinal);
            JsonElement last = default;
            for (var hop = 0; hop < 1 + random.Next(6); hop++)
            {
                var next = (owner + 1 + random.Next(people.Count - 1)) % people.Count;
                var brief = new Dictionary<string, string[]>(StringComparer.Ordinal);
                foreach (var field in Fields)
                {
                    brief[field] = [.. Enumerable.Range(0, random.Next(3)).Select(i => $"{field} {journey}.{hop}.{i}")];
                    wanted[field].AddRange(brief[field]);
                }
                await people[owner].Client.Post(Trio.Path(number), new { to = people[next].Id.ToString(), reason = "knowledge", brief });
                await people[next].Client.Post(Trio.Path(number, "/join"));
                last = await people[owner].Client.Post(Trio.Path(number, "/release"));
                owner = next;
                desk.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 100_000)));
            }

            foreach (var field in Fields) Assert.Equal(wanted[field], Of(last.GetProperty("brief"), field));
            var byHand = (long)(desk.Now - asked).TotalSeconds;
            Assert.Equal(byHand, (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("clock").GetProperty("elapsed_seconds").GetInt64());
        }
    }

    [Fact]
    public void On_a_thousand_journeys_no_line_is_lost()
    {
        var random = new Random(1);
        for (var journey = 0; journey < 1000; journey++)
        {
            var (travelled, wanted) = (Brief.Empty, new HashSet<(BriefField, string)>());
            for (var hop = 0; hop < 1 + random.Next(6); hop++)
            {
                var (now, before) = (hop, travelled);
                var given = Brief.Of(f => Enumerable.Range(0, random.Next(4)).Select(i => random.Next(4) == 0 && before[f].Count > 0 ? before[f][0] : $"{f} {now}.{i}"));
                foreach (var (field, _, _) in Brief.Fields) wanted.UnionWith(given[field].Select(line => (field, line)));
                var fresh = given.Without(travelled);
                travelled = Brief.Of(f => before[f].Concat(fresh[f]));
            }
            Assert.Equal(wanted, Brief.Fields.SelectMany(f => travelled[f.Field].Select(line => (f.Field, line))).ToHashSet());
        }
    }

    static string[] Of(JsonElement brief, string field) => [.. brief.GetProperty(field).EnumerateArray().Select(l => l.GetString()!)];
}
