using Microsoft.EntityFrameworkCore;
using Rapport.Access;

namespace Rapport.Tests.Essence;

public class TeamTests
{
    static readonly string[] Names = ["Anouk Lindqvist", "Bo Achterberg", "Cy Okonkwo", "Di Fernandes", "Ed Marchetti", "Florian Petrossian"];

    [Trait("Proves", "E156")]
    [Theory, OnBothDatabases]
    public async Task Of_fewer_than_five_people_nothing_is_shown_and_the_page_says_why(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var number = await desk.Conversation();
        await lea.Keeps(number);
        await lea.Post("/lost-openings", new { cause = "queue" });

        Assert.Contains("Nothing is shown for so few people", await lea.Page("/team"), StringComparison.Ordinal);
        var figures = await lea.Get("/api/v1/team/essence");
        Assert.False(figures.GetProperty("enough_people").GetBoolean());
        Assert.False(figures.TryGetProperty("lost_openings", out _));

        for (var i = 0; i < 3; i++) await desk.Person($"Person {i}");
        Assert.True((await lea.Get("/api/v1/team/essence")).GetProperty("enough_people").GetBoolean());
        Assert.Equal(5, Crowd.Least);
    }

    [Trait("Proves", "E133")]
    [Theory, OnBothDatabases]
    public async Task What_took_openings_away_adds_up_and_the_worst_stands_first(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk);
        await Work(desk, people.Take(Crowd.Least));
        foreach (var (cause, times) in new[] { ("queue", 1), ("policy", 3), ("tool", 2), ("target", 1) })
            await Task.WhenAll(Enumerable.Range(0, times).Select(i => people[i].Client.Try(HttpMethod.Post, "/api/v1/lost-openings", new { cause })));
        await desk.Pass(TimeSpan.FromDays(1));

        var lost = (await lea.Get("/api/v1/team/essence")).GetProperty("lost_openings");

        Assert.Equal(7, lost.GetProperty("n").GetInt32());
        var causes = lost.GetProperty("causes").EnumerateArray().ToList();
        Assert.Equal("policy", causes[0].GetProperty("cause").GetString());
        Assert.Equal(100, causes.Sum(c => c.GetProperty("percent").GetInt32()));
        var page = await lea.Page("/team");
        Assert.True(page.IndexOf("What stood in the way", StringComparison.Ordinal) < page.IndexOf("Room for essence", StringComparison.Ordinal));
        Assert.Equal(400, (await lea.Try(HttpMethod.Post, "/lost-openings", new { cause = "Ana" })).Status);
    }

    [Trait("Proves", "E156")]
    [Theory, OnBothDatabases]
    public async Task What_stood_in_the_way_waits_for_a_week_in_which_five_were_at_work(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk);
        await Work(desk, people.Take(Crowd.Least - 1));
        for (var i = 0; i < 3; i++) await people[0].Client.Post("/lost-openings", new { cause = "queue" });
        Assert.Equal(0, await Lost());
        await desk.Pass(TimeSpan.FromDays(1));
        Assert.Equal(0, await Lost());

        // In the week after it there are five, and what was said in both is shown at its end and together.
        await Work(desk, people.Take(Crowd.Least));
        await people[1].Client.Post("/lost-openings", new { cause = "tool" });
        Assert.Equal(0, await Lost());
        await desk.Pass(TimeSpan.FromDays(7));
        Assert.Equal(4, await Lost());

        async Task<int> Lost() => (await lea.Get("/api/v1/team/essence")).GetProperty("lost_openings").GetProperty("n").GetInt32();
    }

    [Theory, OnBothDatabases]
    public async Task A_lost_opening_keeps_a_day_and_a_cause_and_nothing_that_leads_to_a_person(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, _) = await Team(desk);
        foreach (var (_, client) in people) await client.Post("/lost-openings", new { cause = "queue" });

        var row = await desk.InDatabase(db => db.LostOpenings.SingleAsync());
        Assert.Equal(people.Count, row.Count);
        Assert.Equal(["Cause", "Count", "Day"], row.GetType().GetProperties().Select(p => p.Name).Order());
        Assert.Equal(0, row.Day.ToUnixTimeSeconds() % (24 * 60 * 60));
    }

    /// <summary>Everybody's name, address and id is looked for in everything the page and the API say.</summary>
    [Trait("Proves", "E156")]
    [Theory, OnBothDatabases]
    public async Task No_person_is_on_the_leads_page_and_nothing_can_be_asked_that_selects_one(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk);
        await Serve(desk, people);
        await desk.Pass(TimeSpan.FromDays(1));

        var (page, json) = (await lea.Page("/team"), (await lea.Get("/api/v1/team/essence")).GetRawText());

        var everybody = await desk.InDatabase(db => db.People.AsNoTracking().Where(p => p.Name != "Lea").ToListAsync());
        Assert.True(everybody.Count > Names.Length);
        foreach (var said in new[] { page, json })
            Assert.All(everybody, p => Assert.All(new[] { p.Email, p.Id.Value.ToString(), p.Id.Value.ToString("N") }.Concat(p.Name.Split(' ').Where(n => n.Length > 2)), word => Assert.DoesNotContain(word, said, StringComparison.OrdinalIgnoreCase)));
        foreach (var ask in new[] { "person", "giver", "by", "owner", "agent", "team", "q", "from", "to", "day", "conversation", "sort", "group", "weeks", "limit" })
        {
            Assert.Equal(page, await lea.Page($"/team?{ask}={people[0].Id}"));
            Assert.Equal(json, (await lea.Get($"/api/v1/team/essence?{ask}={people[0].Id}")).GetRawText());
        }
        Assert.Equal(403, (await people[0].Client.Try(HttpMethod.Get, "/api/v1/team/essence")).Status);
    }

    [Trait("Proves", "E140")]
    [Trait("Proves", "E175")]
    [Theory, OnBothDatabases]
    public async Task The_figures_are_those_that_one_counts_by_hand(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk);
        await Serve(desk, people);
        await desk.Pass(TimeSpan.FromDays(1));

        var team = await lea.Get("/api/v1/team/essence");

        // 40 conversations, of which every fourth has a moment of 20 seconds and 900 yen; all are resolved, and one is opened again.
        var given = team.GetProperty("essence")[0];
        Assert.Equal((10, 40), (given.GetProperty("hits").GetInt32(), given.GetProperty("of").GetInt32()));
        Assert.Equal(0.1418, given.GetProperty("low").GetDouble(), 3);
        Assert.Equal(0.4019, given.GetProperty("high").GetDouble(), 3);
        var solved = team.GetProperty("function")[0];
        Assert.Equal((39, 40), (solved.GetProperty("hits").GetInt32(), solved.GetProperty("of").GetInt32()));
        var promises = team.GetProperty("function")[2];
        Assert.False(promises.GetProperty("enough").GetBoolean());
        Assert.False(promises.TryGetProperty("rate", out _));
        var seconds = team.GetProperty("cost").GetProperty("seconds");
        Assert.Equal((20, 20, 20, 10), (seconds.GetProperty("median").GetDouble(), seconds.GetProperty("low").GetDouble(), seconds.GetProperty("high").GetDouble(), seconds.GetProperty("n").GetInt32()));
        var money = team.GetProperty("cost").GetProperty("money")[0];
        Assert.Equal(("JPY", 900), (money.Of("currency"), money.GetProperty("amount").GetProperty("median").GetDouble()));
        Assert.Contains("<b>900</b> <span>900 to 900, said of 10", await lea.Page("/team"), StringComparison.Ordinal);
        Assert.Equal(100, team.GetProperty("behaviors").GetProperty("kinds").EnumerateArray().Sum(k => k.GetProperty("percent").GetInt32()));
        var cell = team.GetProperty("grid").EnumerateArray().Single(c => c.GetProperty("function_done").GetBoolean() && c.GetProperty("essence_shown").GetBoolean()).GetProperty("stayed_resolved");
        Assert.Equal((9, 10), (cell.GetProperty("hits").GetInt32(), cell.GetProperty("of").GetInt32()));
        Assert.Contains("<b>25 of 100 conversations</b> that were resolved (14 to 40, n = 40)", await lea.Page("/team"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Too_little_data_is_an_answer_of_its_own(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk);
        await people[0].Client.Keeps(await desk.Conversation());

        var page = await lea.Page("/team");

        Assert.Contains("not enough data yet: 1 of 30", page, StringComparison.Ordinal);
        Assert.DoesNotContain("100%", page, StringComparison.Ordinal);
        Assert.Contains("not enough data yet, 0 of 30", await people[0].Client.Page("/book"), StringComparison.Ordinal);
    }

    static async Task<(List<(Guid Id, HttpClient Client)> People, HttpClient Lead)> Team(TestDesk desk)
    {
        var people = new List<(Guid, HttpClient)>();
        foreach (var name in Names) people.Add(await desk.Person(name));
        return (people, (await desk.Person("Lea", "lead")).Client);
    }

    /// <summary>Each answers a customer.</summary>
    internal static async Task Work(TestDesk desk, IEnumerable<(Guid Id, HttpClient Client)> people)
    {
        foreach (var (_, client) in people) await client.Says(await desk.Conversation(), "A new bag leaves today.");
    }

    static async Task Serve(TestDesk desk, List<(Guid Id, HttpClient Client)> people)
    {
        await desk.Owner.Post("/api/v1/contact-types", new { key = "torn", name = "Torn", steps = new[] { new { key = "send", name = "Send a new one" } } });
        for (var i = 0; i < 40; i++)
        {
            var who = people[((i / 8) + (i % 4)) % people.Count].Client; // five give each kind
            var number = await desk.Conversation($"Customer {i}", contactType: "torn");
            await who.Says(number, "A new bag leaves today.");
            var step = (await who.Get($"/api/v1/conversations/{number}")).GetProperty("steps")[0].GetProperty("id").GetGuid();
            await who.Post($"/api/v1/conversations/{number}/steps/{step}/completion");
            await who.Post($"/api/v1/conversations/{number}/resolution");
            if (i % 4 == 0) await who.Keeps(number, i % 8 == 0 ? "interest" : "humor", seconds: 20, money: new { minor = 900, currency = "JPY" });
            if (i == 0) await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "It is torn again" });
        }
    }
}
