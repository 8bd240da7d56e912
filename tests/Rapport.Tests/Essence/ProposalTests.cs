using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Essence;

public class ProposalTests
{
    internal const string Asks = "That looks like genuine interest. Keep it?";

    [Theory, OnBothDatabases]
    public async Task Whoever_wrote_it_is_asked_with_the_message_and_nobody_else(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, _, ana) = await Served(desk);

        Assert.Contains(Asks, await ana.Page($"/desk/{number}/thread"), StringComparison.Ordinal);
        Assert.Contains(Asks, await ana.Page($"/desk/{number}"), StringComparison.Ordinal);
        foreach (var other in new[] { (await desk.Person("Bo")).Client, (await desk.Person("Lea", "lead")).Client, desk.Owner }) Assert.DoesNotContain("Keep it?", await other.Page($"/desk/{number}/thread"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_kept_from_a_proposal_stands_under_the_message(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, message, ana) = await Served(desk);

        await ana.Post($"/desk/{number}/moments", new { behavior = "interest", message });

        var thread = await ana.Page($"/desk/{number}/thread");
        Assert.DoesNotContain("Keep it?", thread, StringComparison.Ordinal);
        Assert.Contains("Genuine interest, in your book", thread, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_kept_by_hand_is_not_asked_about_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, _, ana) = await Served(desk);

        await ana.Post($"/desk/{number}/moments", new { behavior = "compliment" });
        Assert.Contains(Asks, await ana.Page($"/desk/{number}/thread"), StringComparison.Ordinal);

        await ana.Post($"/desk/{number}/moments", new { behavior = "interest" });
        Assert.DoesNotContain("Keep it?", await ana.Page($"/desk/{number}/thread"), StringComparison.Ordinal);

        // One moment answers for one message; what is written afterwards is asked about.
        desk.Time.Advance(TimeSpan.FromMinutes(1));
        await ana.Says(number, "And what kind of dog is Max, and what will the two of you do on his birthday?");
        Assert.Contains(Asks, await ana.Page($"/desk/{number}/thread"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Not_that_takes_the_line_away_for_good_and_can_be_taken_back(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, message, ana) = await Served(desk);

        await ana.Post($"/desk/{number}/corrections", new { message, proposed = "interest" });
        Assert.DoesNotContain("Keep it?", await ana.Page($"/desk/{number}/thread"), StringComparison.Ordinal);

        await ana.Try(HttpMethod.Delete, $"/desk/{number}/corrections/{message}");
        Assert.Contains(Asks, await ana.Page($"/desk/{number}/thread"), StringComparison.Ordinal);
    }

    [Trait("Proves", "E127")]
    [Theory, OnBothDatabases]
    public async Task A_proposal_that_nobody_takes_up_closes_by_itself_and_was_never_stored(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, _, ana) = await Served(desk);
        Assert.Contains(Asks, await ana.Page($"/desk/{number}/thread"), StringComparison.Ordinal);

        desk.Time.Advance(TimeSpan.FromHours(25));

        Assert.DoesNotContain("Keep it?", await ana.Page($"/desk/{number}/thread"), StringComparison.Ordinal);
        Assert.Equal(0, await desk.InDatabase(async db => await db.Moments.CountAsync() + await db.Corrections.CountAsync() + await db.Log.CountAsync(e => e.Kind.Contains("proposal"))));
    }

    [Theory, OnBothDatabases]
    public async Task A_pleasantry_is_not_proposed_and_neither_is_what_one_sends_to_everybody(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var rote = await desk.Conversation();
        await ana.Says(rote, "Happy to help! Have a great day!");
        Assert.DoesNotContain("Keep it?", await ana.Page($"/desk/{rote}/thread"), StringComparison.Ordinal);

        foreach (var customer in new[] { "Ruth", "Tom", "Ines" }) await ana.Says(await desk.Conversation(customer, Serving.Asked));
        var again = await desk.Conversation("Walter", Serving.Asked);
        await ana.Says(again);
        Assert.DoesNotContain("Keep it?", await ana.Page($"/desk/{again}/thread"), StringComparison.Ordinal);
    }

    /// <summary>What the program knows of is taken out; docs/essence.md says what it does not know of.</summary>
    [Theory, OnBothDatabases]
    public async Task Pets_relatives_and_places_that_the_customer_told_of_are_in_no_exported_correction(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation("Ruth", "My daughter Ingeborg gets married in Lindau on Saturday. Our dog Bruno is coming too.");
        var customer = await desk.InDatabase(db => db.Conversations.Where(c => c.Number == number).Select(c => c.CustomerId.Value).SingleAsync());
        await ana.Post($"/api/v1/customers/{customer}/memories", new { kind = "hobby", text = "Sails a boat called Halcyon near Ragusa", told_by = "customer", consent = true });
        var message = await ana.Says(number, "How lovely! Will Ingeborg sail in the Halcyon to Ragusa, or do you all meet in Lindau with bruno’s basket?");
        await ana.Post($"/desk/{number}/corrections", new { message, proposed = "interest" });

        var line = Assert.Single((await desk.Owner.Page("/api/v1/corrections")).Split('\n', StringSplitOptions.RemoveEmptyEntries));

        foreach (var name in new[] { "Ingeborg", "Lindau", "Bruno", "Halcyon", "Ragusa" }) Assert.DoesNotContain(name, line, StringComparison.OrdinalIgnoreCase);
        foreach (var word in new[] { "My daughter", "Will", "on Saturday", "How lovely", "Our dog" }) Assert.Contains(word, line, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Corrections_are_exported_as_examples_without_a_name(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana Lindqvist");
        var number = await desk.Conversation("Ruth Adeyemi", "Ruth Adeyemi here, ruth@example.com, order 20418331. " + Serving.Asked);
        var message = await ana.Says(number, "Hello Ruth, this is Ana. " + Serving.Interest);
        var other = await ana.Says(number, "Ten is a fine age.");
        await ana.Post($"/desk/{number}/corrections", new { message, proposed = "interest" });
        await ana.Post($"/desk/{number}/moments", new { behavior = "humor", message = other, instead_of = "enthusiasm" });

        var lines = (await desk.Owner.Page("/api/v1/corrections")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, lines.Length);
        foreach (var name in new[] { "Ruth", "Adeyemi", "Ana", "Lindqvist", "Max", "example.com", "20418331" }) Assert.All(lines, l => Assert.DoesNotContain(name, l, StringComparison.OrdinalIgnoreCase));
        var examples = lines.Select(Rapport.Language.Training.Examples.Desk).ToList();
        var changed = examples.Single(e => e.Text.StartsWith("Ten is", StringComparison.Ordinal));
        var none = examples.Single(e => e != changed);
        Assert.Equal([Rapport.Language.BehaviorKind.Humor], changed.Labels);
        Assert.Equal([Rapport.Language.BehaviorKind.Enthusiasm], changed.Near);
        Assert.Empty(none.Labels);
        Assert.Equal([Rapport.Language.BehaviorKind.Interest], none.Near);
        Assert.Contains("[customer]", none.Context, StringComparison.Ordinal);
        foreach (var one in new[] { ana, (await desk.Person("Lea", "lead")).Client }) Assert.Equal(403, (await one.Try(HttpMethod.Get, "/api/v1/corrections")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Only_the_writer_of_a_message_can_say_what_it_was_not(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, message, ana) = await Served(desk);
        var (_, bo) = await desk.Person("Bo");

        Assert.Equal(404, (await bo.Try(HttpMethod.Post, $"/desk/{number}/corrections", new { message, proposed = "interest" })).Status);
        await ana.Post($"/desk/{number}/corrections", new { message, proposed = "interest" });
        Assert.Equal(404, (await bo.Try(HttpMethod.Delete, $"/desk/{number}/corrections/{message}")).Status);
        Assert.Contains("What you said it was not", await ana.Page("/book"), StringComparison.Ordinal);
        Assert.DoesNotContain("What you said it was not", await bo.Page("/book"), StringComparison.Ordinal);
    }

    static async Task<(long Number, Guid Message, HttpClient Ana)> Served(TestDesk desk)
    {
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation(body: Serving.Asked);
        return (number, await ana.Says(number), ana);
    }
}
