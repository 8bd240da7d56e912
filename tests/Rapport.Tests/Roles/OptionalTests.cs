using System.Text.Json;
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
        Assert.Equal("behaviors[0].minimum: 3", line.GetProperty("tried").GetString());
        Assert.Equal("POST /api/v1/contact-types", line.GetProperty("door").GetString());
        Assert.Equal(0, await desk.InDatabase(db => Task.FromResult(db.ContactTypes.Count())));
        Assert.Equal(1, await desk.InDatabase(db => Task.FromResult(db.Log.Count(e => e.Kind == "rule_refused"))));
        Assert.Contains("behaviors[0].minimum: 3", await (await desk.SignIn()).GetStringAsync(new Uri("/roles/refusals", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_list_comes_in_pages_newest_first(string database)
    {
        await using var desk = await TestDesk.Open(database);
        for (var i = 1; i <= 5; i++) await desk.Owner.Try(HttpMethod.Post, $"/api/v1/contact-types?target={i}", new { name = "Refund" });

        var first = await desk.Owner.Get("/api/v1/refusals?limit=3");
        var rest = await desk.Owner.Get($"/api/v1/refusals?limit=3&after={first.GetProperty("next").GetString()}");

        Assert.Equal(["?target=5", "?target=4", "?target=3", "?target=2", "?target=1"], first.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).Select(l => l.GetProperty("tried").GetString()));
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
