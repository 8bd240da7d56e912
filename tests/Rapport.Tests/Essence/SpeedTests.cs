using System.Text.Json;
using Rapport.Access;
using Rapport.Tests.House;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Essence;

public class SpeedTests
{
    [Theory, OnBothDatabases]
    [Trait("Proves", "E096")]
    [Trait("Proves", "E097")]
    public async Task How_long_it_took_comes_with_how_much_came_back_and_fast_but_reopened_does_not_look_good(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk);
        await desk.Pass(TimeSpan.FromDays(1)); // a Monday
        for (var i = 0; i < 40; i++)
        {
            var who = people[i % people.Count];
            var number = await desk.Conversation($"Customer {i}");
            // Half are sent away in a minute and come back; half are understood and take an hour.
            var fast = i % 2 == 0;
            await desk.Pass(TimeSpan.FromMinutes(fast ? 1 : 10));
            await who.Says(number, "A new bag leaves today.");
            if (!fast) await who.Post($"/api/v1/conversations/{number}/understanding", new { });
            await desk.Pass(TimeSpan.FromMinutes(fast ? 0 : 50));
            await who.Post($"/api/v1/conversations/{number}/resolution");
            if (fast) await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "It is torn again" });
        }
        await desk.Pass(TimeSpan.FromDays(7));
        Assert.Equal(JsonValueKind.Null, (await Speed()).ValueKind);
        await desk.Pass(TimeSpan.FromDays(8));

        var speed = await Speed();

        // What came back was not over: it does not make the time to resolution short, and it stands beside it.
        Assert.Equal((3600d, 20), (speed.GetProperty("time_to_resolution").GetProperty("median").GetDouble(), speed.GetProperty("time_to_resolution").GetProperty("n").GetInt32()));
        Assert.Equal((600d, 20), (speed.GetProperty("time_to_understanding").GetProperty("median").GetDouble(), speed.GetProperty("time_to_understanding").GetProperty("n").GetInt32()));
        Assert.Equal((20, 40, 0.5), (speed.GetProperty("reopened").GetProperty("hits").GetInt32(), speed.GetProperty("reopened").GetProperty("of").GetInt32(), speed.GetProperty("reopened").GetProperty("rate").GetDouble()));
        var page = await lea.Page("/team");
        Assert.Contains("Until they said", page, StringComparison.Ordinal);
        Assert.Contains("Opened again", page, StringComparison.Ordinal);

        async Task<JsonElement> Speed() => (await lea.Get("/api/v1/team/essence")).GetProperty("speed");
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E096")]
    public async Task Of_a_week_in_which_too_few_resolved_anything_nothing_is_said(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk);
        for (var i = 0; i < 12; i++)
        {
            var number = await desk.Conversation($"Customer {i}");
            await people[i % (Crowd.Least - 1)].Says(number, "A new bag leaves today.");
            await people[i % (Crowd.Least - 1)].Post($"/api/v1/conversations/{number}/resolution");
        }
        await desk.Pass(TimeSpan.FromDays(22));

        Assert.Equal(JsonValueKind.Null, (await lea.Get("/api/v1/team/essence")).GetProperty("speed").ValueKind);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E168")]
    public async Task How_often_customers_ask_for_somebody_by_name_is_said_of_everybody_together(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var people = new List<(Guid Id, HttpClient Client)>();
        for (var i = 0; i < Crowd.Least; i++) people.Add(await desk.Person($"Person {i}"));
        var lea = (await desk.Person("Lea", "lead")).Client;
        await desk.Pass(TimeSpan.FromDays(1));
        for (var i = 0; i < 30; i++)
        {
            var number = await desk.Conversation($"Customer {i}");
            if (i % 3 > 0) continue;
            var (id, client) = people[i / 3 % people.Count];
            await client.Try(HttpMethod.Put, $"/api/v1/customers/{await desk.CustomerOf(number)}/bonds/me");
            await client.Post($"/api/v1/conversations/{number}/lane", new { person = id });
            if (i % 2 == 0) await client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
            else await client.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/lane/decline");
            await desk.Pass(TimeSpan.FromSeconds(1));
        }
        await desk.Pass(TimeSpan.FromDays(8));

        var sought = (await lea.Get("/api/v1/team/essence")).GetProperty("sought").EnumerateArray().ToList();

        Assert.Equal((10, 30, true), (sought[0].GetProperty("hits").GetInt32(), sought[0].GetProperty("of").GetInt32(), sought[0].GetProperty("enough").GetBoolean()));
        // Ten are too few for a rate.
        Assert.Equal((10, false), (sought[1].GetProperty("of").GetInt32(), sought[1].GetProperty("enough").GetBoolean()));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E097")]
    public async Task No_page_and_no_answer_shows_how_long_it_took_without_how_much_came_back(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var api = await desk.Owner.Get("/openapi/v1.json");
        var speaks = api.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(s => s.Value.TryGetProperty("properties", out var p) && p.EnumerateObject().Any(x => x.Name.StartsWith("time_to_", StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(speaks);
        Assert.All(speaks, s => Assert.Contains(s.Value.GetProperty("properties").EnumerateObject(), x => x.Name == "reopened"));
        // On pages it is one component, and nothing else takes a speed apart.
        var pages = SourceFile.All.Where(f => f.Extension == ".razor" && (f.Text.Contains("Speed.Understood", StringComparison.Ordinal) || f.Text.Contains("Speed.Resolved", StringComparison.Ordinal) || f.Text.Contains("speed.", StringComparison.Ordinal))).ToList();
        Assert.Equal(["SpeedRows.razor"], pages.Select(f => Path.GetFileName(f.Path)));
        Assert.All(pages, f => Assert.Contains("Speed.Reopened", f.Text, StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E096")]
    public async Task There_is_no_target_for_handling_time(string database)
    {
        string[] words = ["handling_time", "handle_time", "handling time", "handle time", "HandlingTime", "HandleTime", "average_time"];
        await using var desk = await TestDesk.Open(database);
        var api = (await desk.Owner.Get("/openapi/v1.json")).GetRawText();
        Assert.DoesNotContain(words, w => api.Contains(w, StringComparison.OrdinalIgnoreCase));
        // Words that the house refuses when somebody writes them stand in its list of what is refused, and only there.
        var program = SourceFile.All.Where(f => f.Path.StartsWith("src/Rapport/", StringComparison.Ordinal) && f.Extension is ".cs" or ".razor" or ".sql" && !f.Path.Contains("/Roles/Optional/", StringComparison.Ordinal));
        Assert.DoesNotContain(program, f => words.Any(w => f.Text.Contains(w, StringComparison.OrdinalIgnoreCase)));
    }

    static async Task<(List<HttpClient> People, HttpClient Lead)> Team(TestDesk desk)
    {
        var people = new List<HttpClient>();
        for (var i = 0; i < Crowd.Least; i++) people.Add((await desk.Person($"Person {i}")).Client);
        return (people, (await desk.Person("Lea", "lead")).Client);
    }
}
