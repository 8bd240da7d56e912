using System.Net.Http.Headers;
using System.Text;

namespace Rapport.Tests.Foundation;

public class BadInputTests
{
    static readonly (string Json, string Field, string Words)[] Wrong =
    [
        ("{}", "body", "“body” is missing. Give a text of 1 to 20000 characters."),
        ("""{"body":"Hi"}""", "customer", "“customer” is missing."),
        ("""{"body":"Hi","customer":{}}""", "customer.name", "“customer.name” is missing."),
        ("""{"body":"Hi","customer":{"name":"R","email":"not an address"}}""", "customer.email", "“customer.email” is not a mail address."),
        ("""{"body":"Hi","customer":{"name":"R"},"channel":"pigeon"}""", "channel", "Allowed are: api, chat, counter, mail, phone."),
        ("""{"body":"Hi","customer":{"name":"R"},"occurred_at":"yesterday"}""", "occurred_at", "RFC 3339"),
        ("""{"body":"Hi","customer":{"name":"R"},"occurred_at":"2031-01-01T00:00:00Z"}""", "occurred_at", "in the future"),
        ("""{"body":"Hi","customer":{"name":"R"},"occurred_at":"1969-12-31T23:59:59Z"}""", "occurred_at", "before 1970"),
        ("""{"body":"Hi","customer":{"name":"R"},"occurred_at":"-9998-01-01T00:00:00Z"}""", "occurred_at", "RFC 3339"),
        ("""{"body":"Hi","customer":{"name":"R"},"occurred_at":"9999-12-31T23:59:59-18:00"}""", "occurred_at", "RFC 3339"),
        ("""{"body":["Hi"],"customer":{"name":"R"}}""", "body", "wrong kind"),
        ("""{"body":"H\u0000i","customer":{"name":"R"}}""", "body", "zero character"),
        ("""{"body":"Hi","customer":{"name":"R"},"contact_type":"no-such"}""", "contact_type", "There is no contact type called “no-such”"),
        ("""{"body":"Hi",""", "body", "not valid JSON"),
    ];

    [Theory, OnBothDatabases]
    public async Task A_wrong_or_missing_field_is_named_and_what_is_allowed_is_said(string database)
    {
        await using var desk = await TestDesk.Open(database);

        foreach (var (json, field, words) in Wrong)
        {
            var (status, problem) = await desk.Owner.Send(HttpMethod.Post, "/api/v1/conversations", new StringContent(json, Encoding.UTF8, "application/json"));

            Assert.Equal((json, 400), (json, status));
            Assert.Contains(words, problem.GetProperty("errors").GetProperty(field)[0].GetString()!, StringComparison.Ordinal);
        }
        Assert.Equal(0, await desk.InDatabase(db => Task.FromResult(db.Conversations.Count())));
    }

    [Theory, OnBothDatabases]
    public async Task Text_that_is_too_long_or_no_utf8_is_refused(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var path = $"/api/v1/conversations/{number}/messages";

        var (tooLong, problem) = await desk.Owner.Try(HttpMethod.Post, path, new { from = "customer", body = new string('x', 20_001) });
        Assert.Equal(400, tooLong);
        Assert.Equal("“body” is too long: 20001 characters, at most 20000 are allowed.", problem.GetProperty("detail").GetString());

        using var bytes = new ByteArrayContent([.. """{"from":"customer","body":" """u8[..^1], 0xC3, 0x28, .. "\"}"u8]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var (invalid, why) = await desk.Owner.Send(HttpMethod.Post, path, bytes);
        Assert.Equal(400, invalid);
        Assert.Contains("UTF-8", why.GetProperty("detail").GetString()!, StringComparison.Ordinal);

        var (early, when) = await desk.Owner.Try(HttpMethod.Post, path, new { from = "customer", body = "Hi", occurred_at = "1969-12-31T23:59:59Z" });
        Assert.Equal(400, early);
        Assert.Contains("before 1970", when.GetProperty("detail").GetString()!, StringComparison.Ordinal);

        var (huge, _) = await desk.Owner.Try(HttpMethod.Post, path, new { from = "customer", body = new string('x', 2_000_000) });
        Assert.Equal(413, huge);
    }

    static readonly (string Method, string Path, int Expected)[] Asked =
    [
        ("GET", "/api/v1/conversations/999999", 404),
        ("GET", "/api/v1/conversations/abc", 404),
        ("GET", "/api/v1/conversations?view=everything", 400),
        ("GET", "/api/v1/conversations?limit=0", 400),
        ("GET", "/api/v1/conversations?limit=many", 400),
        ("GET", "/api/v1/search", 400),
        ("GET", "/api/v1/nothing", 404),
        ("PATCH", "/api/v1/nothing", 404),
        ("GET", "/nothing.png", 404),
        ("PATCH", "/api/v1/conversations", 405),
        ("DELETE", "/api/v1/conversations", 405),
        ("OPTIONS", "/api/v1/conversations", 405),
        ("GET", "/api/v1/conversations/1/resolution", 405),
    ];

    [Theory, OnBothDatabases]
    public async Task Whatever_is_asked_for_wrongly_is_answered_as_a_problem(string database)
    {
        await using var desk = await TestDesk.Open(database);

        foreach (var (method, path, expected) in Asked) Assert.Equal((method, path, expected), (method, path, await Problem(method, path)));

        async Task<int> Problem(string method, string path)
        {
            var (status, body) = await desk.Owner.Try(new HttpMethod(method), path);
            Assert.Equal(status, body.GetProperty("status").GetInt32());
            return status;
        }
    }

    [Fact]
    public async Task A_method_that_does_nothing_is_told_which_do()
    {
        await using var desk = await TestDesk.Open("SQLite");
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/api/v1/conversations");

        using var answer = await desk.Owner.SendAsync(request);

        Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
        Assert.Contains("PATCH does nothing at this address. It takes GET, HEAD, POST.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_head_of_whatever_can_be_fetched_can_be_fetched()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var me = await desk.SignIn();

        foreach (var path in new[] { "/health/live", "/health/ready", "/desk", "/api/v1/conversations" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var answer = await me.SendAsync(request);
            Assert.Equal((path, 200, 0), (path, (int)answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync()).Length));
        }
    }

    [Fact]
    public async Task A_body_that_is_not_said_to_be_json_is_refused_in_words_and_one_that_may_be_left_out_may()
    {
        await using var desk = await TestDesk.Open("SQLite");
        using var plain = new StringContent("""{"body":"Hi","customer":{"name":"R"}}""");
        using var unnamed = new ByteArrayContent("""{"body":"Hi","customer":{"name":"R"}}"""u8.ToArray());

        foreach (var content in new HttpContent[] { plain, unnamed })
        {
            var (status, problem) = await desk.Owner.Send(HttpMethod.Post, "/api/v1/conversations", content);
            Assert.Equal(415, status);
            Assert.Contains("Content-Type: application/json", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        }
        Assert.Equal(201, (await desk.Owner.Send(HttpMethod.Post, "/api/v1/maps/supermarket-checkout/copy", null)).Status);
    }

    static readonly (string Path, int Status, string Words)[] Unbound =
    [
        ("/api/v1/customers/abc", 400, "“customer” can’t be “abc”."),
        ("/api/v1/conversations?limit=many", 400, "“limit” can’t be “many”."),
    ];

    [Fact]
    public async Task What_cannot_be_taken_is_told_in_words_for_whoever_sent_it()
    {
        await using var desk = await TestDesk.Open("SQLite");

        foreach (var (path, expected, words) in Unbound)
        {
            var (status, problem) = await desk.Owner.Try(HttpMethod.Get, path);
            Assert.Equal((expected, words), (status, problem.GetProperty("detail").GetString()));
        }
        var (none, missing) = await desk.Owner.Send(HttpMethod.Post, "/api/v1/conversations", new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } });
        Assert.Equal((400, "The body is missing. Send a JSON object."), (none, missing.GetProperty("detail").GetString()));
    }

    [Theory, OnBothDatabases]
    public async Task Text_that_is_no_unicode_is_refused_wherever_it_stands(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var moment = (await desk.Owner.Post($"/api/v1/conversations/{number}/moments", new { behavior = "interest", words = "Asked after the dog" })).GetProperty("id").GetGuid();
        var bytes = Encoding.Latin1.GetBytes("{\"text\":\"\u00ff\",\"body\":\"\u00ff\"}");
        var half = "\\ud800";
        (HttpMethod Method, string Path, byte[] Body)[] sent =
        [
            (HttpMethod.Post, "/api/v1/tidbits", Encoding.Latin1.GetBytes("{\"text\":\"\u00ff\"}")),
            (HttpMethod.Post, $"/api/v1/conversations/{number}/moments", bytes),
            (HttpMethod.Post, $"/api/v1/conversations/{number}/handover", Encoding.UTF8.GetBytes($$"""{"to":"team","brief":"{{half}}"}""")),
            (HttpMethod.Patch, $"/api/v1/conversations/{number}/moments/{moment}", Encoding.UTF8.GetBytes($$"""{"words":"{{half}}"}""")),
            (HttpMethod.Patch, $"/api/v1/conversations/{number}/moments/{moment}", Encoding.UTF8.GetBytes($$"""{"{{half}}":"words"}""")),
        ];

        foreach (var (method, path, body) in sent)
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            Assert.Equal((path, 400), (path, (await desk.Owner.Send(method, path, content)).Status));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_day_behind_which_there_is_no_day_is_refused(string database)
    {
        await using var desk = await TestDesk.Open(database);

        var (status, problem) = await desk.Owner.Try(HttpMethod.Post, "/api/v1/tidbits", new { text = "Hawthorn flowers first", about = "hawthorn", source = "the garden", until = "9999-12-31" });

        Assert.Equal(400, status);
        Assert.Contains("“until” is no day and no time", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    /// <summary>Where nothing can be fetched, a program is not sent there; and whoever tries again hears the same.</summary>
    [Theory, OnBothDatabases]
    public async Task The_place_of_what_was_made_is_told_where_it_can_be_fetched(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();

        foreach (var tries in new[] { 1, 2 })
        {
            Assert.Null(await Place($"/api/v1/conversations/{number}/notes", new { body = "Only for us" }));
            Assert.Null(await Place($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "We look into it" }));
            var opened = await Place("/api/v1/conversations", new { customer = new { name = "Ruth" }, body = "Hello" });
            Assert.Equal((tries, number + 1), (tries, (await desk.Owner.Get(opened!.ToString())).GetProperty("number").GetInt64()));
        }

        async Task<Uri?> Place(string path, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = System.Net.Http.Json.JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", path);
            using var answer = await desk.Owner.SendAsync(request);
            Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
            return answer.Headers.Location;
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_script_in_a_name_or_message_is_shown_as_text(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation("<script>alert(1)</script>", "<img src=x onerror=alert(2)> & \"quotes\"");
        var me = await desk.SignIn();

        var page = await me.GetStringAsync(new Uri($"/desk/{number}", UriKind.Relative));

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(2)&gt;", page, StringComparison.Ordinal);
    }
}
