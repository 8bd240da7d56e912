using System.Text.Json;
using Rapport.Essence.Discretion;

namespace Rapport.Tests.Essence;

/// <summary>What somebody gave goes on for years, and no entry of theirs is out of their reach.</summary>
[Trait("Proves", "E138")]
public class OwnLedgerTests
{
    const int Gifts = 112;

    [Theory, OnBothDatabases]
    public async Task Ones_own_ledger_goes_on_to_its_first_entry_and_adds_up(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ana = await Generous(desk);

        var (seen, pages) = (new List<JsonElement>(), new List<int>());
        for (var path = "/api/v1/surprises?limit=50"; path is not null;)
        {
            var page = await ana.Get(path);
            seen.AddRange(page.GetProperty("items").EnumerateArray());
            pages.Add(page.GetProperty("items").GetArrayLength());
            path = page.Of("next") is { } next ? $"/api/v1/surprises?limit=50&after={next}" : null;
        }

        Assert.Equal([50, 50, 12], pages);
        Assert.Equal(Gifts, seen.Select(s => s.Of("id")).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Gifts * 100, seen.Sum(s => s.GetProperty("minor").GetInt64()));
        await ana.Put($"/api/v1/surprises/{seen[^1].Of("id")}/reason", new { reason = "The very first" });
        Assert.Equal(201, (await ana.Try(HttpMethod.Post, $"/api/v1/surprises/{seen[^1].Of("id")}/reversal", new { })).Status);
        Assert.Equal(400, (await ana.Try(HttpMethod.Get, "/api/v1/surprises?after=yesterday")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task The_page_of_what_one_gave_leads_to_the_earlier_ones_and_back(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ana = await Generous(desk);

        var (seen, pages) = (new HashSet<string>(StringComparer.Ordinal), new List<int>());
        for (var path = "/essence/surprises"; path is not null;)
        {
            var page = await ana.Page(path);
            var here = page.Split("id=\"spend-").Skip(1).Select(p => p[..36]).ToList();
            seen.UnionWith(here);
            pages.Add(here.Count);
            Assert.Equal(pages.Count > 1, page.Contains("Back to the newest", StringComparison.Ordinal));
            path = page.Split("href=\"/essence/surprises?before=") is [_, var rest, ..] ? "/essence/surprises?before=" + rest.Split('#')[0] : null;
        }

        Assert.Equal([50, 50, 12], pages);
        Assert.Equal(Gifts, seen.Count);
    }

    /// <summary>Ana gave €1 a hundred and twelve times, three at the same instant each time, so that time alone is no order.</summary>
    static async Task<HttpClient> Generous(TestDesk desk)
    {
        var treat = await desk.Owner.Gesture("A treat", 100);
        var (id, ana) = await desk.Person("Ana");
        var number = await desk.Conversation();
        await desk.Change(async db =>
        {
            var where = db.Conversations.Single(c => c.Number == number);
            for (var i = 0; i < Gifts; i++)
            {
                var at = desk.Now + NodaTime.Duration.FromMinutes(i / 3);
                db.Add(new Spend { PersonId = new(id), CustomerId = where.CustomerId, ConversationId = where.Id, GestureId = new(treat), Minor = 100, Currency = "EUR", Day = Spend.DayOf(at), At = at });
            }
            await db.SaveChangesAsync();
        });
        return ana;
    }
}
