using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Essence;

/// <summary>What somebody likes themselves, what a customer chose: where two people may meet, and nobody else looks on.</summary>
public class CommonGroundTests
{
    [Theory, OnBothDatabases, Trait("Proves", "E159")]
    public async Task What_both_like_is_noticed_by_the_one_whose_list_it_is(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var (_, bo) = await desk.Person("Bo");
        await ana.Put("/api/v1/interests", new { interests = new[] { "Labrador Retrievers", "the cello" } });
        var number = await desk.Conversation(body: "The bag came. Our two Labrador retrievers were faster than I was.");

        var cue = Assert.Single(await ana.Cues(number), c => c.Of("kind") == "shared");
        Assert.Equal("Labrador Retrievers: you like that too", cue.Of("reason"));
        Assert.Contains("nobody else sees", cue.Of("source"), StringComparison.Ordinal);
        Assert.DoesNotContain(await bo.Cues(number), c => c.Of("kind") == "shared");
        await ana.Mute("shared", "forever");
        Assert.DoesNotContain(await ana.Cues(number), c => c.Of("kind") == "shared");
    }

    [Theory, OnBothDatabases, Trait("Proves", "E159")]
    public async Task Nobody_else_reads_the_list_not_a_lead_an_admin_a_customer_or_the_log(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (id, ana) = await desk.Person("Ana");
        var (_, lea) = await desk.Person("Lea", "lead");
        await ana.Put("/api/v1/interests", new { typed = "bee keeping, the cello, bee keeping" });

        Assert.Equal(["bee keeping", "the cello"], (await ana.Get("/api/v1/interests")).GetProperty("items").EnumerateArray().Select(i => i.GetString()));
        Assert.Contains("bee keeping", await ana.Page("/essence/cues"), StringComparison.Ordinal);
        foreach (var other in new[] { lea, desk.Owner })
        {
            Assert.Equal(0, await other.Count("/api/v1/interests"));
            Assert.Equal(0, await other.Count($"/api/v1/interests?person={id}"));
            foreach (var page in new[] { "/essence/cues", "/team", "/book/shown" }) Assert.DoesNotContain("bee keeping", await other.Page(page), StringComparison.Ordinal);
        }
        Assert.DoesNotContain(await desk.InDatabase(db => db.Log.Select(e => e.Data).ToListAsync()), e => e.Contains("cello", StringComparison.Ordinal));
        Assert.Equal(400, (await ana.Try(HttpMethod.Put, "/api/v1/interests", new { interests = new[] { "***" } })).Status);
        Assert.Equal(400, (await ana.Try(HttpMethod.Put, "/api/v1/interests", new { interests = Enumerable.Range(0, 51).Select(i => $"thing {i}") })).Status);
        Assert.Equal(400, (await ana.Try(HttpMethod.Put, "/api/v1/interests", new { })).Status);
        Assert.Equal(2, await ana.Count("/api/v1/interests"));
        await ana.Put("/essence/interests", new { }); // the page's form leaves out what is empty
        Assert.Equal(0, await desk.InDatabase(db => db.OwnInterests.CountAsync()));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E177")]
    public async Task Why_a_choice_was_good_comes_with_its_source_as_no_line_to_say_and_asks_whether_one_means_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        await ana.Post("/api/v1/reasons", new { product = "senior dog food", fact = "0.9% phosphorus, about half of the usual", suits = "dogs of seven and older", source = "label of the bag" });
        var number = await desk.Conversation(body: "I took the senior dog food this time.");

        var cue = Assert.Single(await ana.Cues(number), c => c.Of("kind") == "choice");
        Assert.Equal("A good choice for dogs of seven and older: 0.9% phosphorus, about half of the usual", cue.Of("reason"));
        Assert.Contains("label of the bag", cue.Of("source"), StringComparison.Ordinal);
        Assert.DoesNotContain("you", cue.Of("reason")!.Split(' '));
        var card = await ana.Page($"/desk/{number}/cues");
        Assert.Contains("Do you mean it?", card, StringComparison.Ordinal);
        foreach (var way in new[] { "/replies", "/draft", "textarea", "data-insert" }) Assert.DoesNotContain(way, card, StringComparison.Ordinal);
        Assert.Equal(1, await desk.InDatabase(db => db.Messages.CountAsync()));
        // Another customer, who chose something else, brings up nothing of it.
        Assert.DoesNotContain(await ana.Cues(await desk.Conversation("Lee", "I took the cat litter.")), c => c.Of("kind") == "choice");
    }

    [Theory, OnBothDatabases, Trait("Proves", "E129")]
    public async Task What_lies_on_the_counter_brings_up_cues_there_under_the_same_budget_and_mute(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var (_, bo) = await desk.Person("Bo");
        await ana.Tidbit(about: "raised bowl");
        var number = await AtTheCounter(ana);
        Assert.DoesNotContain("Senior dogs do better", await ana.Page($"/counter/{number}"), StringComparison.Ordinal);

        Assert.Equal(200, (await ana.Try(HttpMethod.Put, $"/counter/{number}/basket", new { typed = "senior dog food, a raised bowl" })).Status);

        foreach (var path in new[] { $"/counter/{number}", $"/counter/{number}/cues" })
        {
            var page = await ana.Page(path);
            Assert.Contains("If it fits", page, StringComparison.Ordinal);
            Assert.Contains("Senior dogs do better on raised bowls", page, StringComparison.Ordinal);
            Assert.Contains("On the counter: senior dog food, a raised bowl", page, StringComparison.Ordinal);
        }
        Assert.Equal(422, (await bo.Try(HttpMethod.Put, $"/counter/{number}/basket", new { typed = "tea" })).Status);
        await desk.Owner.Put("/api/v1/cues/budget", new { per_hour = 0 });
        Assert.DoesNotContain("Senior dogs do better", await ana.Page($"/counter/{number}/cues"), StringComparison.Ordinal);
        await desk.Owner.Put("/api/v1/cues/budget", new { per_hour = 12 });
        await ana.Mute("all", "today");
        Assert.DoesNotContain("Senior dogs do better", await ana.Page($"/counter/{number}/cues"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E129")]
    public async Task What_is_ordered_brings_up_cues_in_a_chat_and_in_a_letter_too(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Tidbit(about: "raised bowl");
        foreach (var channel in new[] { "chat", "mail" })
        {
            var number = (await desk.Owner.Post("/api/v1/conversations", new { channel, customer = new { name = "Ruth Adeyemi", email = "ruth@example.com" }, body = "Is my order on its way?" })).GetProperty("number").GetInt64();
            Assert.DoesNotContain(await desk.Owner.Cues(number), c => c.Of("kind") == "tidbit");

            await desk.Owner.Put($"/api/v1/conversations/{number}/basket", new { items = new[] { "raised bowl" } });
            Assert.Contains(await desk.Owner.Cues(number), c => c.Of("kind") == "tidbit");
            await desk.Owner.Put($"/api/v1/conversations/{number}/basket", new { items = new[] { "raised bowl", "pregnancy test" } });
            Assert.Empty(await desk.Owner.Cues(number));
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_lies_on_the_counter_is_in_no_log_silences_what_it_must_and_is_gone_within_the_hour(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        await ana.Tidbit(about: "raised bowl");
        var number = await AtTheCounter(ana);

        await ana.Put($"/api/v1/conversations/{number}/basket", new { items = new[] { "raised bowl", "pregnancy test" } });
        Assert.Empty(await ana.Cues(number));
        await ana.Put($"/api/v1/conversations/{number}/basket", new { items = new[] { "raised bowl" } });
        Assert.NotEmpty(await ana.Cues(number));
        Assert.DoesNotContain(await desk.InDatabase(db => db.Log.Select(e => e.Data).ToListAsync()), e => e.Contains("pregnancy", StringComparison.Ordinal));

        await desk.Pass(TimeSpan.FromMinutes(61));
        Assert.DoesNotContain(await ana.Cues(number), c => c.Of("kind") == "tidbit");
        Assert.Equal(400, (await ana.Try(HttpMethod.Put, $"/counter/{number}/basket", new { typed = " , " })).Status);
        await ana.DeleteAsync(new Uri($"/counter/{number}/basket", UriKind.Relative));
        Assert.Equal(0, await desk.InDatabase(db => db.Baskets.CountAsync()));
    }

    static async Task<long> AtTheCounter(HttpClient who)
    {
        var number = (await who.Post("/api/v1/conversations", new { channel = "counter", customer = new { name = "Ruth Adeyemi" }, body = "At the counter" })).GetProperty("number").GetInt64();
        await who.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        return number;
    }
}
