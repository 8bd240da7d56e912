using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Bonds;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Tests.Customers;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Bonds;

public class BondTests
{
    [Theory, OnBothDatabases]
    [Trait("Proves", "E173")]
    public async Task Who_was_served_twice_by_somebody_knows_them(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var ruth = await desk.CustomerOf(await at.Meets(at.Nina));
        Assert.Empty(await at.Knows(ruth));

        await at.Meets(at.Nina);
        await at.Meets(at.Sam);

        Assert.Equal(["Nina"], await at.Knows(ruth));
        var bond = (await desk.Owner.Get($"/api/v1/customers/{ruth}/bonds")).GetProperty("items")[0];
        Assert.Equal(2, bond.GetProperty("matters").GetInt32());
        var mine = Assert.Single((await at.Nina.Client.Get("/api/v1/me/bonds")).GetProperty("items").EnumerateArray());
        Assert.Equal("Ruth Adeyemi", mine.GetProperty("customer").GetProperty("name").GetString());
        Assert.Empty((await at.Sam.Client.Get("/api/v1/me/bonds")).GetProperty("items").EnumerateArray());
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E173")]
    public async Task Counting_again_changes_nothing_and_counts_what_both_did(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var ruth = await at.RuthKnowsNina();
        // Sam covers nothing and owns nothing: a note is no talk.
        var number = await at.Writes();
        await at.Sam.Client.Post($"/api/v1/conversations/{number}/notes", new { body = "Called the courier" });

        for (var i = 0; i < 3; i++) await desk.Change(db => new CountBonds(db).Handle(new ConversationResolved(default, number, new CustomerId(ruth), default), default));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.Change(db => new CountBonds(db).Handle(new ConversationResolved(default, number, new CustomerId(ruth), default), default))));

        var bond = Assert.Single(await desk.InDatabase(db => db.Bonds.ToListAsync()));
        Assert.Equal((2, at.Nina.Id), (bond.Matters, bond.PersonId.Value));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E171")]
    public async Task The_card_says_whom_a_customer_knows_by_the_name_they_know(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        var number = await at.Writes();

        Assert.Contains("Knows Nina here: two talks today", await at.Sam.Client.GetStringAsync(new Uri($"/desk/{number}/known", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("Knows you: two talks today", await at.Nina.Client.GetStringAsync(new Uri($"/desk/{number}/known", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal("Nina", (await at.Sam.Client.Recognizes(number)).GetProperty("bonds")[0].GetProperty("person").GetProperty("persona").GetString());
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E168")]
    public async Task Either_side_may_say_no_without_a_reason_and_it_is_not_proposed_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var ruth = await at.RuthKnowsNina();

        await at.Nina.Client.Try(HttpMethod.Delete, $"/api/v1/customers/{ruth}/bonds/me");

        Assert.Empty(await at.Knows(ruth));
        await at.Meets(at.Nina);
        Assert.Empty(await at.Knows(ruth));
        // The other side's word does not undo it, and is not told whose no it was.
        var (status, problem) = await at.Sam.Client.Try(HttpMethod.Put, $"/api/v1/customers/{ruth}/bonds/{at.Nina.Id}/word");
        Assert.Equal((409, "This can't be noted."), (status, problem.GetProperty("detail").GetString()));
        // Who said no may say yes.
        await at.Nina.Client.Try(HttpMethod.Put, $"/api/v1/customers/{ruth}/bonds/me");
        Assert.Equal(["Nina"], await at.Knows(ruth));

        await at.Sam.Client.Try(HttpMethod.Delete, $"/api/v1/customers/{ruth}/bonds/{at.Nina.Id}/word");
        Assert.Empty(await at.Knows(ruth));
        Assert.Equal(409, (await at.Nina.Client.Try(HttpMethod.Put, $"/api/v1/customers/{ruth}/bonds/me")).Status);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E173")]
    public async Task Either_may_say_that_they_know_each_other(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var ruth = await desk.CustomerOf(await at.Writes());

        Assert.Equal(204, (await at.Nina.Client.Try(HttpMethod.Put, $"/api/v1/customers/{ruth}/bonds/me")).Status);
        Assert.Equal(204, (await at.Nina.Client.Try(HttpMethod.Put, $"/api/v1/customers/{ruth}/bonds/{at.Sam.Id}/word")).Status);

        Assert.Equal(["Nina", "Sam"], (await at.Knows(ruth)).Order(StringComparer.Ordinal));
        Assert.Equal(404, (await at.Nina.Client.Try(HttpMethod.Put, $"/api/v1/customers/{Guid.NewGuid()}/bonds/me")).Status);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E173")]
    public async Task Who_wants_nothing_remembered_knows_nobody_and_erasing_leaves_none(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var ruth = await at.RuthKnowsNina();
        var (page, browser) = await desk.OwnPage(ruth);
        Assert.Contains("Whom you know here", await browser.GetStringAsync(new Uri(page, UriKind.Relative)), StringComparison.Ordinal);

        await browser.Try(HttpMethod.Put, page + "/nothing");

        Assert.Empty(await at.Knows(ruth));
        await at.Meets(at.Nina);
        await at.Meets(at.Nina);
        Assert.Empty(await at.Knows(ruth));
        await browser.Try(HttpMethod.Delete, page + "/nothing");
        await at.Meets(at.Nina);
        Assert.Equal(["Nina"], await at.Knows(ruth));

        await browser.Try(HttpMethod.Delete, page + "/everything");
        await desk.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await desk.InDatabase(db => db.Bonds.CountAsync()));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E168")]
    public async Task Nothing_in_the_house_sorts_or_counts_people_by_who_knows_them(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        var lead = await desk.Person("Lena", "lead");

        var lanes = (await lead.Client.Get("/api/v1/lanes")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(lanes.Select(l => l.GetProperty("person").GetProperty("persona").GetString()).Order(StringComparer.Ordinal), lanes.Select(l => l.GetProperty("person").GetProperty("persona").GetString()));
        Assert.All(lanes, l => Assert.Equal(["lead_limit", "limit", "load", "person"], l.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)));
        // There is no way to ask for somebody else's bonds, and nothing else that answers them is of people.
        var api = await desk.Owner.Get("/openapi/v1.json");
        var paths = api.GetProperty("paths").EnumerateObject().Select(p => p.Name).Where(p => p.Contains("bonds", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(["/api/v1/customers/{customer}/bonds", "/api/v1/customers/{customer}/bonds/me", "/api/v1/customers/{customer}/bonds/{person}/word", "/api/v1/me/bonds"], paths);
        Assert.Equal(403, (await at.Nina.Client.Try(HttpMethod.Get, "/api/v1/lanes")).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E173")]
    public async Task A_no_to_one_entry_of_a_customer_is_a_no_to_both(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (a, b) = (await desk.CustomerOf(await desk.Conversation("Ruth Adeyemi", "Hello", "ruth@example.com")), await desk.CustomerOf(await desk.Conversation("R. Adeyemi", "Hello", "r@example.com")));
        await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{a}/bonds/me");
        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{b}/bonds/me");
        Assert.Single(await BondsOf(desk, a));

        await desk.Owner.Merge(b, a);
        await desk.Pass(TimeSpan.FromSeconds(30));

        Assert.Empty(await BondsOf(desk, a));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E173")]
    public async Task Who_wants_nothing_remembered_in_one_entry_knows_nobody_in_both(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (a, b) = (await desk.CustomerOf(await desk.Conversation("Ruth Adeyemi", "Hello", "ruth@example.com")), await desk.CustomerOf(await desk.Conversation("R. Adeyemi", "Hello", "r@example.com")));
        await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{a}/bonds/me");
        await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{b}/nothing_remembered");

        var merge = await desk.Owner.Merge(b, a);
        await desk.Pass(TimeSpan.FromSeconds(30));
        Assert.Empty(await BondsOf(desk, a));
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{a}/bonds/me")).Status);

        await desk.Owner.Unmerge(a, merge);
        await desk.Pass(TimeSpan.FromSeconds(30));
        Assert.Single(await BondsOf(desk, a));
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{b}/bonds/me")).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E173")]
    public async Task Each_side_takes_back_its_own_no_and_no_other(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var a = await desk.CustomerOf(await desk.Conversation("Ruth Adeyemi", "Hello", "ruth@example.com"));
        var me = (await desk.InDatabase(db => db.People.SingleAsync())).Id.Value;
        await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{a}/bonds/me");
        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{a}/bonds/me");
        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{a}/bonds/{me}/word");

        await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{a}/bonds/me");
        Assert.Empty(await BondsOf(desk, a));
        Assert.Equal(409, (await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{a}/bonds/me")).Status);
        await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{a}/bonds/{me}/word");
        Assert.Single(await BondsOf(desk, a));
        // Whose no it was, the log says to nobody.
        Assert.Equal(["rapport"], (await desk.InDatabase(db => db.Log.Where(e => e.Kind == "bond_ended").Select(e => e.Actor).ToListAsync())).Distinct());
    }

    static async Task<List<JsonElement>> BondsOf(TestDesk desk, Guid customer) => [.. (await desk.Owner.Get($"/api/v1/customers/{customer}/bonds")).GetProperty("items").EnumerateArray()];
}
