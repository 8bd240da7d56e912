using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Essence.Team;

namespace Rapport.Tests.Memory;

[Trait("Proves", "E095")]
public class FeltWaitTests
{
    [Theory, OnBothDatabases]
    public async Task Who_waits_may_say_how_long_it_feels_and_is_told_the_clock_only_afterwards(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (path, browser) = await desk.OwnPage(await desk.CustomerOf(number));
        Assert.DoesNotContain("You are waiting for us", await Page(), StringComparison.Ordinal);
        Assert.Equal("too-soon", (await Says(browser, path, number, "20")).Body.Code());
        await desk.Pass(TimeSpan.FromMinutes(10));
        await desk.Owner.Post($"/api/v1/conversations/{number}/next_update", new { minutes = 30 });
        Assert.Contains("You hear from us within 30 minutes.", await Page(), StringComparison.Ordinal);
        Assert.DoesNotContain("By the clock", await Page(), StringComparison.Ordinal);

        Assert.Equal(400, (await Says(browser, path, number, "a while")).Status);
        Assert.Equal(204, (await Says(browser, path, number, "20")).Status);
        Assert.Contains("feels like 20 min. By the clock it was 10 min", await Page(), StringComparison.Ordinal);
        Assert.Equal(204, (await Says(browser, path, number, "0.5", "hours")).Status);
        Assert.Equal((1800L, 600L), await desk.InDatabase(async db => { var w = await db.FeltWaits.SingleAsync(); return (w.FeltSeconds, w.RealSeconds); }));

        // What it felt like stands in no log, and goes with everything else.
        Assert.DoesNotContain("1800", (await desk.Owner.Get("/api/v1/log?limit=200")).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("felt_seconds", await browser.GetStringAsync(new Uri(path + "/download", UriKind.Relative)), StringComparison.Ordinal);
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "It leaves today" });
        Assert.Equal("not-waiting", (await Says(browser, path, number, "20")).Body.Code());
        await browser.Try(HttpMethod.Delete, path + "/everything");
        await desk.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(0, await desk.InDatabase(db => db.FeltWaits.CountAsync()));

        Task<string> Page() => browser.GetStringAsync(new Uri(path, UriKind.Relative));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_says_it_for_somebody_else(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (ruths, lenas) = (await desk.Conversation("Ruth"), await desk.Conversation("Lena"));
        await desk.Pass(TimeSpan.FromMinutes(10));
        var (path, browser) = await desk.OwnPage(await desk.CustomerOf(lenas));

        Assert.Equal(404, (await Says(browser, path, ruths, "20")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Felt_and_real_and_updates_kept_are_said_of_everybody_together(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var people = new List<HttpClient>();
        for (var i = 0; i < Crowd.Least; i++) people.Add((await desk.Person($"Person {i}")).Client);
        var lea = (await desk.Person("Lea", "lead")).Client;
        await desk.Pass(TimeSpan.FromDays(1)); // a Monday
        for (var i = 0; i < 30; i++)
        {
            var (number, who) = (await desk.Conversation($"Customer {i}"), people[i % people.Count]);
            await who.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
            await who.Post($"/api/v1/conversations/{number}/next_update", new { minutes = 20 });
            await desk.Pass(TimeSpan.FromMinutes(10));
            var (path, browser) = await desk.OwnPage(await desk.CustomerOf(number));
            if (i < 10) Assert.Equal(204, (await Says(browser, path, number, $"{10 + i}")).Status);
            // Every tenth comes too late; whoever writes in time has kept it without another tap.
            if (i % 10 == 9) await desk.Pass(TimeSpan.FromMinutes(11));
            await who.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "We are at it" });
        }
        Assert.Equal(JsonValueKind.Null, (await Waits()).GetProperty("felt_to_real").ValueKind);
        await desk.Pass(TimeSpan.FromDays(7));

        var waits = await Waits();

        Assert.Equal((1.45, 10, true), (waits.GetProperty("felt_to_real").GetProperty("median").GetDouble(), waits.GetProperty("felt_to_real").GetProperty("n").GetInt32(), waits.GetProperty("felt_to_real").GetProperty("enough").GetBoolean()));
        Assert.Equal((27, 30, 95), (waits.GetProperty("updates").GetProperty("hits").GetInt32(), waits.GetProperty("updates").GetProperty("of").GetInt32(), waits.GetProperty("updates_aim").GetInt32()));
        var page = await lea.GetStringAsync(new Uri("/team", UriKind.Relative));
        Assert.Contains("times as long", page, StringComparison.Ordinal);
        Assert.Contains("aim: 95 of 100", page, StringComparison.Ordinal);

        async Task<JsonElement> Waits() => (await lea.Get("/api/v1/team/essence")).GetProperty("waiting");
    }

    [Theory, OnBothDatabases]
    public async Task Of_fewer_than_five_answers_nothing_is_said(string database)
    {
        await using var desk = await TestDesk.Open(database);
        for (var i = 0; i < Crowd.Least; i++) await desk.Person($"Person {i}");
        await desk.Pass(TimeSpan.FromDays(1));
        for (var i = 0; i < FeltInWeeks.Least - 1; i++)
        {
            var number = await desk.Conversation($"Customer {i}");
            await desk.Pass(TimeSpan.FromMinutes(10));
            var (path, browser) = await desk.OwnPage(await desk.CustomerOf(number));
            await Says(browser, path, number, "20");
        }
        await desk.Pass(TimeSpan.FromDays(7));

        Assert.Equal(JsonValueKind.Null, (await desk.Owner.Get("/api/v1/team/essence")).GetProperty("waiting").GetProperty("felt_to_real").ValueKind);
    }

    static Task<(int Status, JsonElement Body)> Says(HttpClient browser, string path, long number, string amount, string unit = "minutes") =>
        browser.Try(HttpMethod.Put, $"{path}/waits/{number}", new { amount, unit });
}
