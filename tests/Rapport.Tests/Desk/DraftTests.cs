using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Foundation;

namespace Rapport.Tests.Desk;

public class DraftTests
{
    static readonly TimeSpan Hold = TimeSpan.FromSeconds(11);

    [Theory, OnBothDatabases]
    public async Task The_files_of_an_unfinished_answer_are_kept_with_its_words(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        var (one, two) = (await Upload(me, number, "one.txt"), await Upload(me, number, "two.txt"));

        await me.Put($"/desk/{number}/draft", new { kind = "reply", body = "Here is", seen = 1, attachments = new[] { one, two } });
        await me.Put($"/desk/{number}/draft", new { kind = "reply", body = "Here is one", seen = 1 });
        Assert.Equal(["one.txt", "two.txt"], await Files(me, number));
        Assert.Contains("one.txt", await me.GetStringAsync(new Uri($"/desk/{number}/composer", UriKind.Relative)), StringComparison.Ordinal);

        await me.Try(HttpMethod.Delete, $"/desk/{number}/attachments/{one}");
        Assert.Equal(["two.txt"], await Files(me, number));
        await me.Put($"/desk/{number}/draft", new { kind = "reply", body = "", seen = 1, attachments = new[] { two } });
        Assert.Equal(["two.txt"], await Files(me, number));

        await me.Post($"/desk/{number}/replies", new { body = "Here it is", seen = 1, attachments = new[] { two } });
        Assert.Equal(422, (await me.Try(HttpMethod.Delete, $"/desk/{number}/attachments/{two}")).Status);
        await desk.Pass(Hold);
        Assert.Equal("two.txt", (await desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items")[1].GetProperty("attachments")[0].GetProperty("name").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task A_file_goes_once_and_until_then_is_its_writers_alone(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (me, ana) = (await desk.SignIn(), (await desk.Person("Ana")).Client);
        var file = await Upload(me, number, "one.txt");
        var address = $"/attachments/{file}/one.txt";
        Assert.Equal((200, 404), ((int)(await me.GetAsync(new Uri(address, UriKind.Relative))).StatusCode, (int)(await ana.GetAsync(new Uri(address, UriKind.Relative))).StatusCode));

        await me.Post($"/desk/{number}/replies", new { body = "Here it is", seen = 1, attachments = new[] { file } });
        foreach (var door in new[] { "replies", "notes" })
            Assert.Contains("on its way", (await me.Try(HttpMethod.Post, $"/desk/{number}/{door}", new { body = "Once more", seen = 1, attachments = new[] { file } })).Body.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        await desk.Pass(Hold);

        Assert.Equal("one.txt", (await desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items")[1].GetProperty("attachments")[0].GetProperty("name").GetString());
        Assert.Equal(200, (int)(await ana.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task A_reply_that_comes_back_brings_its_files_and_is_not_written_over_without_them(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        var (sent, begun) = (await Upload(me, number, "sent.txt"), await Upload(me, number, "begun.txt"));
        await me.Post($"/desk/{number}/replies", new { body = "Here it is", seen = 1, attachments = new[] { sent } });
        await me.Put($"/desk/{number}/draft", new { kind = "reply", body = "And this", seen = 1, attachments = new[] { begun } });

        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "Never mind" });
        await desk.Pass(Hold);

        Assert.Equal(["sent.txt", "begun.txt"], await Files(me, number));
        var (status, back) = await me.Try(HttpMethod.Put, $"/desk/{number}/draft", new { kind = "reply", body = "Here it is\n\nAnd this", seen = 1, attachments = new[] { begun } });
        Assert.Equal((409, "https://rapport.invalid/problems/reply-returned", 2), (status, back.GetProperty("type").GetString(), back.GetProperty("attachments").GetArrayLength()));
        await me.Put($"/desk/{number}/draft", new { kind = "reply", body = "Here it is\n\nAnd this", seen = 1, attachments = new[] { sent, begun } });
        Assert.Equal(202, (await me.Try(HttpMethod.Post, $"/desk/{number}/replies", new { body = "Here it is", seen = 2, attachments = new[] { sent, begun } })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_has_gone_on_is_told_that_an_answer_was_not_sent_until_they_look(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        var id = await desk.InDatabase(db => db.People.Select(p => p.Id).SingleAsync());
        await me.Put($"/desk/{number}/draft", new { kind = "reply", body = "A new", seen = 1 });
        Assert.Contains(">draft<", await List(me), StringComparison.Ordinal);
        await me.Post($"/desk/{number}/replies", new { body = "A new bag leaves today.", seen = 1 });
        Assert.DoesNotContain(">draft<", await List(me), StringComparison.Ordinal);
        Assert.DoesNotContain("was not sent", await Asked(me), StringComparison.Ordinal);
        using var line = desk.Services.GetRequiredService<Topics>().Follow([$"drafts:{id.Value}"], id.Value);

        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "Never mind" });
        await desk.Pass(Hold);

        Assert.Equal($"drafts:{id.Value}", await line.News.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("Your answer to Ruth Adeyemi was not sent", await Asked(me), StringComparison.Ordinal);
        Assert.Contains($"href=\"/desk/{number}\"", await Asked(me), StringComparison.Ordinal);
        Assert.DoesNotContain("was not sent", await me.GetStringAsync(new Uri($"/asked?beside={number}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains(">not sent<", await List(me), StringComparison.Ordinal);

        await me.Put($"/desk/{number}/draft", new { kind = "reply", body = "A new bag leaves today.", seen = 2 });
        Assert.DoesNotContain("was not sent", await Asked(me), StringComparison.Ordinal);
        Assert.Contains(">draft<", await List(me), StringComparison.Ordinal);
        Assert.Equal(204, (await me.Try(HttpMethod.Delete, $"/desk/{number}/draft?kind=reply")).Status);
        Assert.DoesNotContain(">draft<", await List(me), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_answer_on_its_way_takes_the_wish_to_resolve_with_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Post("/api/v1/contact-types", new { key = "torn", name = "Torn bag", steps = new[] { new { key = "look", name = "Look at it" } } });
        var (sent, taken, blocked, stopped) = (await desk.Conversation(), await desk.Conversation(), await desk.Conversation(contactType: "torn"), await desk.Conversation());
        var me = await desk.SignIn();
        foreach (var number in new[] { sent, blocked, stopped }) await me.Post($"/desk/{number}/replies", new { body = "A new bag leaves today.", seen = 1 });
        var held = (await me.Post($"/desk/{taken}/replies", new { body = "A new bag leaves today.", seen = 1 })).GetProperty("id").GetGuid();

        foreach (var number in new[] { sent, taken, stopped }) Assert.Equal(204, (await me.Try(HttpMethod.Post, $"/desk/{number}/resolution")).Status);
        var (refused, why) = await me.Try(HttpMethod.Post, $"/desk/{blocked}/resolution");
        Assert.Equal((409, "One step is left: Look at it. Do it, or say why not."), (refused, why.GetProperty("detail").GetString()));
        Assert.Equal("open", await Status(desk, sent));
        Assert.Contains("When it is sent, this is resolved", await me.GetStringAsync(new Uri($"/desk/{sent}/thread", UriKind.Relative)), StringComparison.Ordinal);
        await me.Try(HttpMethod.Delete, $"/desk/{taken}/replies/{held}");
        await desk.Owner.Post($"/api/v1/conversations/{stopped}/messages", new { from = "customer", body = "Wait" });
        await desk.Pass(Hold);

        Assert.Equal(("resolved", "open", "open", "open"), (await Status(desk, sent), await Status(desk, taken), await Status(desk, blocked), await Status(desk, stopped)));
        Assert.Equal(2, (await desk.Owner.Get($"/api/v1/conversations/{sent}/messages")).GetProperty("items").GetArrayLength());
    }

    [Theory, OnBothDatabases]
    public async Task A_promise_made_meanwhile_keeps_it_open_and_the_answer_goes_out_all_the_same(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        await me.Post($"/desk/{number}/replies", new { body = "A new bag leaves today.", seen = 1 });
        await me.Try(HttpMethod.Post, $"/desk/{number}/resolution");

        await desk.Owner.Post($"/api/v1/conversations/{number}/promises", new { text = "Call the courier", due_at = "2026-11-23T09:00:00Z" });
        await desk.Pass(Hold);

        Assert.Equal("open", await Status(desk, number));
        Assert.Equal(2, (await desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items").GetArrayLength());
    }

    static async Task<string> Upload(HttpClient client, long number, string name)
    {
        var content = new ByteArrayContent("hello"u8.ToArray());
        content.Headers.Add("X-File-Name", name);
        var (status, file) = await client.Send(HttpMethod.Post, $"/desk/{number}/attachments", content);
        Assert.Equal(201, status);
        return file.GetProperty("id").GetString()!;
    }

    static async Task<List<string?>> Files(HttpClient me, long number) =>
        [.. (await me.Get($"/desk/{number}/draft")).GetProperty("reply").GetProperty("attachments").EnumerateArray().Select(f => f.GetProperty("name").GetString())];

    static async Task<string?> Status(TestDesk desk, long number) => (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("status").GetString();

    static Task<string> List(HttpClient me) => me.GetStringAsync(new Uri("/desk/list?view=team", UriKind.Relative));

    static Task<string> Asked(HttpClient me) => me.GetStringAsync(new Uri("/asked", UriKind.Relative));
}
