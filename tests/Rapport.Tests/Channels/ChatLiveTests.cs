using NodaTime;
using Rapport.Channels.Chat;

namespace Rapport.Tests.Channels;

public class ChatLiveTests
{
    [Theory, OnBothDatabases]
    public async Task A_visitor_s_line_tells_of_every_change_and_carries_none_of_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        using var line = await Line.Open(visitor.Http, "/chat/v1/live");
        Assert.Equal("hello", await line.Next());

        // The line was there before the conversation.
        var number = await visitor.Says("Hello");
        Assert.Equal("changed", await line.Next());
        await line.Quiet();
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "A secret word" });
        Assert.Equal("changed", await line.Next());
        await line.Quiet();
        await desk.Owner.Put($"/desk/{number}/presence", new { typing = true });
        Assert.Equal("changed", await line.Next());

        Assert.DoesNotContain("secret", line.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain($"{number}", line.Everything, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_visitor_s_line_is_silent_about_others(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        await visitor.Says("Hello");
        using var line = await Line.Open(visitor.Http, "/chat/v1/live");
        Assert.Equal("hello", await line.Next());

        var other = await ChatVisitor.Arrive(desk);
        await other.Says("Hello from somebody else");
        await desk.Conversation();

        await line.Quiet();
        Assert.DoesNotContain("changed", line.Everything, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_visitor_who_opens_very_many_lines_loses_the_oldest(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        await visitor.Says("Hello");
        var lines = new List<Line>();
        for (var i = 0; i < 12; i++)
        {
            lines.Add(await Line.Open(visitor.Http, "/chat/v1/live"));
            Assert.Equal("hello", await lines[^1].Next());
        }

        foreach (var ended in lines.Take(2)) await Assert.ThrowsAsync<InvalidOperationException>(ended.Next);
        await visitor.Says("Still here");
        foreach (var open in lines.Skip(2)) Assert.Equal("changed", await open.Next());
        lines.ForEach(l => l.Dispose());
    }

    [Theory, OnBothDatabases]
    public async Task While_nobody_has_the_desk_open_we_answer_by_mail(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        using var own = await Line.Open(visitor.Http, "/chat/v1/live"); // a customer who listens is not somebody at the desk
        Assert.Equal((false, "we answer by mail"), await Says());

        using (var open = await Line.Open(desk.Owner, "/live?topics=inbox"))
        {
            await open.Next();
            Assert.Equal((true, "here now"), await Says());
        }

        for (var i = 0; i < 1500 && (await Says()).Online; i++) await Task.Delay(20);
        Assert.Equal((false, "we answer by mail"), await Says());

        async Task<(bool Online, string Says)> Says()
        {
            var state = await visitor.Sees();
            return (state.GetProperty("online").GetBoolean(), state.GetProperty("says").GetString()!);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_has_just_answered_is_at_the_desk(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var visitor = await ChatVisitor.Arrive(desk);
        var number = await visitor.Says("Hello");
        Assert.False((await visitor.Sees()).GetProperty("online").GetBoolean());
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Hi" });
        Assert.True((await visitor.Sees()).GetProperty("online").GetBoolean());
        var another = await ChatVisitor.Arrive(desk);
        desk.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.True((await another.Sees()).GetProperty("online").GetBoolean());
        desk.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.False((await visitor.Sees()).GetProperty("online").GetBoolean());
    }

    [Theory, OnBothDatabases]
    public async Task How_soon_we_answer_is_said_when_there_is_enough_to_say_it_from(string database)
    {
        await using var desk = await TestDesk.Open(database);
        using var open = await Line.Open(desk.Owner, "/live?topics=inbox");
        await open.Next();
        var visitor = await ChatVisitor.Arrive(desk);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("here now", (await visitor.Sees()).GetProperty("says").GetString());
            var number = await desk.Conversation($"Customer {i}");
            desk.Time.Advance(TimeSpan.FromSeconds(100));
            await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Hi" });
        }
        desk.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("usually answers in 2 minutes", (await visitor.Sees()).GetProperty("says").GetString());
    }

    [Theory]
    [InlineData(10, "within a minute")]
    [InlineData(61, "in 2 minutes")]
    [InlineData(600, "in 10 minutes")]
    [InlineData(780, "in 15 minutes")]
    [InlineData(3500, "within an hour")]
    [InlineData(7000, "in 2 hours")]
    [InlineData(200_000, "in a few days")]
    public void Waits_are_rounded_up_and_said_plainly(int seconds, string words) => Assert.Equal("usually answers " + words, UsualWait.Say(Duration.FromSeconds(seconds)));

    [Fact]
    public async Task The_widget_weighs_less_than_twenty_kilobytes_and_is_kept_by_browsers()
    {
        await using var desk = await TestDesk.Open("SQLite");
        using var shop = desk.With(null);
        shop.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        using var script = await shop.GetAsync(new Uri("/widget.js", UriKind.Relative));
        Assert.Equal("gzip", script.Content.Headers.ContentEncoding.Single());
        Assert.InRange((await script.Content.ReadAsByteArrayAsync()).Length, 1000, 20_000);

        shop.DefaultRequestHeaders.IfNoneMatch.Add(script.Headers.ETag!);
        using var again = await shop.GetAsync(new Uri("/widget.js", UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task The_sample_shop_is_there_only_in_the_demo()
    {
        await using (var desk = await TestDesk.Open("SQLite")) Assert.Equal(404, (await desk.With(null).Try(HttpMethod.Get, "/shop")).Status);
        await using var demo = await TestDesk.Open("SQLite", b => b.Configuration["RAPPORT_DEMO"] = "true");
        using var page = await demo.With(null).GetAsync(new Uri("/shop", UriKind.Relative));
        Assert.Contains("<script src=\"/widget.js\" defer", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
