using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Channels;

public class ChatPrivacyTests
{
    [Theory, OnBothDatabases]
    public async Task Nothing_of_one_customer_reaches_another(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ruth = await ChatVisitor.Arrive(desk);
        var id = Guid.NewGuid();
        var number = await ruth.Says("My secret is Max", id, "Ruth", "ruth@example.org");
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "I keep Ruth's secret" });
        var eve = await ChatVisitor.Arrive(desk);
        var answers = new List<string>
        {
            (await eve.Sees()).GetRawText(),
            (await eve.Http.Get("/chat/v1/messages?after=0")).GetRawText(),
            (await eve.Http.Get("/chat/v1/messages?before=99")).GetRawText(),
        };

        await eve.Says("Hello");
        foreach (var path in new[] { "/chat/v1/visit", "/chat/v1/messages?after=0", "/chat/v1/messages?before=99" }) answers.Add((await eve.Http.Get(path)).GetRawText());
        var (status, taken) = await eve.Http.Try(HttpMethod.Post, "/chat/v1/messages", new { id, body = "Mine now" });
        answers.Add(taken.GetRawText());
        await eve.Http.Put("/chat/v1/read", new { position = 99 });
        await eve.Http.Post("/chat/v1/typing", new { typing = true });

        Assert.Equal(409, status);
        Assert.All(answers, a => Assert.DoesNotContain("secret", a, StringComparison.OrdinalIgnoreCase));
        Assert.All(answers, a => Assert.DoesNotContain("ruth", a, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["My secret is Max", "I keep Ruth's secret"], await ruth.Reads());
        Assert.Equal(1, (await ruth.Sees()).GetProperty("unread").GetInt32());
        Assert.Equal(1, await desk.InDatabase(db => db.Presences.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_that_only_the_desk_sees_reaches_the_customer(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("Hello");
        await desk.Owner.Post($"/api/v1/conversations/{number}/notes", new { body = "Between us: a difficult week" });
        await desk.Owner.Put($"/desk/{number}/draft", new { kind = "reply", body = "Half a thought", seen = 2 });
        await desk.Owner.Post($"/desk/{number}/replies", new { body = "Held for ten seconds", seen = 2 });

        var seen = (await visitor.Sees()).GetRawText() + (await visitor.Http.Get("/chat/v1/messages?after=0")).GetRawText();

        Assert.DoesNotContain("difficult", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Half", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Held", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(TestDesk.OwnerEmail, seen, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_address_typed_into_the_chat_opens_nothing(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var before = await desk.Conversation("Ruth Adeyemi", "Ruth's own words", "ruth@example.org");
        var eve = await ChatVisitor.Arrive(desk);
        var hers = await eve.Says("I am Ruth", name: "Ruth", email: "ruth@example.org");
        Assert.NotEqual(before, hers);
        Assert.Equal(["I am Ruth"], await eve.Reads());

        var after = await desk.Conversation("Ruth Adeyemi", "More of Ruth's own words", "ruth@example.org");

        Assert.Equal(["I am Ruth"], await eve.Reads());
        Assert.Equal(await CustomerOf(before), await CustomerOf(after));
        Assert.NotEqual(await CustomerOf(before), await CustomerOf(hers));

        async Task<Guid> CustomerOf(long number) => (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("customer").GetProperty("id").GetGuid();
    }

    [Theory, OnBothDatabases]
    public async Task An_address_that_a_visitor_typed_first_does_not_catch_its_owner_s_mail(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var eve = await ChatVisitor.Arrive(desk);
        var hers = await eve.Says("I am Ruth", email: "ruth@example.org");

        var later = await desk.Conversation("Ruth Adeyemi", "Ruth's own words", "ruth@example.org");

        Assert.Equal(["I am Ruth"], await eve.Reads());
        var customer = (await desk.Owner.Get($"/api/v1/conversations/{hers}")).GetProperty("customer").GetProperty("id").GetGuid();
        Assert.NotEqual(customer, (await desk.Owner.Get($"/api/v1/conversations/{later}")).GetProperty("customer").GetProperty("id").GetGuid());
        // The desk sees what was said, so that it can answer.
        Assert.Contains("ruth@example.org", (await desk.Owner.Get($"/api/v1/customers/{customer}")).GetRawText(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_visitor_s_key_is_kept_only_as_a_hash(string database)
    {
        await using var desk = await TestDesk.Open(database);
        using var nobody = desk.With(null);
        var key = (await nobody.Send(HttpMethod.Post, "/chat/v1/visits", null, idempotencyKey: "once")).Body.GetProperty("token").GetString()!;
        using var visitor = desk.With(key);
        await visitor.Post("/chat/v1/messages", new { id = Guid.NewGuid(), body = "Hello" });

        var kept = await desk.InDatabase(async db =>
            string.Join('\n', await db.VisitorTokens.Select(t => t.TokenHash).ToListAsync()) + string.Join('\n', await db.FirstAnswers.Select(a => a.Body ?? "").ToListAsync()) + string.Join('\n', await db.Log.Select(e => e.Data + e.Actor).ToListAsync()));

        Assert.NotEmpty(kept);
        Assert.DoesNotContain(key[2..], kept, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_visitor_s_key_opens_the_chat_and_nothing_else(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("Hello");

        foreach (var path in new[] { $"/api/v1/conversations/{number}", "/api/v1/conversations", "/api/v1/customers", "/api/v1/log", "/desk", $"/desk/{number}", "/live?topics=inbox" })
            Assert.Equal(403, (await visitor.Http.Try(HttpMethod.Get, path)).Status);
        foreach (var path in new[] { "/chat/v1/messages?after=0", "/chat/v1/live" })
        {
            Assert.Equal(401, (await desk.With(null).Try(HttpMethod.Get, path)).Status);
            Assert.Equal(401, (await desk.With("v_not-a-key").Try(HttpMethod.Get, path)).Status);
            Assert.Equal(403, (await desk.Owner.Try(HttpMethod.Get, path)).Status);
        }
        Assert.Equal(401, (await desk.With("v_not-a-key").Try(HttpMethod.Get, "/chat/v1/visit")).Status);
    }

    [Fact]
    public async Task Any_shop_may_ask_the_chat_and_only_the_chat()
    {
        await using var desk = await TestDesk.Open("SQLite");
        using var shop = desk.With(null);
        shop.DefaultRequestHeaders.Add("Origin", "https://shop.example");

        using var ask = new HttpRequestMessage(HttpMethod.Options, "/chat/v1/messages");
        ask.Headers.Add("Access-Control-Request-Method", "POST");
        ask.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        using var allowed = await shop.SendAsync(ask);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal("*", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Authorization", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));

        // An error must be readable too, or the customer could not be told.
        using var refused = await shop.GetAsync(new Uri("/chat/v1/messages", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("*", refused.Headers.GetValues("Access-Control-Allow-Origin").Single());

        foreach (var path in new[] { "/api/v1/conversations", "/desk", "/sign-in" })
        {
            using var closed = await shop.GetAsync(new Uri(path, UriKind.Relative));
            Assert.False(closed.Headers.Contains("Access-Control-Allow-Origin"), path);
        }
    }
}
