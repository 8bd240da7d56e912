using System.Net;
using System.Text.Json;

namespace Rapport.Tests.Essence;

/// <summary>What is woven in is offered where it was woven in: in the window in which hands are free, and as long as it is in place.</summary>
[Trait("Proves", "E054")]
public class WeaveCueTests
{
    [Theory, OnBothDatabases]
    public async Task While_the_card_is_swiped_what_is_woven_in_there_is_offered(string database)
    {
        await using var desk = await TestDesk.Open(database);
        foreach (var mandatory in new[] { false, true })
        {
            var type = await Sale(desk, mandatory ? "sale" : "lease", mandatory);
            await Weave(desk, type, "pay", "The card has a picture");
            await Weave(desk, type, "send", "Where it goes");
            var number = await desk.Conversation(body: "I would like to pay, please.", contactType: type);

            Assert.Null(await Woven(desk, number));
            await desk.Owner.Post($"/api/v1/conversations/{number}/steps/find/completion", new { });
            Assert.Equal("The card has a picture", await Woven(desk, number));
            await desk.Owner.Post($"/api/v1/conversations/{number}/steps/send/completion", new { });
            Assert.Null(await Woven(desk, number));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_weave_that_is_in_place_is_not_put_off_by_rewriting_it_but_by_a_second_one(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var type = await Sale(desk, "sale", mandatory: true);
        var weave = await Weave(desk, type, "find", "The order says what it was for");
        var later = await Weave(desk, type, "find", "Not yet", "2027-01-01");
        var number = await desk.Conversation(body: "I would like to pay, please.", contactType: type);
        Assert.Equal("The order says what it was for", await Woven(desk, number));

        var (status, problem) = await desk.Owner.Try(HttpMethod.Put, Path(weave), new { kind = "humor", opening = "In summer", reason = "It is warm", starts_at = "2027-06-01" });

        Assert.Equal(400, status);
        Assert.Contains("weave a second one in", problem.Of("detail"), StringComparison.Ordinal);
        Assert.Equal("The order says what it was for", await Woven(desk, number));
        // One that has not begun is nobody's sight yet, and can be put off.
        Assert.Equal(200, (await desk.Owner.Try(HttpMethod.Put, Path(later), new { kind = "humor", opening = "In summer", reason = "It is warm", starts_at = "2027-06-01" })).Status);
        await desk.Pass(TimeSpan.FromDays(200));
        Assert.Equal("In summer", await Woven(desk, await desk.Conversation("Peter Quist", "I would like to pay, please.", contactType: type)));
    }

    [Theory, OnBothDatabases]
    public async Task A_map_of_a_matter_that_is_taken_away_takes_along_what_stood_on_steps_that_only_it_had(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var type = await Sale(desk, "sale", mandatory: true);
        var gone = (await Weave(desk, type, "pay", "The card has a picture")).Of("design");
        await Weave(desk, type, "send", "Where it goes");

        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, "/api/v1/maps/map-of-sale")).Status);
        await desk.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal("send", Assert.Single((await desk.Owner.Get("/api/v1/weaves")).GetProperty("items").EnumerateArray()).Of("step"));
        var designs = (await desk.Owner.Get("/api/v1/designs")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(gone, Assert.Single(designs, d => d.GetProperty("ended_at").ValueKind is not JsonValueKind.Null).Of("id"));
    }

    [Theory, OnBothDatabases]
    public async Task The_board_says_of_a_map_that_stands_alone_that_no_cue_comes_of_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await Sale(desk, "sale", mandatory: true);
        await desk.Owner.Post("/api/v1/maps", new { name = "Alone", steps = new[] { new { key = "sign", name = "They sign", busy = "customer", seconds = 10 } } });
        var me = await desk.SignIn();

        Assert.Contains("No cue comes of what is woven in here", WebUtility.HtmlDecode(await me.Page("/roles/weaves?map=alone")), StringComparison.Ordinal);
        Assert.DoesNotContain("No cue comes", WebUtility.HtmlDecode(await me.Page("/roles/weaves?type=sale")), StringComparison.Ordinal);
    }

    static string Path(JsonElement weave) => $"/api/v1/weaves/{weave.Of("id")}";

    static async Task<string?> Woven(TestDesk desk, long number) => (await desk.Owner.Cues(number)).Where(c => c.Of("kind") == "weave").Select(c => c.Of("reason")).SingleOrDefault();

    static Task<JsonElement> Weave(TestDesk desk, string type, string step, string opening, string? starts = null) =>
        desk.Owner.Post("/api/v1/weaves", new { contact_type = type, step, kind = "interest", opening, reason = "They wait for the screen anyway", starts_at = starts });

    /// <summary>They are served, pay for twenty seconds, and it is sent.</summary>
    static async Task<string> Sale(TestDesk desk, string key, bool mandatory)
    {
        await desk.Owner.Post("/api/v1/contact-types", new { key, name = key, steps = new[] { new { key = "find", name = "Find the order" }, new { key = "send", name = "Send it" } } });
        await desk.Owner.Post("/api/v1/maps", new
        {
            name = $"Map of {key}",
            contact_type = key,
            steps = new object[]
            {
                new { key = "find", name = "Find the order", busy = "csr", seconds = 20, mandatory = true },
                new { key = "pay", name = "They pay", busy = "customer", seconds = 20, after = new[] { "find" }, mandatory },
                new { key = "send", name = "Send it", busy = "csr", seconds = 15, after = new[] { "pay" }, mandatory = true },
            },
        });
        return key;
    }
}
