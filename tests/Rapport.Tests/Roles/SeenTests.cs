using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Roles;

/// <summary>Two leads at the same thing: the one who comes second reads what the first wrote, and nothing of either is lost.</summary>
public class SeenTests
{
    static readonly object[] Steps = [new { name = "Scan", busy = "csr", seconds = 20 }, new { name = "They pay", busy = "customer", seconds = 15, after = new[] { "scan" } }];

    [Theory, OnBothDatabases]
    public async Task Of_two_who_write_a_charter_from_the_same_draft_the_second_is_shown_what_the_first_wrote(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (lea, bo) = await Leads(desk);
        var seen = Text(await lea.Post("/api/v1/charters", Charter("to be quick", null)), "seen");

        Assert.Equal(200, (await bo.Try(HttpMethod.Put, "/api/v1/charters/checkout", Charter("to create a promoter", seen, "Scan every item"))).Status);
        var (status, no) = await lea.Try(HttpMethod.Put, "/api/v1/charters/checkout", Charter("to be quick", seen, "Weigh"));

        Assert.Equal(409, status);
        Assert.Contains("Bo Lead wrote the draft of “Checkout” that is there now: its highest priority is “to create a promoter”; must be done: “Scan every item”", Text(no, "detail"), StringComparison.Ordinal);
        Assert.Contains("Highest priority: to create a promoter", Text(no, "theirs"), StringComparison.Ordinal);
        Assert.Equal("to create a promoter", Text((await lea.Get("/api/v1/charters/checkout")).GetProperty("draft"), "highest_priority"));
        Assert.Equal(200, (await lea.Try(HttpMethod.Put, "/api/v1/charters/checkout", Charter("to be quick", Text(no, "seen"), "Weigh"))).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_has_not_seen_a_colleagues_draft_does_not_write_over_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (lea, bo) = await Leads(desk);
        await lea.Post("/api/v1/charters", Charter("to create a promoter", null));

        Assert.Equal(409, (await bo.Try(HttpMethod.Post, "/api/v1/charters", Charter("to be quick", null))).Status);
        Assert.Equal(409, (await bo.Try(HttpMethod.Post, "/api/v1/charters/text", new { text = "# Checkout\n- Scan" })).Status);
        Assert.Equal(200, (await lea.Try(HttpMethod.Put, "/api/v1/charters/checkout", Charter("to create a promoter", null, "Scan"))).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Of_eight_who_begin_the_same_charter_at_once_one_wins_and_nobody_meets_a_mistake_of_ours(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var leads = await Task.WhenAll(Enumerable.Range(1, 8).Select(async i => (await desk.Person($"Lead {i}", "lead")).Client));

        var answers = await Task.WhenAll(leads.Select((l, i) => l.Try(HttpMethod.Post, "/api/v1/charters", Charter($"priority {i}", "nothing"))));

        Assert.Equal(1, answers.Count(a => a.Status == 201));
        Assert.Equal(7, answers.Count(a => a.Status == 409));
        var kept = Text((await leads[0].Get("/api/v1/charters/checkout")).GetProperty("draft"), "highest_priority");
        Assert.All(answers.Where(a => a.Status == 409), a => Assert.Contains(kept!, Text(a.Body, "detail"), StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task A_charter_is_published_once_and_never_with_words_that_nobody_has_read(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (lea, bo) = await Leads(desk);
        var seen = Text(await lea.Post("/api/v1/charters", Charter("to be quick", null)), "seen");
        await bo.Put("/api/v1/charters/checkout", Charter("to create a promoter", seen));

        var (stale, no) = await lea.Try(HttpMethod.Post, "/api/v1/charters/checkout/publication", new { seen });
        Assert.Equal(409, stale);
        Assert.Contains("to create a promoter", Text(no, "detail"), StringComparison.Ordinal);
        Assert.Equal(409, (await lea.Try(HttpMethod.Delete, $"/api/v1/charters/checkout/draft?seen={seen}")).Status);

        var both = await Task.WhenAll(lea.Try(HttpMethod.Post, "/api/v1/charters/checkout/publication", new { }), bo.Try(HttpMethod.Post, "/api/v1/charters/checkout/publication", new { }));
        Assert.Equal([200, 409], both.Select(b => b.Status).Order());
        Assert.Contains("to create a promoter", Text(both.Single(b => b.Status == 409).Body, "detail"), StringComparison.Ordinal);
        Assert.Equal(1, await desk.InDatabase(db => db.Charters.CountAsync()));
        // Bo goes on writing what he had opened before it was published.
        Assert.Equal(409, (await bo.Try(HttpMethod.Put, "/api/v1/charters/checkout", Charter("to be quick", Text(no, "seen")))).Status);
    }

    [Theory, OnBothDatabases]
    public async Task The_page_of_a_charter_keeps_what_was_typed_beside_what_the_other_wrote(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (lea, _) = await Leads(desk);
        var me = await desk.SignIn();
        await lea.Post("/api/v1/charters", Charter("to create a promoter", null));

        var (status, page) = await Send("nothing");
        Assert.Equal(409, status);
        Assert.Contains("value=\"to be quick\"", page, StringComparison.Ordinal);
        Assert.Contains("Highest priority: to create a promoter", page, StringComparison.Ordinal);
        var seen = page.Split("name=\"seen\" value=\"")[1].Split('"')[0];
        Assert.Equal(302, (await Send(seen)).Status);

        async Task<(int Status, string Page)> Send(string state)
        {
            using var form = new FormUrlEncodedContent([new("name", "Checkout"), new("highest_priority", "to be quick"), new("seen", state)]);
            using var answer = await me.PostAsync(new Uri("/roles/charters", UriKind.Relative), form);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_who_draw_the_same_map_at_once_one_wins_and_the_other_sees_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var leads = await Task.WhenAll(Enumerable.Range(1, 6).Select(async i => (await desk.Person($"Lead {i}", "lead")).Client));

        var answers = await Task.WhenAll(leads.Select(l => l.Try(HttpMethod.Post, "/api/v1/maps", new { name = "Our checkout", steps = Steps, seen = "nothing" })));

        Assert.Equal([201, 409, 409, 409, 409, 409], answers.Select(a => a.Status).Order());
        Assert.All(answers.Where(a => a.Status == 409), a => Assert.Contains("Scan (20 s), They pay (15 s)", Text(a.Body, "detail"), StringComparison.Ordinal));
        var seen = Text(answers.First(a => a.Status == 409).Body, "seen");
        Assert.Equal(200, (await leads[1].Try(HttpMethod.Put, "/api/v1/maps/our-checkout", new { name = "Our checkout", steps = Steps, seen })).Status);
        Assert.Equal(409, (await leads[2].Try(HttpMethod.Put, "/api/v1/maps/our-checkout", new { name = "Our checkout", steps = Steps, seen })).Status);
        Assert.Equal(409, (await leads[2].Try(HttpMethod.Delete, $"/api/v1/maps/our-checkout?seen={seen}")).Status);
        Assert.Equal(409, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/maps", new { name = "Our checkout", steps = Steps })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task An_example_that_many_copy_at_once_is_copied_as_often(string database)
    {
        await using var desk = await TestDesk.Open(database);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.Owner.Try(HttpMethod.Post, "/api/v1/maps/supermarket-checkout/copy", new { name = "Ours" })));

        Assert.All(answers, a => Assert.Equal(201, a.Status));
        Assert.Equal(6, answers.Select(a => Text(a.Body, "key")).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_who_rewrite_a_weave_the_second_is_shown_what_the_first_wrote(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (lea, bo) = await Leads(desk);
        await lea.Post("/api/v1/contact-types", new { name = "Refund", steps = new[] { new { name = "Check the order" } } });
        var weave = await lea.Post("/api/v1/weaves", Weave("What they ordered it for", null));
        var (path, seen) = ($"/api/v1/weaves/{weave.GetProperty("id").GetGuid()}", Text(weave, "seen"));

        var both = await Task.WhenAll(lea.Try(HttpMethod.Put, path, Weave("The basket says what they are up to", seen)), bo.Try(HttpMethod.Put, path, Weave("The dog on the photo", seen)));

        Assert.Equal([200, 409], both.Select(b => b.Status).Order());
        var (won, lost) = (both.Single(b => b.Status == 200).Body, both.Single(b => b.Status == 409).Body);
        Assert.Contains($"“{Text(won, "opening")}”", Text(lost, "detail"), StringComparison.Ordinal);
        Assert.Equal(409, (await lea.Try(HttpMethod.Delete, $"{path}?seen={seen}")).Status);
        Assert.Equal(200, (await bo.Try(HttpMethod.Put, path, Weave("The dog on the photo", Text(lost, "seen")))).Status);
        // Each version is a design of its own, so that what was written over is still on the register.
        Assert.Equal(3, await desk.InDatabase(db => db.Designs.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task A_kind_of_matter_that_several_write_at_once_is_there_once(string database)
    {
        await using var desk = await TestDesk.Open(database);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.Owner.Try(HttpMethod.Post, "/api/v1/contact-types", new { name = "Refund", steps = new[] { new { name = "Check the order" } } })));

        Assert.Equal([200, 200, 200, 200, 200, 201], answers.Select(a => a.Status).Order());
        Assert.Equal(1, await desk.InDatabase(db => db.ContactTypes.CountAsync()));
        Assert.Equal(1, await desk.InDatabase(db => db.FunctionSteps.CountAsync()));
    }

    static object Charter(string priority, string? seen, params string[] functions) => new { name = "Checkout", highest_priority = priority, functions = (functions.Length == 0 ? ["Take the payment"] : functions).Select(f => new { name = f, standard = "Nothing is missed" }), seen };

    static object Weave(string opening, string? seen) => new { contact_type = seen is null ? "refund" : null, step = seen is null ? "check-the-order" : null, kind = "interest", opening, reason = "They have time there", seen };

    static async Task<(HttpClient Lea, HttpClient Bo)> Leads(TestDesk desk) => ((await desk.Person("Lea Lead", "lead")).Client, (await desk.Person("Bo Lead", "lead")).Client);

    static string? Text(JsonElement thing, string name) => thing.GetProperty(name).GetString();
}
