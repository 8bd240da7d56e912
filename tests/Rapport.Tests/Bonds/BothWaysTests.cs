using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Bonds;

[Trait("Proves", "E170")]
public class BothWaysTests
{
    [Theory, OnBothDatabases]
    public async Task A_customer_is_told_both_ways_and_takes_one_of_them(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        await at.MeetsMany(at.Nina, 6, TimeSpan.FromMinutes(25), "ninas");
        await at.MeetsMany(at.Sam, 20, TimeSpan.FromMinutes(4), "sams");
        var number = await at.Writes();
        var (path, browser) = await desk.OwnPage(await desk.CustomerOf(number));

        var lane = await at.Sam.Client.Get($"/api/v1/conversations/{number}/lane");
        Assert.Equal(1800, lane.GetProperty("choices")[0].GetProperty("wait").GetProperty("to_seconds").GetInt64());
        var other = lane.GetProperty("first_free");
        Assert.Equal(("With whoever is free first, an answer usually takes up to 5 minutes.", 300L), (other.GetProperty("says").GetString(), other.GetProperty("to_seconds").GetInt64()));
        foreach (var page in new[] { await Own(), await at.Sam.Client.GetStringAsync(new Uri($"/desk/{number}/lane", UriKind.Relative)) })
        {
            Assert.Contains("up to 5 minutes", page, StringComparison.Ordinal);
            Assert.Contains("20 to 30 minutes", page, StringComparison.Ordinal);
        }

        Assert.Equal(204, (await browser.Try(HttpMethod.Post, path + "/lane/first-free")).Status);
        Assert.Contains("You chose whoever is free first", await Own(), StringComparison.Ordinal);
        Assert.Contains(number, await at.Unowned());
        Assert.Equal((false, 1800L, 300L), await Chosen());

        // The last word counts.
        await at.Asks(number, at.Nina);
        Assert.Equal((true, 1800L, 300L), await Chosen());
        Assert.Equal("lane-open", (await browser.Try(HttpMethod.Post, path + "/lane/first-free")).Body.Code());

        Task<string> Own() => browser.GetStringAsync(new Uri(path, UriKind.Relative));
        Task<(bool, long?, long?)> Chosen() => desk.InDatabase(async db => { var c = await db.PersonChoices.SingleAsync(); return (c.ChosePerson, c.PersonSeconds, c.AnybodySeconds); });
    }

    [Theory, OnBothDatabases]
    public async Task Where_nobody_they_know_is_to_be_had_there_is_nothing_to_choose(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        await at.Nina.Client.Put("/api/v1/me/lane/limit", new { limit = 0 });
        var number = await at.Writes();

        Assert.Equal(JsonValueKind.Null, (await at.Sam.Client.Get($"/api/v1/conversations/{number}/lane")).GetProperty("first_free").ValueKind);
        Assert.Equal("no-choice", (await at.Sam.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/lane/first_free")).Body.Code());
    }

    [Theory, OnBothDatabases]
    public async Task How_many_chose_the_longer_wait_for_their_person_is_said_of_everybody_together_and_of_nobody_below_five(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        List<(Guid Id, HttpClient Client)> people = [at.Nina, at.Sam];
        for (var i = 2; i < Crowd.Least; i++) people.Add(await desk.Person($"Person {i}"));
        var lea = (await desk.Person("Lea", "lead")).Client;
        // With each of them it takes longer than with the one who is quick.
        var quick = await desk.Person("Quick");
        foreach (var person in people) await at.MeetsMany(person, 5, TimeSpan.FromMinutes(25), person.Id.ToString("N"));
        await at.MeetsMany(quick, 60, TimeSpan.FromMinutes(2), "quick");
        Assert.Null(await Longer());
        await desk.Pass(TimeSpan.FromDays(1)); // a Monday
        for (var i = 0; i < 30; i++)
        {
            var (id, client) = people[i % people.Count];
            var number = await at.Writes(mail: $"customer{i}@example.com");
            await client.Try(HttpMethod.Put, $"/api/v1/customers/{await desk.CustomerOf(number)}/bonds/me");
            if (i % 3 > 0) await lea.Post($"/api/v1/conversations/{number}/lane", new { person = id });
            else await lea.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/lane/first_free");
            await quick.Client.Try(HttpMethod.Delete, $"/api/v1/conversations/{number}/lane");
            await desk.Pass(TimeSpan.FromSeconds(1));
        }
        await desk.Pass(TimeSpan.FromDays(8));

        var longer = (await Longer())!.Value;

        Assert.Equal((20, 30, true), (longer.GetProperty("hits").GetInt32(), longer.GetProperty("of").GetInt32(), longer.GetProperty("enough").GetBoolean()));
        Assert.Equal(0.488, longer.GetProperty("low").GetDouble(), 3);
        Assert.Equal(0.808, longer.GetProperty("high").GetDouble(), 3);

        async Task<JsonElement?> Longer() => (await lea.Get("/api/v1/team/essence")).GetProperty("sought").EnumerateArray().Where(r => r.GetProperty("name").GetString()!.Contains("longer", StringComparison.Ordinal)).Select(r => (JsonElement?)r).SingleOrDefault();
    }
}
