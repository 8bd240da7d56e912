using System.Text;
using System.Text.Json;

namespace Rapport.Tests.Channels;

public class ChatInputTests
{
    [Theory, OnBothDatabases]
    public async Task What_is_wrong_is_named_and_nothing_is_kept(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var id = Guid.NewGuid();

        await Refused("id", new { body = "Hello" });
        await Refused("id", new { id = Guid.Empty, body = "Hello" });
        await Refused("id", new { id = "seven", body = "Hello" });
        await Refused("body", new { id });
        await Refused("body", new { id, body = " \n " });
        await Refused("body", new { id, body = new string('x', 20_001) });
        await Refused("body", new { id, body = "a\0b" });
        await Refused("body", new { id, body = 7 });
        await Refused("name", new { id, body = "Hello", name = new string('x', 201) });
        await Refused("email", new { id, body = "Hello", email = "ruth" });
        await Refused("email", new { id, body = "Hello", email = "ruth@a b" });
        Assert.Empty(await visitor.Reads());

        async Task Refused(string field, object body)
        {
            var (status, problem) = await visitor.Http.Try(HttpMethod.Post, "/chat/v1/messages", body);
            Assert.Equal(400, status);
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out var sentences), $"{field} in {problem}");
            Assert.NotEmpty(sentences[0].GetString()!);
        }
    }

    static readonly string[] NoText =
    [
        "{\"id\":\"0d8f1f7e-6a5e-4a8e-9d0f-3a5b7c1e2d4f\",\"body\":\"caf\u00e9\"}",
        "{\"id\":\"0d8f1f7e-6a5e-4a8e-9d0f-3a5b7c1e2d4f\",\"body\":\"half a pair \\ud83d\"}",
        "{\"id\":",
        "[]",
        "",
    ];

    [Theory, OnBothDatabases]
    public async Task What_is_not_text_is_refused(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);

        foreach (var body in NoText)
        {
            using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
            content.Headers.ContentType = new("application/json");
            Assert.Equal((body, 400), (body, (await visitor.Http.Send(HttpMethod.Post, "/chat/v1/messages", content)).Status));
        }

        Assert.Empty(await visitor.Reads());
    }

    [Theory, OnBothDatabases]
    public async Task The_longest_message_of_any_script_arrives_as_it_was_written(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        string[] words = [string.Concat(Enumerable.Repeat("🐕", 10_000)), string.Concat(Enumerable.Repeat("כלב ", 5_000)), "<img src=x onerror=alert(1)>", "a\r\nb\tc\u202e d"];

        foreach (var said in words) await visitor.Says(said);
        var escaped = JsonSerializer.Serialize(new { id = Guid.NewGuid(), body = words[0] }).Replace("🐕", "\\ud83d\\udc15", StringComparison.Ordinal);
        using var content = new StringContent(escaped, Encoding.UTF8, "application/json");
        Assert.Equal(201, (await visitor.Http.Send(HttpMethod.Post, "/chat/v1/messages", content)).Status);

        Assert.Equal(words.Append(words[0]), await visitor.Reads());
    }

    [Theory, OnBothDatabases]
    public async Task More_than_a_message_can_hold_is_not_even_read(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var (status, problem) = await visitor.Http.Try(HttpMethod.Post, "/chat/v1/messages", new { id = Guid.NewGuid(), body = new string('x', 400_000) });
        Assert.Equal(413, status);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_sends_without_measure_is_asked_to_wait_and_nobody_else_is(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var flood = await ChatVisitor.Arrive(desk);
        var calm = await ChatVisitor.Arrive(desk);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => flood.Http.Try(HttpMethod.Post, "/chat/v1/messages", new { id = Guid.NewGuid(), body = $"{i}" })));

        Assert.Contains(answers, a => a.Status == 429);
        Assert.InRange(answers.Count(a => a.Status == 201), 30, 40);
        Assert.Equal("That was a lot at once. Wait a few seconds, then try again.", answers.First(a => a.Status == 429).Body.GetProperty("detail").GetString());
        await calm.Says("Hello");
    }

    [Theory, OnBothDatabases]
    public async Task Keys_are_not_given_out_without_measure(string database)
    {
        await using var desk = await TestDesk.Open(database);
        using var nobody = desk.With(null);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => nobody.Try(HttpMethod.Post, "/chat/v1/visits", new { })));
        Assert.Contains(answers, a => a.Status == 429);
        Assert.True(answers.Count(a => a.Status == 201) >= 60);
    }

    [Theory]
    [InlineData("SQLite", "/Chat/v1/visits", "/chat/V1/Messages"), InlineData("PostgreSQL", "/Chat/v1/visits", "/chat/V1/Messages")]
    [InlineData("SQLite", "/chat/v1/visits/", "/chat/v1/messages/"), InlineData("PostgreSQL", "/chat/v1/visits/", "/chat/v1/messages/")]
    public async Task Another_spelling_of_the_address_is_measured_the_same(string database, string visits, string messages)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        using var nobody = desk.With(null);

        var arrivals = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => nobody.Try(HttpMethod.Post, visits, new { })));
        var words = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => visitor.Http.Try(HttpMethod.Post, messages, new { id = Guid.NewGuid(), body = $"{i}" })));

        Assert.Contains(arrivals, a => a.Status == 429);
        Assert.Contains(words, a => a.Status == 429);
        Assert.Contains(words, a => a.Status == 201);
    }
}
