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
        ("PATCH", "/api/v1/conversations", 404),
    ];

    [Theory, OnBothDatabases]
    public async Task Whatever_is_asked_for_wrongly_is_answered_as_a_problem(string database)
    {
        await using var desk = await TestDesk.Open(database);

        foreach (var (method, path, expected) in Asked) Assert.Equal((path, expected), (path, (await desk.Owner.Try(new HttpMethod(method), path)).Status));
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
