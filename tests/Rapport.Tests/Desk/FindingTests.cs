using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Rapport.Foundation.Search;

namespace Rapport.Tests.Desk;

public class FindingTests
{
    [Theory]
    [InlineData("Café crème", "cafe", true)]
    [InlineData("cafe", "CAFÉ", true)]
    [InlineData("Straße 7", "strasse", true)]
    [InlineData("Łódź", "lodz", true)]
    [InlineData("order_20418:torn", "20418", true)]
    [InlineData("order_20418:torn", "torn", true)]
    [InlineData("order_20418:torn", "order:204", true)]
    [InlineData("order 20418", "0418", true)]
    [InlineData("harness", "harn", true)]
    [InlineData("harness", "ness", false)]
    [InlineData("ruth@example.com", "ruth@exam", true)]
    [InlineData("東京の店", "東京", true)]
    public void Text_is_found_by(string text, string query, bool found)
    {
        var index = Words.ToIndex(text).Split(' ');
        Assert.Equal(found, Words.ToFind(query).All(q => index.Any(w => w.StartsWith(q, StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_word_of_any_text_finds_it_and_what_is_marked_is_in_it()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            text ??= "";
            var index = Words.ToIndex(text).Split(' ');
            return Words.Of(text).All(w => index.Contains(w.Key, StringComparer.Ordinal) && w.Start >= 0 && w.Start + w.Length <= text.Length);
        }).QuickCheckThrowOnFailure();
    }

    [Theory, OnBothDatabases]
    public async Task Conversations_and_customers_are_found_by_what_people_type(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var torn = await desk.Conversation("Zoë Müller", "Die Tüte ist gerissen, Bestellung order_20418:b", email: "zoe@example.com");
        var hotel = await desk.Conversation("Tomás Herrera", "Second charge on the same booking");
        await desk.Owner.Post($"/api/v1/conversations/{hotel}/messages", new { from = "agent", body = "I see two charges of 84.20 on 3 March." });

        foreach (var q in new[] { "tute", "TÜTE", "geris", "20418", "0418", "order:20418", "zoe muller", "zoë", "muller tute", $"{torn}", $"#{torn}" }) Assert.Contains(torn, await Numbers(desk, q));
        foreach (var q in new[] { "charge", "84.20", "herrera booking", "tomas charges" }) Assert.Contains(hotel, await Numbers(desk, q));
        foreach (var q in new[] { "giraffe", "%", "_", "'", "\"", "*", "a:b:c", "NOT", "torn OR 1" }) Assert.DoesNotContain(torn, await Numbers(desk, q));
        var customer = (await desk.Owner.Get("/api/v1/search?q=zoe@exa")).GetProperty("items").EnumerateArray().First();
        Assert.Equal("customer", customer.GetProperty("kind").GetString());
        Assert.Equal("<mark>Zoë</mark> Müller", customer.GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_search_gives_the_best_and_promises_no_page_after_them()
    {
        await using var desk = await TestDesk.Open("SQLite");
        for (var i = 0; i < 4; i++) await desk.Conversation("Ruth", "The dog is well");

        var found = await desk.Owner.Get("/api/v1/search?q=dog&limit=3");

        Assert.Equal(3, found.GetProperty("items").GetArrayLength());
        Assert.False(found.TryGetProperty("next", out _));
    }

    [Theory, OnBothDatabases]
    public async Task Results_mark_the_words_and_never_carry_html_of_a_customer(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Conversation("<img src=x onerror=alert(1)>", "The <b>café</b> <script>alert(1)</script> was closed");

        var found = Assert.Single((await desk.Owner.Get("/api/v1/search?q=cafe")).GetProperty("items").EnumerateArray());

        Assert.Equal("The &lt;b&gt;<mark>café</mark>&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt; was closed", found.GetProperty("snippet").GetString());
        Assert.DoesNotContain("<img", found.GetProperty("title").GetString()!, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_found_far_back_is_on_the_page_that_the_result_opens(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "The giraffe is torn" });
        for (var i = 0; i < 130; i++) await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = $"And again {i}" });
        var me = await desk.SignIn();

        var url = Assert.Single((await desk.Owner.Get("/api/v1/search?q=giraffe")).GetProperty("items").EnumerateArray()).GetProperty("url").GetString()!;

        Assert.EndsWith("#m-2", url, StringComparison.Ordinal);
        Assert.Contains("id=\"m-2\"", await me.GetStringAsync(new Uri(url, UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains($"href=\"{url}\"", await me.GetStringAsync(new Uri("/find?q=giraffe", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains($"/desk/{number}#m-132", (await desk.Owner.Get("/api/v1/search?q=129")).GetProperty("items")[0].GetProperty("url").GetString()!, StringComparison.Ordinal);
    }

    static async Task<List<long>> Numbers(TestDesk desk, string q) =>
        [.. (await desk.Owner.Get($"/api/v1/search?q={Uri.EscapeDataString(q)}")).GetProperty("items").EnumerateArray().Where(i => i.GetProperty("number").ValueKind is JsonValueKind.Number).Select(i => i.GetProperty("number").GetInt64())];
}
