using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Promoters;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Promoters;

[Trait("Proves", "E166")]
public class RecallTests
{
    [Theory, OnBothDatabases]
    public async Task Who_answered_and_was_drawn_is_asked_once_more_on_the_day_and_in_their_own_words(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody(recallOneIn: 1);
        var (visitor, number) = await desk.Served();
        var (silent, _) = await desk.Served();
        var ask = (await visitor.Asks()).Id();
        await visitor.Says(ask, new { memorable = true });
        var days = await desk.InDatabase(db => db.Recalls.Select(r => r.Days).SingleAsync());
        Assert.Contains(days, Recall.After);
        Assert.Null(await Recalled());
        Assert.Equal(422, await Remembers(true));

        await desk.Pass(TimeSpan.FromDays(days - 1));
        Assert.Null(await Recalled());
        await desk.Pass(TimeSpan.FromDays(1));

        Assert.Equal(JsonValueKind.Null, (await Recalled())!.Value.GetProperty("remembered").ValueKind);
        Assert.Equal("The 15 kg bag arrived torn", (await visitor.Asks())!.Value.GetProperty("about").GetString());
        Assert.Null(await silent.Asks());
        Assert.Equal(204, await Remembers(false));
        Assert.False((await Recalled())!.Value.GetProperty("remembered").GetBoolean());
        var (path, browser) = await desk.OwnPage(await desk.CustomerOf(number));
        Assert.Contains("Do you remember your talk with us about “The 15 kg bag arrived torn”? You said no.", await browser.GetStringAsync(new Uri(path, UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(204, (await browser.Try(HttpMethod.Delete, $"{path}/answers/{ask}/recall")).Status);
        Assert.Equal((null, null), await desk.InDatabase(async db => { var r = await db.Recalls.AsNoTracking().SingleAsync(); return (r.Remembered, r.AnsweredAt); }));

        async Task<JsonElement?> Recalled() => (await visitor.Asks())!.Value.GetProperty("recall") is { ValueKind: JsonValueKind.Object } recall ? recall : null;
        async Task<int> Remembers(bool yes) => (await visitor.Http.Try(HttpMethod.Put, $"/chat/v1/survey/{ask}/recall", new { remembered = yes })).Status;
    }

    [Theory, OnBothDatabases]
    public async Task Who_wants_peace_meanwhile_is_not_asked_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody(recallOneIn: 1);
        var (visitor, number) = await desk.Served();
        await visitor.Says((await visitor.Asks()).Id(), new { memorable = true });
        await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{await desk.CustomerOf(number)}/nothing_remembered");

        await desk.Pass(TimeSpan.FromDays(90));

        Assert.Null(await desk.InDatabase(db => db.Recalls.Select(r => r.AskedAt).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task A_planted_half_life_stands_on_the_leads_page_within_its_interval(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await desk.Team();
        await desk.Pass(TimeSpan.FromDays(1));
        // Half-life 60 days: after 30 remember 71 of 100, after 90 36 of 100, and twenty do not answer.
        await desk.Plant(people.ConvertAll(p => p.Id), Enumerable.Range(0, 220).Select(i => new Asking.Seed(Answer: a => a.Memorable = true, Recalled: new(i % 2 == 0 ? 30 : 90, i >= 200 ? null : i / 2 < (i % 2 == 0 ? 71 : 36)))));
        await desk.Pass(TimeSpan.FromDays(21));

        var recall = (await lea.Get("/api/v1/team/answers")).GetProperty("recall");

        Assert.Equal(220, recall.GetProperty("asked").GetInt32());
        var after = recall.GetProperty("after").EnumerateArray().ToList();
        Assert.Equal(((71, 100), (36, 100)), (after[0].GetProperty("remembered").Counts(), after[1].GetProperty("remembered").Counts()));
        var half = recall.GetProperty("half_life");
        Assert.InRange(half.GetProperty("days").GetDouble(), 58, 62);
        Assert.InRange(60, half.GetProperty("low").GetDouble(), half.GetProperty("high").GetDouble());
        Assert.Contains("Half have forgotten it after about", await lea.GetStringAsync(new Uri("/team", UriKind.Relative)), StringComparison.Ordinal);
    }
}
