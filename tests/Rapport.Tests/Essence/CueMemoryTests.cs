using System.Text.Json;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Essence;

/// <summary>What a customer told once is thought of when its day comes. It is Sunday, 22 November.</summary>
[Trait("Proves", "E129"), Trait("Proves", "E172")]
public class CueMemoryTests
{
    [Theory, OnBothDatabases]
    public async Task What_was_told_makes_a_cue_when_its_day_is_near_and_says_when_it_was_told(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, customer) = await Ruth(desk);
        await desk.Owner.Remember(customer, "Her birthday is the 2nd of December", "occasion");
        Assert.DoesNotContain(await desk.Owner.Cues(number), c => c.Of("kind") == "said");

        await desk.Pass(TimeSpan.FromDays(3));
        var cue = (await desk.Owner.Cues(number))[0];
        Assert.Equal(("said", "surprise", "“Her birthday is the 2nd of December”"), (cue.Of("kind"), cue.Of("behavior"), cue.Of("reason")));
        Assert.Equal("pleasant surprise · told on 22 November · that is in 7 days", cue.Of("source"));

        await desk.Pass(TimeSpan.FromDays(10));
        Assert.EndsWith("that was 3 days ago", (await desk.Owner.Cues(number))[0].Of("source"), StringComparison.Ordinal);
        await desk.Pass(TimeSpan.FromDays(1));
        Assert.DoesNotContain(await desk.Owner.Cues(number), c => c.Of("kind") == "said");
    }

    [Theory, OnBothDatabases]
    public async Task What_is_over_or_was_told_in_this_conversation_is_no_memory(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, customer) = await Asks(desk);
        await desk.Owner.Remember(customer, "Went to Porto on Saturday", "travel");
        Assert.DoesNotContain(await desk.Owner.Cues(number), Porto);

        var message = (await desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await desk.Owner.Remember(customer, "Going to Porto on Saturday", "travel", message: message);
        Assert.DoesNotContain(await desk.Owner.Cues(number), Porto);
        var later = await Asks(desk);
        Assert.Equal(customer, later.Customer);
        Assert.Contains(await desk.Owner.Cues(later.Number), Porto);

        static async Task<(long Number, Guid Customer)> Asks(TestDesk desk)
        {
            var made = await desk.Owner.Post("/api/v1/conversations", new { channel = "api", customer = new { name = "Ruth Adeyemi", email = "ruth@example.com" }, body = "Which hammock is the widest?" });
            return (made.GetProperty("number").GetInt64(), made.GetProperty("customer").GetProperty("id").GetGuid());
        }
    }

    [Theory, OnBothDatabases]
    public async Task It_comes_under_the_same_mute_budget_and_silence(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, customer) = await Ruth(desk);
        await desk.Owner.Remember(customer, "Going to Porto on Saturday", "travel");
        Assert.Contains(await desk.Owner.Cues(number), Porto);

        await desk.Owner.Mute("said", "today");
        Assert.DoesNotContain(await desk.Owner.Cues(number), Porto);
        await desk.Owner.DeleteAsync(new Uri("/api/v1/cues/mutes/said", UriKind.Relative));
        await desk.Owner.Put("/api/v1/cues/budget", new { per_hour = 0 });
        Assert.Empty(await desk.Owner.Cues(number));
        await desk.Owner.Put("/api/v1/cues/budget", new { per_hour = 12 });
        Assert.Contains(await desk.Owner.Cues(number), Porto);
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "And a pregnancy test" });
        Assert.Empty(await desk.Owner.Cues(number));
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_that_is_sensitive_guessed_or_not_to_be_asked_about_and_nothing_without_a_yes(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, customer) = await Ruth(desk);
        Assert.Equal(201, (await desk.Owner.TryRemember(customer, new { kind = "travel", text = "Going to Porto on Saturday", consent = true, sensitive = true, need = "the parcel must wait" })).Status);
        await desk.Owner.Remember(customer, "Going to Porto on Saturday, I think", "travel", toldBy: "inferred");
        Assert.DoesNotContain(await desk.Owner.Cues(number), Porto);

        var trip = await desk.Owner.Remember(customer, "Going to Porto for the weekend, on Saturday", "travel");
        Assert.Contains(await desk.Owner.Cues(number), Porto);
        await desk.Owner.Put($"/api/v1/customers/{customer}/memories/{trip.GetProperty("id").GetGuid()}/closing", new { because = "silent" });
        Assert.DoesNotContain(await desk.Owner.Cues(number), Porto);
        // Told again in other words, it is still what they do not want to be asked about.
        await desk.Owner.Remember(customer, "Porto on Saturday", "travel");
        Assert.DoesNotContain(await desk.Owner.Cues(number), Porto);

        var (other, withdrawn) = await Ruth(desk);
        await desk.Owner.Remember(withdrawn, "Porto on Saturday", "travel");
        Assert.Contains(await desk.Owner.Cues(other), Porto);
        await desk.Owner.Put($"/api/v1/customers/{withdrawn}/nothing_remembered", new { });
        Assert.DoesNotContain(await desk.Owner.Cues(other), Porto);
    }

    static bool Porto(JsonElement cue) => cue.Of("reason")!.Contains("Porto", StringComparison.Ordinal);

    static async Task<(long Number, Guid Customer)> Ruth(TestDesk desk)
    {
        var number = await desk.Conversation(body: "Which hammock is the widest?");
        return (number, await desk.CustomerOf(number));
    }
}
