using Rapport.Channels.Chat;

namespace Rapport.Tests.Channels;

public class ChatTests
{
    [Theory, OnBothDatabases]
    public async Task Whoever_writes_first_opens_a_conversation_and_gets_the_answer(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);

        var number = await visitor.Says("The bag arrived torn", name: "Ruth Adeyemi");
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Oh no!" });

        var conversation = await desk.Owner.Get($"/api/v1/conversations/{number}");
        Assert.Equal("chat", conversation.GetProperty("channel").GetString());
        Assert.Equal("Ruth Adeyemi", conversation.GetProperty("customer").GetProperty("name").GetString());
        Assert.Equal(["The bag arrived torn", "Oh no!"], await visitor.Reads());
        Assert.Equal(["customer", "desk"], (await visitor.Sees()).GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("from").GetString()!));
    }

    [Theory, OnBothDatabases]
    public async Task A_visitor_who_has_said_nothing_is_no_customer_yet(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await ChatVisitor.Arrive(desk);
        Assert.Equal(0, await desk.InDatabase(db => Task.FromResult(db.Customers.Count() + db.Conversations.Count())));
    }

    [Theory, OnBothDatabases]
    public async Task A_chat_in_which_nothing_was_said_is_forgotten_and_begun_anew(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var silent = await ChatVisitor.Arrive(desk);
        var spoke = await ChatVisitor.Arrive(desk);
        await silent.Sees();
        await spoke.Says("Hello");

        desk.Time.Advance(TimeSpan.FromDays(8));
        await desk.Change(db => db.ForgetSilentVisits(desk.Now - NodaTime.Duration.FromDays(7), default));

        Assert.Equal(401, (await silent.Http.Try(HttpMethod.Get, "/chat/v1/visit")).Status);
        Assert.Equal(401, (await silent.Http.Try(HttpMethod.Post, "/chat/v1/messages", new { id = Guid.NewGuid(), body = "Am I known?" })).Status);
        Assert.Equal(["Hello"], await spoke.Reads());
    }

    [Theory, OnBothDatabases]
    public async Task A_message_sent_many_times_over_a_bad_line_is_there_once_and_answered_the_same(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var message = new { id = Guid.NewGuid(), body = "Hello?" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => visitor.Http.Post("/chat/v1/messages", message)));

        Assert.Single(answers.Select(a => a.GetRawText()).Distinct(StringComparer.Ordinal));
        Assert.Equal(message.id, answers[0].GetProperty("id").GetGuid());
        Assert.Equal(["Hello?"], await visitor.Reads());
    }

    [Theory, OnBothDatabases]
    public async Task First_words_from_two_tabs_at_once_open_one_conversation(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => visitor.Http.Post("/chat/v1/messages", new { id = Guid.NewGuid(), body = $"Tab {i}" })));

        Assert.Equal(1, await desk.InDatabase(db => Task.FromResult(db.Conversations.Count())));
        Assert.Equal(6, (await visitor.Reads()).Length);
    }

    [Theory, OnBothDatabases]
    public async Task Writing_again_opens_what_was_resolved(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("Thanks");
        await desk.Owner.Post($"/api/v1/conversations/{number}/resolution");
        Assert.Equal("resolved", (await visitor.Sees()).GetProperty("conversation").GetProperty("status").GetString());

        Assert.Equal(number, await visitor.Says("One more thing"));

        Assert.Equal("open", (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("status").GetString());
    }

    [Theory, OnBothDatabases, Trait("Proves", "E099")]
    public async Task The_customer_sees_one_name(string database)
    {
        await using var desk = await TestDesk.Open(database, b => b.Configuration["RAPPORT_SHOP"] = "Harbor Street");
        var (_, asAna) = await desk.Person("Ana Lopez");
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("Hello");
        Assert.Equal("Harbor Street", (await visitor.Sees()).GetProperty("name").GetString());

        await asAna.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });

        var state = await visitor.Sees();
        Assert.Equal("Ana", state.GetProperty("name").GetString());
        Assert.DoesNotContain("Lopez", state.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Both_sides_know_how_far_the_other_has_read(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("Hello");
        Assert.Equal(0, (await visitor.Sees()).GetProperty("read_to").GetInt32());

        await desk.Owner.Put($"/desk/{number}/read", new { position = 1 });
        Assert.Equal(1, (await visitor.Sees()).GetProperty("read_to").GetInt32());

        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Hi" });
        await desk.Owner.Post($"/api/v1/conversations/{number}/notes", new { body = "A regular" });
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "How can I help?" });
        Assert.Equal(2, (await visitor.Sees()).GetProperty("unread").GetInt32());

        await visitor.Http.Put("/chat/v1/read", new { position = 4 });
        Assert.Equal(0, (await visitor.Sees()).GetProperty("unread").GetInt32());
        Assert.Equal(4, await desk.InDatabase(db => Task.FromResult(db.Conversations.Single().ReadByCustomer)));
    }

    [Theory, OnBothDatabases]
    public async Task Both_sides_see_the_other_typing_and_it_passes(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("Hello");

        await desk.Owner.Put($"/desk/{number}/presence", new { typing = true });
        await visitor.Http.Post("/chat/v1/typing", new { typing = true });

        Assert.True((await visitor.Sees()).GetProperty("desk_typing").GetBoolean());
        Assert.NotNull(await desk.InDatabase(db => Task.FromResult(db.Presences.Single(p => p.Who.StartsWith("customer:")).TypingUntil)));
        desk.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.False((await visitor.Sees()).GetProperty("desk_typing").GetBoolean());
    }

    [Theory, OnBothDatabases]
    public async Task Long_threads_are_read_in_pages_from_either_end(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("1");
        for (var i = 2; i <= 60; i++) await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = $"{i}" });

        Assert.Equal(Enumerable.Range(11, 50).Select(i => $"{i}"), await visitor.Reads());
        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"{i}"), await Page("before=11"));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"{i}"), await Page("after=0"));
        Assert.Equal(Enumerable.Range(56, 5).Select(i => $"{i}"), await Page("after=55"));

        async Task<IEnumerable<string>> Page(string query) =>
            (await visitor.Http.Get($"/chat/v1/messages?{query}")).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("body").GetString()!);
    }

    [Theory, OnBothDatabases]
    public async Task A_file_from_the_desk_is_saved_by_its_link_and_a_note_s_file_is_not(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("May I have the label?");
        var sent = await Upload("label.html", "<script>alert(1)</script>");
        await desk.Owner.Post($"/desk/{number}/replies", new { body = "Here it is", seen = 1, attachments = new[] { sent } });
        await desk.Pass(TimeSpan.FromSeconds(11));

        var file = (await visitor.Sees()).GetProperty("messages")[1].GetProperty("attachments")[0];
        Assert.Equal("label.html", file.GetProperty("name").GetString());
        using var browser = desk.With(null);
        using var answer = await browser.GetAsync(new Uri(file.GetProperty("url").GetString()!, UriKind.Relative));
        Assert.Equal("<script>alert(1)</script>", await answer.Content.ReadAsStringAsync());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);

        Assert.Equal(404, (await browser.Try(HttpMethod.Get, $"/chat/v1/files/{sent:N}/label.html")).Status);
        Assert.Equal(404, (await browser.Try(HttpMethod.Get, file.GetProperty("url").GetString()!.Replace("/files/", "/files/x", StringComparison.Ordinal))).Status);
        await desk.Change(async db =>
        {
            db.Attachments.Single().MessageId = null;
            await db.SaveChangesAsync();
        });
        Assert.Equal(404, (await browser.Try(HttpMethod.Get, file.GetProperty("url").GetString()!)).Status);

        async Task<Guid> Upload(string name, string text)
        {
            using var content = new StringContent(text);
            content.Headers.Add("X-File-Name", name);
            return (await desk.Owner.Send(HttpMethod.Post, $"/desk/{number}/attachments", content)).Body.GetProperty("id").GetGuid();
        }
    }
}
