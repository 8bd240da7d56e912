using System.Net;
using System.Text.RegularExpressions;

namespace Rapport.Tests.Essence;

/// <summary>What a lead sets aside stays what the lead meant: in its currency and for what it was set.</summary>
[Trait("Proves", "E048")]
public class AllowanceTests
{
    const string Page = "/essence/surprises";

    [Theory, OnBothDatabases]
    public async Task What_is_typed_in_a_currency_without_decimals_is_what_was_meant(string database)
    {
        await using var desk = await TestDesk.Open(database);

        await desk.Owner.Put($"{Page}/allowance", new { daily = "2500", each = "5000", days = "30", currency = "JPY" });
        var gesture = await desk.Owner.Post($"{Page}/gestures", new { title = "A treat", cost = "300" });

        Assert.Equal(2500, (await desk.Owner.Get("/api/v1/allowance")).GetProperty("per_person_and_day").GetInt64());
        Assert.Equal((300, "JPY"), (gesture.GetProperty("minor").GetInt64(), gesture.Of("currency")));
        var page = WebUtility.HtmlDecode(await desk.Owner.Page(Page));
        Assert.Contains("2,500 JPY of your 2,500 JPY left today", page, StringComparison.Ordinal);
        Assert.Contains("name=\"daily\" type=\"text\" value=\"2500\"", page, StringComparison.Ordinal);
        Assert.Contains("2,500 JPY a day, 5,000 JPY for a customer", (await desk.Owner.Get("/api/v1/everything")).GetRawText(), StringComparison.Ordinal);

        var (status, problem) = await desk.Owner.Try(HttpMethod.Put, $"{Page}/allowance", new { daily = "2.5", each = "5000", currency = "JPY" });
        Assert.Equal((422, "2.5 JPY can't be: amounts in JPY have no decimals."), (status, problem.Of("detail")));
        (status, problem) = await desk.Owner.Try(HttpMethod.Post, $"{Page}/gestures", new { title = "A toy", cost = "0.999", currency = "USD" });
        Assert.Equal((422, "0.999 USD can't be: amounts in USD have two decimals at most."), (status, problem.Of("detail")));
        (status, problem) = await desk.Owner.Try(HttpMethod.Post, $"{Page}/gestures", new { title = "A toy", cost = "0.999", currency = "dollars" });
        Assert.Equal((400, "A currency is three capital letters that ISO 4217 has, like USD."), (status, problem.Of("detail")));
        (status, problem) = await desk.Owner.Try(HttpMethod.Put, $"{Page}/allowance", new { daily = "0.999", each = "5", currency = "Yen" });
        Assert.Equal((400, "A currency is three capital letters that ISO 4217 has, like USD."), (status, problem.Of("detail")));
        (status, problem) = await desk.Owner.Try(HttpMethod.Put, $"{Page}/allowance", new { daily = "2000000", each = "1", currency = "USD" });
        Assert.Equal(400, status);
        Assert.Contains("between nothing and $10,000", problem.Of("detail"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_a_moment_cost_is_kept_in_its_own_currency(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();

        var kept = await desk.Owner.Keeps(number, money: "2500 JPY");
        var (status, problem) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/moments", new { behavior = "interest", money = "2.50 JPY" });

        Assert.Equal(2500, kept.GetProperty("money").GetProperty("minor").GetInt64());
        Assert.Equal(400, status);
        Assert.Contains("no more decimals than the currency has", problem.Of("detail"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_given_in_another_currency_does_not_count_against_the_new_allowance(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance(daily: 2500, each: 2500);
        var treat = await desk.Owner.Gesture("A treat", 2000);
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation();
        Assert.Equal(201, (await ana.Give(number, treat)).Status);

        await desk.Owner.Put("/api/v1/allowance", new { per_person_and_day = 1000, per_customer = 1000, days = 30, currency = "EUR" });
        var toy = (await desk.Owner.Post("/api/v1/gestures", new { title = "A toy", minor = 900, currency = "EUR" })).GetProperty("id").GetGuid();

        Assert.Equal(1000, (await ana.Get("/api/v1/allowance")).GetProperty("left_today").GetInt64());
        Assert.Contains("€10 of your €10 left today", WebUtility.HtmlDecode(await ana.Page(Page)), StringComparison.Ordinal);
        var (status, given) = await ana.Give(number, toy);
        Assert.Equal(201, status);
        Assert.Equal(100, given.GetProperty("left_today_minor").GetInt64());
        Assert.Contains("what was given in another currency does not count", await desk.Owner.Page(Page), StringComparison.Ordinal);

        // Back in the first one, what was given in it counts again.
        await desk.Owner.Allowance(daily: 2500, each: 2500);
        Assert.Equal(500, (await ana.Get("/api/v1/allowance")).GetProperty("left_today").GetInt64());
    }

    [Theory, OnBothDatabases]
    public async Task Where_a_lead_sets_less_aside_than_was_given_nothing_is_left_and_no_less(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance(daily: 2500, each: 2500);
        var treat = await desk.Owner.Gesture("A treat", 400);
        var toy = await desk.Owner.Gesture("A toy", 400);
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation();
        await ana.Give(number, treat);
        await desk.Owner.Allowance(daily: 100, each: 100);

        var (status, problem) = await ana.Give(number, toy);

        Assert.Equal(422, status);
        Assert.Contains("This costs $4, and $0 of your $1 left today", problem.Of("detail"), StringComparison.Ordinal);
        Assert.Equal(0, (await ana.Get("/api/v1/allowance")).GetProperty("left_today").GetInt64());
    }

    [Theory, OnBothDatabases]
    public async Task The_page_shows_all_that_the_allowance_is_for(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (treat, toy, bow) = (await desk.Owner.Gesture("A treat", 300), await desk.Owner.Gesture("A toy", 500), await desk.Owner.Gesture("A bow", 100));
        await desk.Owner.Gesture("A card by hand", 0);
        var (torn, late, lost) = (await Type("Torn"), await Type("Late"), await Type("Lost"));
        await desk.Owner.Put("/api/v1/allowance", new { per_person_and_day = 2500, per_customer = 2500, currency = "USD", gestures = new[] { treat, toy }, contact_types = new[] { torn, late } });
        // Were the last one that is named gone from the page, saving it would open the allowance to all of them.
        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/gestures/{toy}");

        var page = await desk.Owner.Page(Page);

        Assert.Equal([(bow, false), (treat, true), (toy, true)], Ticks("gestures"));
        Assert.Equal([(late, true), (lost, false), (torn, true)], Ticks("contact_types"));
        Assert.Contains("A toy (out of the kit)", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("None ticked is all of them.").Length - 1);

        await desk.Owner.Put($"{Page}/allowance", new { daily = "30", each = "30", currency = "USD", only = torn });
        page = await desk.Owner.Page(Page);
        Assert.Equal([(late, false), (lost, false), (torn, true)], Ticks("contact_types"));
        Assert.DoesNotContain(Ticks("gestures"), g => g.Ticked);

        IEnumerable<(Guid Id, bool Ticked)> Ticks(string name) =>
            Regex.Matches(page, $"<input type=\"checkbox\" name=\"{name}\" value=\"(?<id>[^\"]+)\"(?<ticked> checked)?", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => (Guid.Parse(m.Groups["id"].Value), m.Groups["ticked"].Success));

        async Task<Guid> Type(string name) => (await desk.Owner.Post("/api/v1/contact-types", new { name, steps = Array.Empty<object>() })).GetProperty("id").GetGuid();
    }
}
