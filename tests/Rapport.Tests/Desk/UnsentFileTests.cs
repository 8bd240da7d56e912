using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rapport.Foundation;
using Rapport.Workspace;

namespace Rapport.Tests.Desk;

public class UnsentFileTests
{
    [Theory, OnBothDatabases]
    public async Task A_file_that_was_added_and_never_sent_goes_after_a_day_with_its_bytes(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        var left = await Add(me, number, "left behind");
        var thrownAway = await Add(me, number, "of an answer that was let go");
        await me.Put($"/desk/{number}/draft", new { kind = "reply", body = "Here", seen = 1, attachments = new[] { thrownAway } });
        await me.Try(HttpMethod.Delete, $"/desk/{number}/draft?kind=reply");

        await Sweep(desk, TimeSpan.FromHours(23));
        Assert.Equal((true, true), (await IsThere(desk, "left behind"), await IsThere(desk, "of an answer that was let go")));
        await Sweep(desk, TimeSpan.FromHours(2));

        Assert.Equal((false, false), (await IsThere(desk, "left behind"), await IsThere(desk, "of an answer that was let go")));
        Assert.Equal(422, (await me.Try(HttpMethod.Post, $"/desk/{number}/replies", new { body = "Here", seen = 1, attachments = new[] { left } })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task What_a_message_a_note_a_draft_or_an_answer_on_its_way_has_stays_however_old_it_is(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (sent, drafted, held) = (await desk.Conversation(), await desk.Conversation(), await desk.Conversation());
        var me = await desk.SignIn();
        await me.Post($"/desk/{sent}/notes", new { body = "For us", attachments = new[] { await Add(me, sent, "noted") } });
        await me.Post($"/desk/{sent}/replies", new { body = "Here", seen = 1, attachments = new[] { await Add(me, sent, "sent") } });
        await me.Put($"/desk/{drafted}/draft", new { kind = "note", body = "", seen = 1, attachments = new[] { await Add(me, drafted, "drafted") } });
        var onItsWay = await Add(me, held, "held");
        await me.Put($"/desk/{held}/draft", new { kind = "reply", body = "Here", seen = 1, attachments = new[] { onItsWay } });

        await desk.Pass(TimeSpan.FromDays(40));
        me = await desk.SignIn();
        var answer = (await me.Post($"/desk/{held}/replies", new { body = "Here", seen = 1, attachments = new[] { onItsWay } })).GetProperty("id").GetGuid();
        await Sweep(desk, TimeSpan.Zero);
        await me.Try(HttpMethod.Delete, $"/desk/{held}/replies/{answer}");
        await Sweep(desk, TimeSpan.Zero);

        foreach (var words in new[] { "noted", "sent", "drafted", "held" }) Assert.True(await IsThere(desk, words), words);
        Assert.Equal(4, await desk.InDatabase(db => db.Attachments.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task The_bytes_stay_while_the_same_file_is_needed_elsewhere(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        await Add(me, number, "the price list");
        await me.Post($"/desk/{number}/replies", new { body = "Here", seen = 1, attachments = new[] { await Add(me, number, "the price list") } });

        await Sweep(desk, TimeSpan.FromDays(2));

        Assert.True(await IsThere(desk, "the price list"));
        Assert.Equal(1, await desk.InDatabase(db => db.Attachments.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task What_its_writer_removes_leaves_no_bytes_behind(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var me = await desk.SignIn();

        await me.Try(HttpMethod.Delete, $"/desk/{number}/attachments/{await Add(me, number, "the wrong one")}");
        await desk.Pass(TimeSpan.FromSeconds(1));

        Assert.False(await IsThere(desk, "the wrong one"));
    }

    /// <summary>Its bytes are kept before anything points at them, and the same bytes may be going at that moment.</summary>
    [Fact]
    public async Task Nobody_is_told_that_a_file_is_there_whose_bytes_have_just_been_taken_away()
    {
        await using var desk = await TestDesk.Open("SQLite");
        var number = await desk.Conversation();
        var me = await desk.SignIn();
        await Add(me, number, "hello");
        Task<(int Status, System.Text.Json.JsonElement Body)>? again = null;

        await desk.Change(async db =>
        {
            await db.Attachments.ExecuteDeleteAsync();
            again = Send(me, number, "hello");
            await Task.Delay(1000);
            await using var scope = desk.Services.CreateAsyncScope();
            await new LetGoOfFile(db, scope.ServiceProvider.GetRequiredService<FileStore>(), [new Rapport.Desk.AttachedFiles(db)]).Handle(new(Hash("hello"), null), default);
        });

        Assert.Equal(409, (await again!).Status);
        Assert.Equal(0, await desk.InDatabase(db => db.Attachments.CountAsync()));
        await Add(me, number, "hello");
        Assert.True(await IsThere(desk, "hello"));
    }

    static async Task Sweep(TestDesk desk, TimeSpan later)
    {
        desk.Time.Advance(later);
        await desk.Services.GetServices<IHostedService>().OfType<SweepUp>().Single().Sweep(default);
        await desk.Pass(TimeSpan.FromSeconds(1));
    }

    static Task<bool> IsThere(TestDesk desk, string words) => desk.InDatabase(async db =>
    {
        await using var content = await desk.Services.GetRequiredService<FileStore>().Open(db, Hash(words), default);
        return content is not null;
    });

    static string Hash(string words) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(words)));

    static async Task<string> Add(HttpClient client, long number, string words)
    {
        var (status, file) = await Send(client, number, words);
        Assert.Equal(201, status);
        return file.GetProperty("id").GetString()!;
    }

    static Task<(int Status, System.Text.Json.JsonElement Body)> Send(HttpClient client, long number, string words)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(words));
        content.Headers.Add("X-File-Name", "a.txt");
        return client.Send(HttpMethod.Post, $"/desk/{number}/attachments", content);
    }
}
