using System.Text.Json;

namespace Rapport.Tests.House;

public class ApiDescriptionTests
{
    [Fact]
    public async Task Every_call_says_in_the_description_what_it_answers()
    {
        await using var desk = await TestDesk.Open("SQLite");
        using var description = await desk.Owner.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var paths = (await JsonDocument.ParseAsync(await description.Content.ReadAsStreamAsync())).RootElement.GetProperty("paths");

        var silent = from path in paths.EnumerateObject()
                     from call in path.Value.EnumerateObject()
                     where !SaysWhat(call.Value.GetProperty("responses").EnumerateObject().ToList())
                     select $"{call.Name} {path.Name}";

        Assert.True(paths.EnumerateObject().Count() > 50);
        Assert.Empty(silent);

        // What is always refused, like taking words off the deny list, promises no success; then it says how it refuses.
        static bool SaysWhat(List<JsonProperty> answers) => answers.Exists(r => r.Name[0] == '2')
            ? answers.Exists(r => r.Name == "204" || (r.Name[0] == '2' && HasContent(r)))
            : answers.Exists(HasContent);

        static bool HasContent(JsonProperty answer) => answer.Value.TryGetProperty("content", out _);
    }

    [Fact]
    public async Task Only_what_is_always_refused_promises_no_success()
    {
        await using var desk = await TestDesk.Open("SQLite");
        using var description = await desk.Owner.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var paths = (await JsonDocument.ParseAsync(await description.Content.ReadAsStreamAsync())).RootElement.GetProperty("paths");

        var refused = from path in paths.EnumerateObject()
                      from call in path.Value.EnumerateObject()
                      where !call.Value.GetProperty("responses").EnumerateObject().Any(r => r.Name[0] == '2')
                      select $"{call.Name} {path.Name}";

        Assert.Equal(["delete /api/v1/deny-list/{words}"], refused);
    }

    [Fact]
    public async Task What_one_feature_takes_is_not_described_as_what_another_takes()
    {
        await using var desk = await TestDesk.Open("SQLite");
        using var description = await desk.Owner.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var root = (await JsonDocument.ParseAsync(await description.Content.ReadAsStreamAsync())).RootElement;
        string[] Fields(string schema) => [.. root.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").EnumerateObject().Select(p => p.Name)];

        Assert.Equal("3.1.1", root.GetProperty("openapi").GetString());
        Assert.Equal(["from", "body", "occurred_at", "seen", "attachments"], Fields("PostMessageRequest"));
        Assert.Equal(["text", "due_at"], Fields("MakePromiseRequest"));
        Assert.Equal(["items", "next"], Fields("PageOfPostMessageView"));
        Assert.Contains("body", Fields("PostMessageView"));
        Assert.DoesNotContain("shown", Fields("ShowBondsView"));
    }

    [Fact]
    public async Task What_may_be_left_out_is_not_described_as_needed()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var schemas = (await desk.Owner.Get("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");
        string[] Needed(string schema) => schemas.GetProperty(schema).TryGetProperty("required", out var needed) ? [.. needed.EnumerateArray().Select(n => n.GetString()!)] : [];

        Assert.Empty(Needed("PostMessageRequest"));
        Assert.Empty(Needed("OfferHandoverRequest"));
        Assert.Equal(["id", "text", "due_at"], Needed("MakePromiseView"));
        var due = schemas.GetProperty("MakePromiseRequest").GetProperty("properties").GetProperty("due_at");
        Assert.Equal("date-time", due.GetProperty("format").GetString());
        Assert.Equal(["null", "string"], due.GetProperty("type").EnumerateArray().Select(t => t.GetString()!));
    }

    [Fact]
    public async Task A_program_reads_how_it_signs_in_and_how_it_may_try_again()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var root = await desk.Owner.Get("/openapi/v1.json");

        var scheme = root.GetProperty("components").GetProperty("securitySchemes").GetProperty(root.GetProperty("security")[0].EnumerateObject().Single().Name);
        Assert.Equal(("http", "bearer"), (scheme.GetProperty("type").GetString(), scheme.GetProperty("scheme").GetString()));
        var calls = root.GetProperty("paths").GetProperty("/api/v1/conversations");
        Assert.Contains(calls.GetProperty("post").GetProperty("parameters").EnumerateArray(), p => p.GetProperty("name").GetString() == "Idempotency-Key" && p.GetProperty("in").GetString() == "header");
        Assert.Equal(["get", "post"], calls.EnumerateObject().Select(c => c.Name).Order(StringComparer.Ordinal));
    }
}
