using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Essence;

/// <summary>What a customer puts right or deletes on their own page is not offered from the words in which they said it. It is Sunday, 22 November.</summary>
[Trait("Proves", "E129"), Trait("Proves", "E172")]
public class CueTakenBackTests
{
    const string Mail = "ruth@example.com";

    [Theory, OnBothDatabases]
    public async Task A_correction_that_tells_of_a_death_silences_the_birthday_and_all_of_its_kind(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Tidbit();
        foreach (var (words, i) in new[] { "Max died last night", "He died last night", "Rufus died last night", "Our dog has passed away" }.Select((w, i) => (w, i)))
        {
            var (number, customer, fact, _) = await Told(desk, $"ruth{i}@example.com");
            Assert.Contains(await desk.Owner.Cues(number), c => c.Of("kind") is "tidbit");
            var (path, browser) = await desk.OwnPage(customer);

            Assert.Equal(204, (await browser.Try(HttpMethod.Patch, $"{path}/facts/{fact}", new { text = words })).Status);

            Assert.DoesNotContain(await desk.Owner.Cues(number), c => c.Of("kind") is "said" or "tidbit");
            var kept = Assert.Single(await desk.Owner.Memories(customer));
            Assert.Equal(("died", (string?)null), (kept.Of("over"), kept.Of("day")));
            Assert.DoesNotContain("that is in", await desk.Owner.Page($"/desk/{number}/known"), StringComparison.Ordinal);
            Assert.Contains("has died", await browser.GetStringAsync(new Uri(path, UriKind.Relative)), StringComparison.Ordinal);
        }
    }

    [Theory, OnBothDatabases]
    public async Task What_was_deleted_is_not_offered_from_the_message_in_which_it_was_said_and_no_word_of_it_is_kept(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, customer, fact, said) = await Told(desk);
        var (path, browser) = await desk.OwnPage(customer);

        await browser.Try(HttpMethod.Delete, $"{path}/facts/{fact}");
        await browser.Try(HttpMethod.Put, path + "/nothing");

        Assert.DoesNotContain(await desk.Owner.Cues(number), c => c.Of("kind") == "said");
        Assert.Equal(["taken back"], await desk.InDatabase(db => db.DeclinedProposals.Select(d => d.Proposal).ToArrayAsync()));
        Assert.DoesNotContain(said, await desk.InDatabase(db => db.ClosedCues.Select(c => c.Cue).ToListAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Another_day_is_the_day_and_what_names_none_has_none(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, customer, fact, _) = await Told(desk);
        var (path, browser) = await desk.OwnPage(customer);

        await browser.Try(HttpMethod.Patch, $"{path}/facts/{fact}", new { text = "Max turns ten on Friday" });

        Assert.DoesNotContain(await desk.Owner.Cues(number), c => c.Of("kind") == "said");
        var later = await desk.Conversation(body: "Which hammock is the widest?", email: Mail);
        Assert.Equal("“Max turns ten on Friday”", Assert.Single(await desk.Owner.Cues(later), c => c.Of("kind") == "said").Of("reason"));
        Assert.Equal(200, (await desk.Owner.Try(HttpMethod.Patch, $"/api/v1/customers/{customer}/memories/{fact}", new { text = "Max is ten" })).Status);
        Assert.DoesNotContain(await desk.Owner.Cues(later), c => c.Of("kind") == "said");
        Assert.Null(Assert.Single(await desk.Owner.Memories(customer)).Of("day"));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_still_remembered_of_the_same_message_stays(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, customer, _, said) = await Told(desk);
        var message = (await desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var other = (await desk.Owner.Remember(customer, "Eats like it's a job", message: message)).GetProperty("id").GetGuid();

        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{customer}/memories/{other}")).Status);

        Assert.Equal($"“{said}”", Assert.Single(await desk.Owner.Cues(number), c => c.Of("kind") == "said").Of("reason"));
    }

    /// <summary>They said it in the chat, it makes a cue, and somebody keeps it as it was said.</summary>
    static async Task<(long Number, Guid Customer, Guid Fact, string Said)> Told(TestDesk desk, string mail = Mail)
    {
        var number = await desk.Conversation(body: "Our dog Max turns ten on Saturday and eats like it's a job.", email: mail);
        var customer = await desk.CustomerOf(number);
        var said = Assert.Single(await desk.Owner.Cues(number), c => c.Of("kind") == "said").Of("reason")!.Trim('“', '”');
        var message = (await desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var fact = await desk.Owner.Remember(customer, said, "occasion", message: message);
        Assert.Equal("2026-11-28", fact.Of("day"));
        return (number, customer, fact.GetProperty("id").GetGuid(), said);
    }
}
