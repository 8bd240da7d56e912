using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Bonds;

public class IntroductionTests
{
    [Theory, OnBothDatabases]
    [Trait("Proves", "E174")]
    public async Task When_somebody_leaves_whoever_knew_them_is_introduced_to_the_next_by_name(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var ruth = await at.RuthKnowsNina();
        await at.Meets(at.Sam);
        await at.Meets(at.Sam);
        await at.Leaves(at.Nina);

        var made = Assert.Single((await at.Sam.Client.Get("/api/v1/introductions")).GetProperty("items").EnumerateArray());
        Assert.Equal(("Nina", "Sam", false), (Persona(made, "from"), Persona(made, "next"), made.GetProperty("agreed").GetBoolean()));
        Assert.Equal(["Sam"], await at.Knows(ruth));
        await at.Sam.Client.Put($"/api/v1/introductions/{made.GetProperty("id").GetGuid()}/next", new { });

        var ines = await desk.Person("Ines");
        var number = await at.Writes();
        await ines.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await desk.Pass(TimeSpan.FromSeconds(1));
        Assert.StartsWith("Nina, whom you know, doesn't work here any more. Sam is there for you from here on, if you like.", Assert.Single(await at.Told(number)), StringComparison.Ordinal);
        // Told once.
        var again = await at.Writes();
        await ines.Client.Put($"/api/v1/conversations/{again}/owner", new { person = "me" });
        await desk.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(await at.Told(again));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E174")]
    public async Task What_was_told_to_the_one_who_left_rests_until_the_customer_says_so(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var ruth = await at.RuthKnowsNina();
        await at.Nina.Client.Remember(ruth, "Her dog Max is a beagle");
        await at.Sam.Client.Remember(ruth, "Has two children", "family");
        Assert.Equal(2, (await at.Sam.Client.Memories(ruth)).Length);
        var (page, browser) = await desk.OwnPage(ruth);
        await at.Leaves(at.Nina);

        Assert.Equal("Has two children", Assert.Single(await at.Sam.Client.Memories(ruth)).GetProperty("text").GetString());
        var number = await at.Writes();
        Assert.DoesNotContain("Her dog Max is a beagle", (await at.Sam.Client.Recognizes(number)).Texts("facts"));
        // It is hers all the while.
        Assert.Contains("Her dog Max is a beagle", await browser.GetStringAsync(new Uri(page, UriKind.Relative)), StringComparison.Ordinal);
        var id = (await desk.Owner.Get("/api/v1/introductions")).GetProperty("items")[0].GetProperty("id").GetGuid();

        Assert.Equal(204, (await browser.Try(HttpMethod.Put, $"{page}/introductions/{id}", new { may_move = true })).Status);

        await desk.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await at.Sam.Client.Memories(ruth)).Length);
        Assert.Empty((await desk.Owner.Get("/api/v1/introductions")).GetProperty("items").EnumerateArray());
        // She may say otherwise, as long as nothing is forgotten.
        Assert.Equal(204, (await browser.Try(HttpMethod.Put, $"{page}/introductions/{id}", new { may_move = false })).Status);
        await desk.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("Has two children", Assert.Single(await at.Sam.Client.Memories(ruth)).GetProperty("text").GetString());
        Assert.Equal(409, (await browser.Try(HttpMethod.Put, $"{page}/introductions/{id}", new { may_move = true })).Status);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E174")]
    public async Task What_may_not_be_passed_on_is_forgotten_with_one_tap_in_the_chat(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var (visitor, number) = await at.ChatFromNinaToSam();
        var customer = await desk.CustomerOf(number);
        await at.Nina.Client.Try(HttpMethod.Put, $"/api/v1/customers/{customer}/bonds/me");
        await at.Nina.Client.Remember(customer, "Her dog Max is a beagle");
        await at.Sam.Client.Remember(customer, "Has two children", "family");
        await at.Leaves(at.Nina);
        await at.Leaves(at.Sam);
        var ines = await desk.Person("Ines");
        await ines.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await desk.Pass(TimeSpan.FromSeconds(1));

        var asked = (await visitor.Sees()).GetProperty("told").EnumerateArray().Single(t => t.GetProperty("question").GetString() == "introduced");
        await visitor.Http.Put($"/chat/v1/told/{asked.GetProperty("id").GetGuid()}", new { yes = false });
        await desk.Pass(TimeSpan.FromSeconds(1));

        // Sam was met in one matter and knew her no more than that: what he noted is the house's, as before.
        Assert.Equal("Has two children", Assert.Single(await ines.Client.Memories(customer)).GetProperty("text").GetString());
        Assert.Equal(1, await desk.InDatabase(db => db.Remembered.CountAsync()));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E174")]
    public async Task The_next_and_the_customer_may_both_say_no(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var lead = await desk.Person("Lena", "lead");
        var ruth = await at.RuthKnowsNina();
        await at.Leaves(at.Nina);
        var id = (await desk.Owner.Get("/api/v1/introductions")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var next = $"/api/v1/introductions/{id}/next";

        Assert.Equal(422, (await at.Sam.Client.Try(HttpMethod.Put, next, new { person = lead.Id })).Status);
        Assert.Equal(204, (await lead.Client.Try(HttpMethod.Put, next, new { person = at.Sam.Id })).Status);
        Assert.Equal(204, (await at.Sam.Client.Try(HttpMethod.Delete, next)).Status);
        Assert.Equal(422, (await lead.Client.Try(HttpMethod.Put, next, new { person = at.Sam.Id })).Status);
        Assert.Equal(409, (await lead.Client.Try(HttpMethod.Delete, next)).Status);

        var (page, browser) = await desk.OwnPage(ruth);
        Assert.Equal(204, (await browser.Try(HttpMethod.Delete, $"{page}/introductions/{id}")).Status);
        Assert.Empty((await desk.Owner.Get("/api/v1/introductions")).GetProperty("items").EnumerateArray());
        var number = await at.Writes();
        await at.Sam.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await desk.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(await at.Told(number));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E174")]
    public async Task Whoever_comes_back_is_known_as_before(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var ruth = await at.RuthKnowsNina();
        await at.Nina.Client.Remember(ruth, "Her dog Max is a beagle");
        await at.Leaves(at.Nina);
        await at.Returns(at.Nina);

        Assert.Empty((await desk.Owner.Get("/api/v1/introductions")).GetProperty("items").EnumerateArray());
        Assert.Single(await at.Sam.Client.Memories(ruth));
        Assert.Equal(["Nina"], await at.Knows(ruth));
        await at.Leaves(at.Nina);
        Assert.Single((await desk.Owner.Get("/api/v1/introductions")).GetProperty("items").EnumerateArray());
        Assert.Empty(await at.Sam.Client.Memories(ruth));
    }

    static string? Persona(System.Text.Json.JsonElement made, string which) => made.GetProperty(which).GetProperty("persona").GetString();
}
