using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Memory;

public class MemoryTests
{
    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task A_fact_has_a_teller_a_date_a_purpose_and_an_end(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation("Ruth Adeyemi", "My dog Max turns ten on Saturday");
        var customer = await desk.CustomerOf(number);
        var message = (await desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var (ana, asAna) = await desk.Person("Ana");

        var fact = await asAna.Remember(customer, "Max turns ten on Saturday", message: message);

        Assert.Equal("customer", fact.GetProperty("told_by").GetString());
        Assert.Equal(ana, fact.GetProperty("told_to").GetGuid());
        Assert.Equal(message, fact.GetProperty("source_message").GetGuid());
        Assert.Equal("2026-11-22T09:00:00Z", fact.GetProperty("told_at").GetString());
        Assert.Equal("2028-11-21T09:00:00Z", fact.GetProperty("expires_at").GetString());
        Assert.Equal("2026-11-28", fact.GetProperty("day").GetString());
        Assert.NotEmpty(fact.GetProperty("purpose").GetString()!);
        Assert.Single(await desk.Owner.Memories(customer));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task Without_a_yes_nothing_is_remembered(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var customer = await desk.CustomerOf(await desk.Conversation());

        var (status, problem) = await desk.Owner.TryRemember(customer, new { kind = "pet", text = "Max, a chocolate Labrador" });

        Assert.Equal(422, status);
        Assert.Equal("consent-missing", problem.Code());
        Assert.Empty(await desk.Owner.Memories(customer));
        await desk.Owner.Remember(customer, "Max, a chocolate Labrador");
        await desk.Owner.Remember(customer, "Walks the coast path on Sundays", "habit", consent: null);
        Assert.Equal(2, (await desk.Owner.Memories(customer)).Length);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E171")]
    public async Task A_returning_customer_is_known_by_three_facts_at_most_and_the_last_talk(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var first = await desk.Conversation("Ruth Adeyemi", "The 15 kg bag arrived torn", "ruth@example.com");
        var customer = await desk.CustomerOf(first);
        foreach (var (text, kind) in new[] { ("Walks the coast path on Sundays", "habit"), ("Paints boats", "hobby"), ("Max, a chocolate Labrador", "pet"), ("Her birthday is the 12th of March", "occasion"), ("Going to Porto on Saturday", "travel") })
            await desk.Owner.Remember(customer, text, kind);
        await desk.Owner.Remember(customer, "Probably lives near the harbor", "home", toldBy: "inferred");
        await desk.Owner.Remember(customer, "ah-deh-YEH-mee", "name");

        var again = await desk.Conversation("Ruth Adeyemi", "Hello, me again", "ruth@example.com");
        var known = await desk.Owner.Recognizes(again);

        Assert.Equal(3, known.GetProperty("facts").GetArrayLength());
        Assert.Equal("Going to Porto on Saturday", known.Texts("facts")[0]);
        Assert.DoesNotContain("Probably lives near the harbor", known.Texts("facts"));
        Assert.Equal("ah-deh-YEH-mee", known.GetProperty("said_as").GetString());
        Assert.Equal("The 15 kg bag arrived torn", known.GetProperty("last_talk").GetProperty("subject").GetString());
        var me = await desk.SignIn();
        var page = await me.GetStringAsync(new Uri($"/desk/{again}", UriKind.Relative));
        Assert.Contains("You know Ruth", page, StringComparison.Ordinal);
        Assert.Contains("Going to Porto on Saturday", page, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task What_was_asked_about_lately_waits_for_its_turn(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var customer = await desk.CustomerOf(number);
        foreach (var text in new[] { "Paints boats", "Bakes bread", "Sings in a choir", "Keeps bees" }) await desk.Owner.Remember(customer, text, "hobby");
        var newest = (await desk.Owner.Recognizes(number)).GetProperty("facts")[0];

        await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{customer}/memories/{newest.GetProperty("id").GetGuid()}/asking");

        Assert.DoesNotContain(newest.GetProperty("text").GetString()!, (await desk.Owner.Recognizes(number)).Texts("facts"));
        Assert.DoesNotContain(await desk.InDatabase(db => db.Log.Select(e => e.Kind).ToListAsync()), kind => kind.Contains("asked", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task A_dog_that_has_died_is_never_asked_about(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation("Ruth Adeyemi", "Max turns ten on Saturday, so it counts as an early party. Which dog food do you have?", "ruth@example.com");
        var customer = await desk.CustomerOf(number);
        await desk.Owner.Post("/api/v1/tidbits", new { text = "Senior dogs do better on raised bowls", about = "dog, Labrador", source = "ten years of bowls" });
        var max = (await desk.Owner.Remember(customer, "Max, a chocolate Labrador")).GetProperty("id").GetGuid();
        Assert.NotEmpty((await desk.Owner.Get($"/api/v1/conversations/{number}/cues")).GetProperty("items").EnumerateArray());

        await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{customer}/memories/{max}/closing", new { because = "died" });

        var known = await desk.Owner.Recognizes(number);
        Assert.Empty(known.Texts("facts"));
        Assert.Equal(["Max, a chocolate Labrador"], known.Texts("not_to_be_asked"));
        Assert.DoesNotContain((await desk.Owner.Get($"/api/v1/conversations/{number}/cues")).GetProperty("items").EnumerateArray(), c => $"{c.GetProperty("reason")}".Contains("dog", StringComparison.OrdinalIgnoreCase) || $"{c.GetProperty("reason")}".Contains("Max", StringComparison.Ordinal));
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{customer}/memories/{max}/asking")).Status);
        var later = await desk.Conversation("Ruth Adeyemi", "Do you have dog beds?", "ruth@example.com");
        Assert.Empty((await desk.Owner.Recognizes(later)).Texts("facts"));
        Assert.DoesNotContain((await desk.Owner.Get($"/api/v1/conversations/{later}/cues")).GetProperty("items").EnumerateArray(), c => $"{c.GetProperty("reason")}".Contains("dog", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task When_its_time_has_come_a_fact_goes(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var customer = await desk.CustomerOf(await desk.Conversation());
        var fact = await desk.Owner.Remember(customer, "Going to Porto on Saturday", "travel");
        var kept = await desk.Owner.Remember(customer, "Paints boats", "hobby");

        await desk.Pass(TimeSpan.FromDays(40));

        Assert.Equal(["Paints boats"], (await desk.Owner.Memories(customer)).Select(f => f.GetProperty("text").GetString()));
        Assert.Equal(1, await desk.InDatabase(db => db.Remembered.CountAsync()));
        Assert.Equal("2026-12-28T00:00:00Z", fact.GetProperty("expires_at").GetString());
        Assert.NotEqual(fact.GetProperty("id").GetGuid(), kept.GetProperty("id").GetGuid());
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task What_one_customer_told_never_reaches_another(string database)
    {
        await using var desk = await TestDesk.Open(database);
        long ruths = await desk.Conversation("Ruth Adeyemi", "Hello"), petes = await desk.Conversation("Peter Quist", "Hello");
        Guid ruth = await desk.CustomerOf(ruths), peter = await desk.CustomerOf(petes);
        var fact = (await desk.Owner.Remember(ruth, "Max, a chocolate Labrador")).GetProperty("id").GetGuid();
        var message = (await desk.Owner.Get($"/api/v1/conversations/{ruths}/messages")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var (path, browser) = await desk.OwnPage(peter);

        Assert.Empty((await desk.Owner.Recognizes(petes)).Texts("facts"));
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{peter}/memories/{fact}")).Status);
        Assert.Equal(404, (await desk.Owner.TryRemember(peter, new { kind = "pet", text = "Max", consent = true, source_message = message })).Status);
        Assert.DoesNotContain("Max", await browser.GetStringAsync(new Uri(path, UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("Max", await browser.GetStringAsync(new Uri(path + "/download", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(404, (await browser.Try(HttpMethod.Delete, $"{path}/facts/{fact}")).Status);
        Assert.Equal(404, (await browser.Try(HttpMethod.Patch, $"{path}/facts/{fact}", new { text = "Mine now" })).Status);
        Assert.Single(await desk.Owner.Memories(ruth));
    }

    [Theory, OnBothDatabases]
    public async Task The_log_says_that_and_never_in_which_words(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var customer = await desk.CustomerOf(await desk.Conversation());
        var fact = (await desk.Owner.Remember(customer, "Max, a chocolate Labrador")).GetProperty("id").GetGuid();
        await desk.Owner.Try(HttpMethod.Patch, $"/api/v1/customers/{customer}/memories/{fact}", new { text = "Max, a brown Labrador" });
        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{customer}/memories/{fact}");

        var log = await desk.InDatabase(db => db.Log.Where(e => e.Kind.StartsWith("memory")).Select(e => new { e.Kind, e.Data }).ToListAsync());

        Assert.Equal(["memory_agreed", "memory_corrected", "memory_forgotten", "memory_kept"], log.Select(e => e.Kind).Order());
        Assert.DoesNotContain(log, e => e.Data.Contains("Labrador", StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task What_the_customer_says_is_proposed_and_kept_only_by_a_person(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation("Ruth Adeyemi", "Our dog Max turns ten on Saturday and eats like it's a job.");
        var customer = await desk.CustomerOf(number);

        var proposed = (await desk.Owner.Recognizes(number)).GetProperty("proposed").EnumerateArray().ToArray();

        Assert.NotEmpty(proposed);
        Assert.All(proposed, p => Assert.Contains(p.GetProperty("text").GetString()!, "Our dog Max turns ten on Saturday and eats like it's a job.", StringComparison.Ordinal));
        Assert.Empty(await desk.Owner.Memories(customer));
        var me = await desk.SignIn();
        foreach (var p in proposed) await me.Post($"/desk/{number}/memories/declined", new { message = p.GetProperty("message").GetGuid(), proposal = p.GetProperty("key").GetString() });
        Assert.Empty((await desk.Owner.Recognizes(number)).GetProperty("proposed").EnumerateArray());
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task What_is_sensitive_is_not_even_proposed(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation("Ruth Adeyemi", "I have diabetes and my husband is in hospital with cancer, and we pray for him every Sunday.");

        Assert.Empty((await desk.Owner.Recognizes(number)).GetProperty("proposed").EnumerateArray());
    }
}
