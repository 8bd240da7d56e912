using System.Text.Json;

namespace Rapport.Tests.Desk;

public class FirstContactTests
{
    [Theory, OnBothDatabases]
    public async Task A_customer_writes_somebody_answers_and_what_must_be_done_gets_done(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (dana, asDana) = await desk.Person("Dana Mills");
        await desk.Owner.Post("/api/v1/contact-types", new { key = "damaged", name = "Damaged delivery", steps = new[] { new { name = "Confirm the order" }, new { name = "Tell when it arrives" } } });

        var number = await desk.Conversation(contactType: "damaged", email: "ruth@example.com");
        await asDana.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await asDana.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "A new bag leaves today." });
        await asDana.Post($"/api/v1/conversations/{number}/steps/confirm-the-order/completion");
        await asDana.Post($"/api/v1/conversations/{number}/steps/tell-when-it-arrives/completion", new { skipped_because = "She picks it up herself" });
        var resolved = await asDana.Post($"/api/v1/conversations/{number}/resolution");

        Assert.Equal("resolved", resolved.GetProperty("status").GetString());
        Assert.Equal(dana, resolved.GetProperty("owner").GetProperty("id").GetGuid());
        Assert.Equal(["The 15 kg bag arrived torn", "A new bag leaves today."], Bodies(await desk.Owner.Get($"/api/v1/conversations/{number}/messages")));
        // On PostgreSQL the log is read below the oldest running transaction of the server, and other tests have theirs there.
        List<string?> kinds = [];
        for (var until = DateTime.UtcNow.AddSeconds(30); !kinds.Contains("conversation_resolved", StringComparer.Ordinal) && DateTime.UtcNow < until; await Task.Delay(50))
            kinds = [.. (await desk.Owner.Get("/api/v1/log?limit=200")).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("kind").GetString())];
        string[] expected = ["customer_met", "address_added", "conversation_opened", "message_received", "contact_type_chosen", "owner_taken", "message_sent", "step_completed", "step_completed", "conversation_resolved"];
        Assert.Equal(expected, kinds.Where(k => expected.Contains(k, StringComparer.Ordinal)));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E123")]
    public async Task Resolve_is_refused_and_names_the_steps_that_are_missing(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Post("/api/v1/contact-types", new { name = "Damaged delivery", steps = new[] { new { name = "Confirm the order" }, new { name = "Own the fault" }, new { name = "Tell when it arrives" } } });
        var number = await desk.Conversation(contactType: "damaged-delivery");
        await desk.Owner.Post($"/api/v1/conversations/{number}/steps/own-the-fault/completion");

        var (status, problem) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/resolution", new { });

        Assert.Equal(409, status);
        Assert.Equal("2 steps are left: Confirm the order; Tell when it arrives. Do them, or say why not.", problem.GetProperty("detail").GetString());
        Assert.Equal(["Confirm the order", "Tell when it arrives"], problem.GetProperty("missing").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
    }

    [Theory, OnBothDatabases]
    public async Task It_opens_again_when_the_customer_writes_again_and_the_owner_still_has_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Done." });
        await desk.Owner.Post($"/api/v1/conversations/{number}/resolution");

        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "It is torn again." });

        var after = await desk.Owner.Get($"/api/v1/conversations/{number}");
        Assert.Equal("open", after.GetProperty("status").GetString());
        Assert.Equal("owner", after.GetProperty("owner").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, after.GetProperty("resolved_at").ValueKind);
        Assert.Equal(1, await desk.InDatabase(db => Task.FromResult(db.Resolutions.Count(r => r.ReopenedAt != null))));
    }

    [Theory, OnBothDatabases]
    public async Task A_promise_is_kept_or_broken_and_never_forgotten(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var promise = await desk.Owner.Post($"/api/v1/conversations/{number}/promises", new { text = "Call the courier", due_at = "2026-11-22T15:30:00Z" });

        Assert.Equal(number, Assert.Single((await desk.Owner.Get("/api/v1/conversations?view=promised")).GetProperty("items").EnumerateArray()).GetProperty("number").GetInt64());
        Assert.Equal(409, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/resolution", new { })).Status);

        await desk.Pass(TimeSpan.FromHours(7));
        Assert.NotNull(await desk.InDatabase(db => Task.FromResult(db.Promises.Single().BrokenAt)));

        await desk.Owner.Post($"/api/v1/conversations/{number}/promises/{promise.GetProperty("id").GetString()}/keeping");
        await desk.Owner.Post($"/api/v1/conversations/{number}/resolution");
        Assert.Empty((await desk.Owner.Get("/api/v1/conversations?view=promised")).GetProperty("items").EnumerateArray());
    }

    [Theory, OnBothDatabases]
    public async Task What_was_said_long_ago_can_be_shown_too(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation(body: "The very first words");
        for (var i = 0; i < 120; i++) await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = $"Message {i}" });
        var me = await desk.SignIn();

        var page = await me.GetStringAsync(new Uri($"/desk/{number}/thread", UriKind.Relative));
        Assert.DoesNotContain("The very first words", page, StringComparison.Ordinal);
        Assert.Contains($"/desk/{number}?shown=500", page, StringComparison.Ordinal);
        Assert.Contains("The very first words", await me.GetStringAsync(new Uri($"/desk/{number}/thread?shown=500", UriKind.Relative)), StringComparison.Ordinal);
    }

    static IEnumerable<string?> Bodies(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("body").GetString());
}
