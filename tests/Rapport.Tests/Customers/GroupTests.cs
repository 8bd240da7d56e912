using Rapport.Tests.Memory;

namespace Rapport.Tests.Customers;

public class GroupTests
{
    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Who_belongs_together_is_shown_and_what_one_told_stays_theirs(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var talk = await desk.Conversation("Ruth Adeyemi", "Hello", "ruth@example.com");
        var (ruth, max, lena) = (await desk.CustomerOf(talk), await desk.Customer("Max Adeyemi", "max@example.com"), await desk.Customer("Lena Adeyemi", "lena@example.com"));
        await desk.Owner.Remember(max, "Plays the cello", "hobby");
        var group = (await desk.Owner.Post("/api/v1/groups", new { name = "The Adeyemis", kind = "household", members = new[] { ruth, max } })).GetProperty("id").GetGuid();
        await desk.Owner.Put($"/api/v1/groups/{group}/members/{lena}", new { });

        var me = await desk.SignIn();
        var pane = await me.GetStringAsync(new Uri($"/desk/{talk}/person", UriKind.Relative));
        Assert.Matches("Of the same household:.*Lena Adeyemi.*Max Adeyemi", pane.ReplaceLineEndings(" "));
        Assert.DoesNotContain("cello", pane, StringComparison.Ordinal);
        Assert.DoesNotContain("cello", await me.GetStringAsync(new Uri($"/customers/{ruth}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Empty(await desk.Owner.Memories(ruth));

        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/groups/{group}/members/{max}");
        Assert.Equal(["Lena Adeyemi", "Ruth Adeyemi"], (await desk.Owner.Get($"/api/v1/groups/{group}")).GetProperty("members").EnumerateArray().Select(m => m.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        Assert.Empty((await desk.Owner.Get($"/api/v1/customers/{max}/groups")).GetProperty("items").EnumerateArray());
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/groups/{group}")).Status);
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Get, $"/api/v1/groups/{group}")).Status);
        Assert.Empty((await desk.Owner.Get($"/api/v1/customers/{ruth}/groups")).GetProperty("items").EnumerateArray());
    }

    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task Whoever_is_put_together_belongs_where_both_did_and_each_alone_where_they_did(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (a, b) = (await desk.Customer("A", "a@example.com"), await desk.Customer("B", "b@example.com"));
        async Task<int> Groups(Guid of) => (await desk.Owner.Get($"/api/v1/customers/{of}/groups")).GetProperty("items").GetArrayLength();
        await desk.Owner.Post("/api/v1/groups", new { name = "Both", kind = "household", members = new[] { a, b } });
        await desk.Owner.Post("/api/v1/groups", new { name = "Only B", kind = "company", members = new[] { b } });

        var merge = await desk.Owner.Merge(b, a);
        var both = (await desk.Owner.Get($"/api/v1/customers/{a}/groups")).GetProperty("items");
        Assert.Equal(2, both.GetArrayLength());
        Assert.All(both.EnumerateArray(), g => Assert.Single(g.GetProperty("members").EnumerateArray()));
        await desk.Owner.Unmerge(a, merge);

        Assert.Equal((1, 2), (await Groups(a), await Groups(b)));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_not_there_is_said(string database)
    {
        await using var desk = await TestDesk.Open(database);
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/groups", new { name = "", kind = "tribe" })).Status);
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/groups", new { name = "X", kind = "household", members = new[] { Guid.NewGuid() } })).Status);
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Put, $"/api/v1/groups/{Guid.NewGuid()}/members/{Guid.NewGuid()}", new { })).Status);
    }
}
