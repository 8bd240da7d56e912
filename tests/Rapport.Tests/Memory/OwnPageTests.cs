using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Memory;

public class OwnPageTests
{
    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task A_customer_reads_what_is_remembered_why_by_whom_and_until_when(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var customer = await desk.CustomerOf(await desk.Conversation());
        var (_, asDana) = await desk.Person("Dana Mercer");
        await asDana.Remember(customer, "Max, a chocolate Labrador");
        var (path, browser) = await desk.OwnPage(customer);

        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        var page = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.Contains("Max, a chocolate Labrador", page, StringComparison.Ordinal);
        Assert.Contains("You told Dana on 22 November 2026, so that you don’t have to say it twice. Kept until November 2028.", page, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task A_customer_corrects_silences_and_deletes(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var customer = await desk.CustomerOf(number);
        var max = (await desk.Owner.Remember(customer, "Max, a chocolate Labrador")).GetProperty("id").GetGuid();
        var boats = (await desk.Owner.Remember(customer, "Paints boats", "hobby")).GetProperty("id").GetGuid();
        var (path, browser) = await desk.OwnPage(customer);

        await browser.Try(HttpMethod.Patch, $"{path}/facts/{max}", new { text = "Max, a brown Labrador" });
        Assert.Contains("Max, a brown Labrador", (await desk.Owner.Recognizes(number)).Texts("facts"));
        await browser.Try(HttpMethod.Put, $"{path}/facts/{max}/silence");
        Assert.Equal(["Paints boats"], (await desk.Owner.Recognizes(number)).Texts("facts"));
        Assert.Equal(204, (await browser.Try(HttpMethod.Delete, $"{path}/facts/{boats}")).Status);
        Assert.Empty((await desk.Owner.Recognizes(number)).Texts("facts"));
        Assert.Contains($"customer:{customer}", await desk.InDatabase(db => db.Log.Where(e => e.Kind == "memory_forgotten").Select(e => e.Actor).ToListAsync()));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E167")]
    public async Task Who_wants_nothing_remembered_is_asked_by_nobody_until_they_say_so_themselves(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation("Ruth Adeyemi", "Our dog Max turns ten on Saturday and eats like it's a job.");
        var customer = await desk.CustomerOf(number);
        await desk.Owner.Remember(customer, "Max, a chocolate Labrador");
        var (path, browser) = await desk.OwnPage(customer);

        await browser.Try(HttpMethod.Put, path + "/nothing");

        Assert.Empty(await desk.Owner.Memories(customer));
        var known = await desk.Owner.Recognizes(number);
        Assert.False(known.GetProperty("may_be_remembered").GetBoolean());
        Assert.Empty(known.GetProperty("proposed").EnumerateArray());
        var (status, problem) = await desk.Owner.TryRemember(customer, new { kind = "pet", text = "Max", consent = true });
        Assert.Equal((409, "nothing-wanted"), (status, problem.Code()));
        await browser.Try(HttpMethod.Delete, path + "/nothing");
        Assert.Equal(201, (await desk.Owner.TryRemember(customer, new { kind = "pet", text = "Max again" })).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task A_link_runs_out_and_can_be_taken_back_and_cannot_be_guessed(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var customer = await desk.CustomerOf(await desk.Conversation());
        var (path, browser) = await desk.OwnPage(customer);
        var (other, _) = await desk.OwnPage(customer);
        async Task<int> Status(string at) => (int)(await browser.GetAsync(new Uri(at, UriKind.Relative))).StatusCode;

        Assert.Equal((200, 404), (await Status(path), await Status(path[..^1] + (path[^1] == '0' ? '1' : '0'))));
        Assert.DoesNotContain(await desk.InDatabase(db => db.OwnPages.Select(p => p.TokenHash).ToListAsync()), hash => path.Contains(hash, StringComparison.Ordinal));
        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/customers/{customer}/own_page");
        Assert.Equal((404, 404), (await Status(path), await Status(other)));
        var (third, _) = await desk.OwnPage(customer);
        await desk.Pass(TimeSpan.FromDays(13));
        Assert.Equal(200, await Status(third));
        await desk.Pass(TimeSpan.FromDays(2));
        Assert.Equal(404, await Status(third));
        Assert.Equal(404, (await browser.Try(HttpMethod.Delete, third + "/everything")).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task A_visitor_reaches_their_own_page_from_the_chat_and_nobody_elses(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Conversation("Ruth Adeyemi", "Hello", "ruth@example.com");
        var ruth = await ChatVisitor.Arrive(desk);
        var number = await ruth.Says("My dog is called Max", email: "ruth@example.com");
        var customer = await desk.CustomerOf(number);
        await desk.Owner.Remember(customer, "Max, a chocolate Labrador");
        var silent = await ChatVisitor.Arrive(desk);

        var link = (await ruth.Http.Post("/chat/v1/own-page")).GetProperty("url").GetString()!;

        using var nobody = desk.With(null);
        Assert.Contains("Max, a chocolate Labrador", await nobody.GetStringAsync(new Uri(link)), StringComparison.Ordinal);
        Assert.Equal(404, (await silent.Http.Try(HttpMethod.Post, "/chat/v1/own-page", new { })).Status);
        Assert.Equal(401, (await nobody.Try(HttpMethod.Post, "/chat/v1/own-page", new { })).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task Everything_is_downloaded_as_one_file(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation("Ruth Adeyemi", "The 15 kg bag arrived torn", "ruth@example.com");
        var customer = await desk.CustomerOf(number);
        await desk.Owner.Remember(customer, "Max, a chocolate Labrador");
        await desk.Owner.Post($"/api/v1/conversations/{number}/notes", new { body = "Asks for Dana" });
        var (path, browser) = await desk.OwnPage(customer);

        using var answer = await browser.GetAsync(new Uri(path + "/download", UriKind.Relative));
        var all = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        Assert.Contains("attachment", answer.Content.Headers.ContentDisposition?.ToString() ?? "", StringComparison.Ordinal);
        Assert.Equal("Max, a chocolate Labrador", all.GetProperty("remembered")[0].GetProperty("text").GetString());
        Assert.Equal("ruth@example.com", all.GetProperty("addresses")[0].GetProperty("value").GetString());
        var conversation = Assert.Single(all.GetProperty("conversations").EnumerateArray());
        Assert.Equal("The 15 kg bag arrived torn", conversation.GetProperty("messages")[0].GetProperty("body").GetString());
        Assert.Equal("Asks for Dana", conversation.GetProperty("notes")[0].GetProperty("body").GetString());
    }
}
