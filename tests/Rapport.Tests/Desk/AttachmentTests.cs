using System.Text;
using System.Text.Json;

namespace Rapport.Tests.Desk;

public class AttachmentTests
{
    [Theory, OnBothDatabases]
    public async Task A_file_goes_out_with_the_reply_and_comes_back_byte_for_byte(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 1, 2, 3];

        var (status, file) = await Send(me, number, "tör n.png", png, "image/png");
        Assert.Equal((201, "image/png", "tör n.png"), (status, file.GetProperty("type").GetString(), file.GetProperty("name").GetString()));
        await me.Post($"/desk/{number}/replies", new { body = "Here is the picture", seen = 1, attachments = new[] { file.GetProperty("id").GetString() } });
        await desk.Pass(TimeSpan.FromSeconds(11));

        var sent = (await desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items")[1].GetProperty("attachments")[0];
        using var answer = await me.GetAsync(new Uri(sent.GetProperty("url").GetString()!, UriKind.Relative));
        Assert.Equal(png, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory, OnBothDatabases]
    public async Task A_browser_asks_whether_it_still_may_before_it_shows_a_file_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var me = await desk.SignIn();
        var (_, file) = await Send(me, await desk.Conversation(), "a.txt", "hello"u8.ToArray(), "text/plain");
        var place = new Uri(file.GetProperty("url").GetString()!, UriKind.Relative);
        using var first = await me.GetAsync(place);
        Assert.Equal("no-cache, private", first.Headers.CacheControl!.ToString());

        me.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await me.GetAsync(place);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, again.StatusCode);
        await me.PostAsync(new Uri("/sign-out", UriKind.Relative), null);
        using var after = await me.GetAsync(place);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, after.StatusCode);
    }

    static readonly (string Name, string Claimed, string Content)[] CouldRun =
    [
        ("page.html", "text/html", "<html><script>alert(1)</script>"),
        ("picture.svg", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("picture.png", "image/png", "  <svg onload=alert(1)>"),
        ("script.js", "text/javascript", "alert(1)"),
    ];

    [Theory, OnBothDatabases]
    public async Task What_could_run_is_only_ever_saved(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();

        foreach (var (name, claimed, content) in CouldRun)
        {
            var (status, file) = await Send(me, number, name, Encoding.UTF8.GetBytes(content), claimed);
            using var answer = await me.GetAsync(new Uri(file.GetProperty("url").GetString()!, UriKind.Relative));

            Assert.Equal((name, 201), (name, status));
            Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Contains("sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal(content, await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_file_of_26_MB_is_refused_in_words_and_one_of_25_is_kept(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();

        var (tooLarge, problem) = await Send(me, number, "film.mp4", new byte[26 * 1024 * 1024], "video/mp4");
        Assert.Equal(413, tooLarge);
        Assert.Equal("This file is larger than 25 MB. Send a smaller one, or a link to it.", problem.GetProperty("detail").GetString());
        Assert.Equal(201, (await Send(me, number, "film.mp4", new byte[25 * 1024 * 1024], "video/mp4")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_sends_a_file_that_somebody_else_added_or_that_belongs_elsewhere(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (one, two) = (await desk.Conversation("Ruth"), await desk.Conversation("Tomás"));
        var me = await desk.SignIn();
        var (_, file) = await Send(me, one, "a.txt", "hello"u8.ToArray(), "text/plain");

        var (status, _) = await me.Try(HttpMethod.Post, $"/desk/{two}/replies", new { body = "Look", seen = 1, attachments = new[] { file.GetProperty("id").GetString() } });

        Assert.Equal(422, status);
    }

    [Theory, OnBothDatabases]
    public async Task A_program_sends_a_file_with_a_message_and_with_a_note(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");
        async Task<string> Added(HttpClient who, string name) => (await Send(who, number, name, Encoding.UTF8.GetBytes(name), "text/plain", "/api/v1/conversations")).Body.GetProperty("id").GetString()!;

        var said = await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Here it is", attachments = new[] { await Added(desk.Owner, "a.txt") } });
        var noted = await desk.Owner.Post($"/api/v1/conversations/{number}/notes", new { body = "For us", attachments = new[] { await Added(desk.Owner, "b.txt") } });

        Assert.Equal(("a.txt", "b.txt"), (said.GetProperty("attachments")[0].GetProperty("name").GetString(), noted.GetProperty("attachments")[0].GetProperty("name").GetString()));
        var listed = (await desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items")[1].GetProperty("attachments")[0].GetProperty("url").GetString()!;
        Assert.Equal("a.txt", await ana.GetStringAsync(new Uri(listed, UriKind.Relative)));
        Assert.Equal(422, (await ana.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/notes", new { body = "Mine", attachments = new[] { await Added(desk.Owner, "c.txt") } })).Status);
        Assert.Equal(422, (await ana.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "customer", body = "Mine", attachments = new[] { await Added(desk.Owner, "d.txt") } })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_second_try_with_the_same_key_adds_no_second_file(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();

        var first = await Send(desk.Owner, number, "a.txt", "hello"u8.ToArray(), "text/plain", "/api/v1/conversations", "one key");
        var second = await Send(desk.Owner, number, "a.txt", "hello"u8.ToArray(), "text/plain", "/api/v1/conversations", "one key");
        var other = await Send(desk.Owner, number, "a.txt", "other"u8.ToArray(), "text/plain", "/api/v1/conversations", "one key");

        Assert.Equal((201, 201, 422), (first.Status, second.Status, other.Status));
        Assert.Equal(first.Body.GetProperty("id").GetGuid(), second.Body.GetProperty("id").GetGuid());
        Assert.Equal(1, await desk.InDatabase(db => Task.FromResult(db.Attachments.Count())));
    }

    [Fact]
    public async Task A_multipart_form_is_not_kept_as_if_it_were_the_file()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var number = await desk.Conversation();
        using var form = new MultipartFormDataContent { { new ByteArrayContent("hello"u8.ToArray()), "file", "a.txt" } };

        var (status, problem) = await desk.Owner.Send(HttpMethod.Post, $"/api/v1/conversations/{number}/attachments", form);

        Assert.Equal(415, status);
        Assert.Contains("X-File-Name", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    static Task<(int Status, JsonElement Body)> Send(HttpClient client, long number, string name, byte[] bytes, string type, string under = "/desk", string? key = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new(type);
        content.Headers.Add("X-File-Name", Uri.EscapeDataString(name));
        return client.Send(HttpMethod.Post, $"{under}/{number}/attachments", content, key);
    }
}
