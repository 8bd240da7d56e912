using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Bonds;

public class PresenceTests
{
    [Theory, OnBothDatabases]
    [Trait("Proves", "E169")]
    public async Task Whether_somebody_is_in_is_said_only_where_they_let_it_be_said_today(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var (page, browser, bond) = await RuthsPage(at);

        Assert.Equal(JsonValueKind.Null, (await Ask()).GetProperty("in_today").ValueKind);
        await at.Nina.Client.Put("/api/v1/me/lane/presence", new { says = "in" });
        Assert.Equal(("Nina is in today.", true), Read(await Ask()));
        await at.Nina.Client.Try(HttpMethod.Delete, "/api/v1/me/lane/presence");
        Assert.Equal(JsonValueKind.Null, (await Ask()).GetProperty("in_today").ValueKind);

        // Today and no longer.
        await at.Nina.Client.Put("/api/v1/me/lane/presence", new { says = "out" });
        await desk.Pass(TimeSpan.FromDays(1) + TimeSpan.FromHours(1));
        Assert.Equal(JsonValueKind.Null, (await Ask()).GetProperty("in_today").ValueKind);
        await at.Nina.Client.Put("/api/v1/me/lane/presence", new { says = "out" });
        Assert.Equal(("Nina is not in today.", false), Read(await Ask()));

        async Task<JsonElement> Ask() => await browser.Post($"{page}/people/{bond}/presence");
        static (string?, bool) Read(JsonElement answer) => (answer.GetProperty("says").GetString(), answer.GetProperty("in_today").GetBoolean());
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E169")]
    public async Task It_is_asked_a_few_times_a_day_and_the_one_it_is_about_reads_who_asked(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var (page, browser, bond) = await RuthsPage(at);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.Try(HttpMethod.Post, $"{page}/people/{bond}/presence")));

        Assert.Equal(3, answers.Count(a => a.Status == 200));
        Assert.All(answers.Where(a => a.Status != 200), a => Assert.Equal((429, "too-many"), (a.Status, a.Body.Code())));
        var asked = (await at.Nina.Client.Get("/api/v1/me/lane")).GetProperty("asked").EnumerateArray().ToList();
        Assert.Equal(3, asked.Count);
        Assert.All(asked, a => Assert.Equal(("Ruth Adeyemi", "not_said"), (a.GetProperty("customer").GetString(), a.GetProperty("answer").GetString())));
        // It is Nina's to read and nobody else's: not a colleague's, not a lead's, not in the log.
        Assert.Empty((await at.Sam.Client.Get("/api/v1/me/lane")).GetProperty("asked").EnumerateArray());
        Assert.Empty((await desk.Owner.Get("/api/v1/me/lane")).GetProperty("asked").EnumerateArray());
        Assert.False(await desk.InDatabase(db => db.Log.AnyAsync(e => e.Kind.Contains("question"))));

        await desk.Pass(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await browser.Try(HttpMethod.Post, $"{page}/people/{bond}/presence")).Status);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E169")]
    public async Task Who_said_no_is_not_asked_about_and_a_stranger_asks_about_nobody(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var (page, browser, bond) = await RuthsPage(at);
        await at.Nina.Client.Put("/api/v1/me/lane/presence", new { says = "in" });
        var ruth = await desk.InDatabase(db => db.Bonds.Select(b => b.CustomerId.Value).FirstAsync());
        var (others, stranger) = await desk.OwnPage(await desk.CustomerOf(await at.Writes(mail: "stranger@example.com")));

        Assert.Equal(404, (await stranger.Try(HttpMethod.Post, $"{others}/people/{bond}/presence")).Status);
        Assert.Equal(404, (await stranger.Try(HttpMethod.Delete, $"{others}/people/{bond}")).Status);
        Assert.Equal(404, (await browser.Try(HttpMethod.Post, $"/mine/c_no-such-key/people/{bond}/presence")).Status);

        await at.Nina.Client.Try(HttpMethod.Delete, $"/api/v1/customers/{ruth}/bonds/me");
        // The same words as from somebody who lets nothing be said: whose no it was, nobody learns.
        var says = (await browser.Post($"{page}/people/{bond}/presence")).GetProperty("says").GetString();
        Assert.StartsWith("Whether Nina is in, we don't say today.", says, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E169")]
    public async Task How_long_it_takes_says_nothing_of_who_is_in(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        var number = await at.Writes();
        var before = await Says();

        // She has a page open, and answers somebody: that is known to the house and not to who asks.
        using var nina = at.Nina.Client;
        await at.Meets(at.Nina, mail: "other@example.com");

        Assert.Equal(before, await Says());
        await at.Nina.Client.Put("/api/v1/me/lane/presence", new { says = "in" });
        Assert.Equal("Nina is in today. How long it takes, we don't know.", await Says());

        async Task<string?> Says() => (await at.Sam.Client.Get($"/api/v1/conversations/{number}/lane")).GetProperty("choices")[0].GetProperty("says").GetString();
    }

    static async Task<(string Page, HttpClient Browser, Guid Bond)> RuthsPage(Acquaintance at)
    {
        var ruth = await at.RuthKnowsNina();
        var (page, browser) = await at.Desk.OwnPage(ruth);
        return (page, browser, await at.Desk.InDatabase(db => db.Bonds.Where(b => b.CustomerId == new Rapport.Customers.CustomerId(ruth)).Select(b => b.Id.Value).SingleAsync()));
    }
}
