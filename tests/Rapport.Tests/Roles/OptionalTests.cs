using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Language;
using Rapport.Roles;

namespace Rapport.Tests.Roles;

/// <summary>What may be given can't be made a rule, and who tries is seen.</summary>
public class OptionalTests
{
    [Theory, OnBothDatabases, Trait("Proves", "E178")]
    public async Task Whoever_tries_to_make_a_rule_of_it_is_refused_and_everybody_can_read_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var (_, ana) = await desk.Person("Ana");

        var (status, problem) = await lea.Try(HttpMethod.Post, "/api/v1/contact-types", new { name = "Refund", behaviors = new[] { new { behavior = "compliment", minimum = 3 } } });

        Assert.Equal(422, status);
        Assert.EndsWith("stays-optional", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("Nobody counts it toward anything", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var line = Assert.Single((await ana.Get("/api/v1/refusals")).GetProperty("items").EnumerateArray());
        Assert.Equal("Lea", line.GetProperty("by").GetProperty("name").GetString());
        Assert.Equal("behaviors[0].minimum", line.GetProperty("tried").GetString());
        Assert.Equal("POST /api/v1/contact-types", line.GetProperty("door").GetString());
        Assert.Equal(0, await desk.InDatabase(db => Task.FromResult(db.ContactTypes.Count())));
        Assert.Equal(1, await desk.InDatabase(db => Task.FromResult(db.Log.Count(e => e.Kind == "rule_refused"))));
        Assert.Contains("behaviors[0].minimum", await (await desk.SignIn()).GetStringAsync(new Uri("/roles/refusals", UriKind.Relative)), StringComparison.Ordinal);
    }

    /// <summary>Every door by which something becomes what must be done.</summary>
    [Theory, OnBothDatabases, Trait("Proves", "E146"), Trait("Proves", "E178")]
    public async Task A_behavior_does_not_come_in_as_something_that_must_be_done(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        object Charter(string name, string standard = "all", string priority = "a promoter") => new { name = "Checkout", highest_priority = priority, functions = new[] { new { name, standard } } };
        object Map(string kind, bool mandatory) => new { name = "Ours", steps = new[] { new { name = "Chat with the guest about their holiday", busy = "csr", seconds = 20, kind, mandatory } } };

        foreach (var (path, body) in new (string, object)[]
        {
            ("/api/v1/charters", Charter("Compliment the customer")), ("/api/v1/charters", Charter("Scan", "At least 3 compliments per shift")), ("/api/v1/charters", Charter("Scan", priority: "Tell a joke")),
            ("/api/v1/charters/text", new { text = "# Checkout\n- Scan\n  Standard: with a smile" }),
            ("/api/v1/contact-types", new { name = "Refund", steps = new[] { new { name = "Show interest in their dog" } } }), ("/api/v1/contact-types", new { name = "Refund", steps = new[] { new { name = "Find the order", detail = "and compliment them" } } }),
            ("/api/v1/contact-types", new { name = "Refund", description = "Compliment every customer" }),
            ("/api/v1/maps", Map("transactional", false)), ("/api/v1/maps", Map("relational", true)),
            ($"/api/v1/conversations/{number}/promises", new { text = "Surprise her with a cake", due_at = "2027-01-01T00:00:00Z" }),
        })
        {
            var (status, said) = await desk.Owner.Try(HttpMethod.Post, path, body);
            Assert.True(status == 422, $"{path} {JsonSerializer.Serialize(body)} → {status} {said}");
            Assert.EndsWith("stays-optional", said.GetProperty("type").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(10, (await desk.Owner.Get("/api/v1/refusals")).GetProperty("items").GetArrayLength());
        Assert.Equal((0, 0, 0, 0), await desk.InDatabase(async db => (await db.JobRoles.CountAsync(), await db.ContactTypes.CountAsync(), await db.Maps.CountAsync(), await db.Promises.CountAsync())));
        Assert.Equal(201, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/maps", Map("relational", false))).Status);
    }

    /// <summary>Passed over in silence, it would seem to be in force.</summary>
    [Theory, OnBothDatabases, Trait("Proves", "E121"), Trait("Proves", "E178")]
    public async Task A_behavior_among_what_must_be_done_is_refused_and_not_passed_over(string database)
    {
        await using var desk = await TestDesk.Open(database);
        foreach (var (path, body, where) in new (string, object, string)[]
        {
            ("/api/v1/contact-types", new { name = "Refund", behaviors = new[] { new { kind = "humor", per_shift = 3 } } }, "behaviors"),
            ("/api/v1/contact-types", new { name = "Refund", steps = new[] { new { name = "Find the order", kind = "humor", per_shift = 3 } } }, "steps[0].kind"),
            ("/api/v1/maps", new { name = "Ours", steps = new[] { new { name = "Scan", busy = "csr", seconds = 20, behavior = "humor", per_shift = 3 } } }, "steps[0].behavior"),
            ("/api/v1/maps", new { name = "Ours", steps = new[] { new { name = "Scan", busy = "csr", seconds = 20, Weave = "a joke" } } }, "steps[0].Weave"),
            ("/api/v1/charters", new { name = "Checkout", highest_priority = "a promoter", functions = new[] { new { name = "Scan", standard = "all", moment = "one" } } }, "functions[0].moment"),
        })
        {
            var (status, said) = await desk.Owner.Try(HttpMethod.Post, path, body);
            Assert.True(status == 422, $"{path} {JsonSerializer.Serialize(body)} → {status} {said}");
            Assert.Equal(where, said.GetProperty("where").GetString(), ignoreCase: true);
        }

        Assert.Equal((0, 0, 0), await desk.InDatabase(async db => (await db.JobRoles.CountAsync(), await db.ContactTypes.CountAsync(), await db.Maps.CountAsync())));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E117"), Trait("Proves", "E146")]
    public async Task No_function_is_called_like_a_behavior(string database)
    {
        await using var desk = await TestDesk.Open(database);
        foreach (var name in BehaviorKinds.All.SelectMany(k => new[] { k.Key(), $" {k.Words().ToUpperInvariant()}. " }))
        {
            Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/charters", new { name = "Checkout", highest_priority = "a promoter", functions = new[] { new { name, standard = "all" } } })).Status);
            Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/contact-types", new { name = "Refund", steps = new[] { new { name } } })).Status);
        }
        Assert.Equal(201, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/contact-types", new { name = "Refund", steps = new[] { new { name = "Product knowledge test" } } })).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E147"), Trait("Proves", "E178")]
    public async Task A_job_description_is_told_of_each_line_that_demands_a_behavior_and_where_to_put_it(string database)
    {
        await using var desk = await TestDesk.Open(database);

        var (status, said) = await desk.Owner.Try(HttpMethod.Post, "/api/v1/charters/text", new { role = "Cashier", text = "Scan every item\nCompliment the customer\nTell a joke\nTake the payment" });

        Assert.Equal(422, status);
        foreach (var words in new[] { "“Compliment the customer”", "“Tell a joke”", "[compliment]", "[humor]", "Put it under what may be given instead" }) Assert.Contains(words, said.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Scan every item", said.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var page = await (await desk.SignIn()).PostAsync(new Uri("/roles/charters/text", UriKind.Relative), new FormUrlEncodedContent([new("role", "Cashier"), new("text", "Tell a joke")]));
        Assert.Equal(422, (int)page.StatusCode);
        Assert.Contains("Tell a joke</textarea>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await desk.InDatabase(db => db.RefusedRules.CountAsync()));
    }

    [Theory]
    [InlineData("/api/v1/weaves", """{"contact_type":"refund","step":"find","kind":"humor","opening":"The name","reason":"Do this at every contact"}""", "Do this at every contact")]
    [InlineData("/api/v1/weaves", """{"contact_type":"refund","step":"find","kind":"humor","opening":"The name","reason":"x","evidence":"Three times a shift or you get a warning"}""", "Three times a shift")]
    [InlineData("/api/v1/weaves", """{"contact_type":"refund","step":"find","kind":"humor","opening":"The name","reason":"x","heat":5}""", "“heat” has no place")]
    [InlineData("/api/v1/designs", """{"kind":"training","what":"Three compliments a day"}""", "Three compliments a day")]
    [InlineData("/api/v1/tidbits", """{"text":"Rye keeps. Tell this to every guest","about":"bread","source":"us"}""", "Tell this to every guest")]
    [InlineData("/api/v1/reasons", """{"product":"bread","fact":"It counts toward your bonus","source":"label","suits":"all"}""", "counts toward your")]
    [InlineData("/api/v1/gestures", """{"title":"A free coffee, at least two per shift"}""", "at least")]
    [InlineData("/api/v1/charters", """{"name":"A","behaviors":[{"kind":"humor","name":"A light word","xp":3}]}""", "behaviors[0].xp")]
    [InlineData("/api/v1/charters", """{"name":"A","behaviors":[{"kind":"humor","name":"A light word","examples":["Must be told to every guest"]}]}""", "Must be told")]
    public async Task What_is_written_about_a_behavior_makes_no_rule_of_it(string path, string body, string words)
    {
        await using var desk = await TestDesk.Open("SQLite");
        await desk.Owner.Post("/api/v1/contact-types", new { key = "refund", name = "Refund", steps = new[] { new { key = "find", name = "Find the order" } } });

        var (status, said) = await desk.Owner.Send(HttpMethod.Post, path, new StringContent(body, null, "application/json"));

        Assert.Equal(422, status);
        Assert.Contains(words, said.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await desk.InDatabase(db => db.RefusedRules.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task The_list_comes_in_pages_newest_first(string database)
    {
        await using var desk = await TestDesk.Open(database);
        for (var i = 1; i <= 5; i++) await desk.Owner.Try(HttpMethod.Post, $"/api/v1/contact-types?target{i}=1", new { name = "Refund" });

        var first = await desk.Owner.Get("/api/v1/refusals?limit=3");
        var rest = await desk.Owner.Get($"/api/v1/refusals?limit=3&after={first.GetProperty("next").GetString()}");

        Assert.Equal(["?target5", "?target4", "?target3", "?target2", "?target1"], first.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).Select(l => l.GetProperty("tried").GetString()));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("""{"mandatory":true}""", "mandatory")]
    [InlineData("""{"behaviors":[{},{"dueDate":"2026-12-01"}]}""", "behaviors[1].dueDate")]
    [InlineData("""{"behaviors":[{"kind":"humor","per":{"target_per_week":5}}]}""", "behaviors[0].per.target_per_week")]
    [InlineData("""{"STREAK":3}""", "STREAK")]
    [InlineData("""{"optional":false}""", "optional")]
    [InlineData("""{"min_count":0}""", "min_count")]
    [InlineData("""{"functions":[{"name":"x","mandatory":true}],"behaviors":[{"reward":1}]}""", "behaviors[0].reward")]
    [InlineData("""{"functions":[{"name":"x","behavior":"compliment","mandatory":true}]}""", "functions[0].mandatory")]
    [InlineData("""{"functions":[{"name":"x","kind":"surprise","deadline":"x"}]}""", "functions[0].deadline")]
    public void A_member_that_makes_a_rule_is_found(string json, string where) => Assert.Equal(where, Obligation.In(JsonDocument.Parse(json).RootElement, "functions")?.Where);

    [Theory]
    [InlineData("""{"behaviors":[{"kind":"interest","name":"Ask about the dog","examples":["x"],"mandatory":false,"target":null}]}""")]
    [InlineData("""{"functions":[{"name":"Scan","mandatory":true,"due":"at once"}]}""")]
    [InlineData("""{"optional":true,"words":"You must be so proud","seconds":20,"residue":1,"admin":"x"}""")]
    public void What_makes_no_rule_passes(string json) => Assert.Null(Obligation.In(JsonDocument.Parse(json).RootElement, "functions"));

    [Theory]
    [InlineData("Must compliment the customer", "Must")]
    [InlineData("Pay a compliment at least 3 times", "at least")]
    [InlineData("Compliment every customer", "every customer")]
    [InlineData("Two per shift", "Two per shift")]
    [InlineData("Tell a joke, or else", "or else")]
    [InlineData("Share a tip for the bonus", "bonus")]
    [InlineData("Always use the name", "Always")]
    [InlineData("Surprise one guest by the end of the day", "by the end of")]
    public void A_sentence_that_makes_a_rule_is_found(string sentence, string words) => Assert.Equal(words, Obligation.InWords(sentence)?.Words);

    [Theory]
    [InlineData("Ask about the dog that is on the photo")]
    [InlineData("Tell what only somebody from here knows, where it fits")]
    [InlineData("Notice what they are buying")]
    public void A_sentence_that_makes_no_rule_passes(string sentence) => Assert.Null(Obligation.InWords(sentence));
}
