namespace Rapport.Tests.Desk;

public class ReplyTests
{
    static readonly TimeSpan Hold = TimeSpan.FromSeconds(11);

    [Theory, OnBothDatabases]
    public async Task A_reply_is_held_for_ten_seconds_and_then_sent(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();

        var held = await me.Post($"/desk/{number}/replies", new { body = "A new bag leaves today.", seen = 1 });
        await desk.Pass(TimeSpan.FromSeconds(9));
        Assert.Equal(["The 15 kg bag arrived torn"], await Bodies(desk, number));
        await desk.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal("2026-11-22T09:00:10Z", held.GetProperty("send_at").GetString());
        Assert.Equal(["The 15 kg bag arrived torn", "A new bag leaves today."], await Bodies(desk, number));
    }

    [Theory, OnBothDatabases]
    public async Task Until_then_its_writer_may_take_it_back_and_has_the_words_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        var id = (await me.Post($"/desk/{number}/replies", new { body = "Wrong words", seen = 1 })).GetProperty("id").GetGuid();

        var (status, back) = await me.Try(HttpMethod.Delete, $"/desk/{number}/replies/{id}");
        await desk.Pass(Hold);

        Assert.Equal(200, status);
        Assert.Equal("Wrong words", back.GetProperty("body").GetString());
        Assert.Equal(["The 15 kg bag arrived torn"], await Bodies(desk, number));
        Assert.Equal("Wrong words", await desk.InDatabase(db => Task.FromResult(db.Drafts.Single().Body)));
    }

    [Theory, OnBothDatabases]
    public async Task A_stale_reply_is_stopped_and_what_is_new_is_shown(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        await me.Put($"/desk/{number}/draft", new { kind = "reply", body = "Half written", seen = 1 });
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "Wait, it is the other bag" });

        var (status, problem) = await me.Try(HttpMethod.Post, $"/desk/{number}/replies", new { body = "Half written", seen = 1 });

        Assert.Equal(409, status);
        var newer = Assert.Single(problem.GetProperty("newer").EnumerateArray());
        Assert.Equal("Wait, it is the other bag", newer.GetProperty("body").GetString());
        Assert.Equal("Ruth Adeyemi", newer.GetProperty("who").GetString());
        Assert.Equal("Half written", await desk.InDatabase(db => Task.FromResult(db.Drafts.Single().Body)));

        await me.Post($"/desk/{number}/replies", new { body = "Half written", seen = 1, anyway = true });
        await desk.Pass(Hold);
        Assert.Equal("Half written", (await Bodies(desk, number))[^1]);
    }

    [Theory, OnBothDatabases]
    public async Task A_held_reply_comes_back_when_the_customer_writes_meanwhile(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        await me.Post($"/desk/{number}/replies", new { body = "A new bag leaves today.", seen = 1 });

        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "Never mind, I found it" });
        await desk.Pass(Hold);

        Assert.Equal(["The 15 kg bag arrived torn", "Never mind, I found it"], await Bodies(desk, number));
        var draft = await desk.InDatabase(db => Task.FromResult(db.Drafts.Single()));
        Assert.Equal("A new bag leaves today.", draft.Body);
        Assert.True(draft.Returned);
    }

    [Theory, OnBothDatabases]
    public async Task A_colleagues_note_stops_it_too_and_ones_own_does_not(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, asAna) = await desk.Person("Ana");
        var me = await desk.SignIn();

        await me.Post($"/desk/{number}/notes", new { body = "I look in the warehouse" });
        Assert.Equal(202, (await me.Try(HttpMethod.Post, $"/desk/{number}/replies", new { body = "One", seen = 1 })).Status);
        await desk.Pass(Hold);
        await asAna.Post($"/api/v1/conversations/{number}/notes", new { body = "It is fraud" });

        Assert.Equal(409, (await me.Try(HttpMethod.Post, $"/desk/{number}/replies", new { body = "Two", seen = 3 })).Status);
    }

    static async Task<List<string?>> Bodies(TestDesk desk, long number) =>
        [.. (await desk.Owner.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("body").GetString())];
}
