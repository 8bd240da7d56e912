using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Essence.Sorting;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Tests.Essence;

/// <summary>Function or essence? Whoever likes finds out how well they tell them apart, and it stays theirs.</summary>
[Trait("Proves", "E118")]
public class SortingTests
{
    [Fact]
    public void The_bank_has_both_halves_alike_from_several_trades_and_no_statement_twice()
    {
        Assert.True(StatementBank.All.Count >= 40);
        Assert.Equal(StatementBank.All.Count(s => s.Half is Half.Function), StatementBank.All.Count(s => s.Half is Half.Essence));
        Assert.True(StatementBank.All.Select(s => s.Trade).Distinct().Count() >= 8);
        Assert.Equal(StatementBank.All.Count, StatementBank.All.Select(s => s.Words).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(StatementBank.All.Count, StatementBank.All.Select(s => s.Key).Distinct().Count());
    }

    [Fact]
    public void The_two_sittings_have_no_statement_in_common_and_are_drawn_anew_for_everybody()
    {
        var drawn = Enumerable.Range(0, 50).Select(seed => StatementBank.Draw(new Random(seed))).ToList();
        foreach (var first in drawn)
        {
            var second = StatementBank.Rest(first.Select(s => s.Key), new Random(1));
            Assert.Equal(StatementBank.All.Count, first.Concat(second).Select(s => s.Key).Distinct().Count());
            Assert.Equal(first.Count / 2, first.Count(s => s.Half is Half.Function));
            Assert.Equal(second.Count / 2, second.Count(s => s.Half is Half.Function));
        }
        Assert.True(drawn.Select(d => string.Join(',', d.Select(s => s.Key).Order())).Distinct().Count() > 45);
    }

    [Theory, OnBothDatabases]
    public async Task Each_sitting_says_how_far_it_agrees_with_the_key_and_what_was_gained(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");

        var before = (await ana.Sorts(wrong: 8)).GetProperty("sittings")[0].GetProperty("result");
        Assert.Equal((16, 24), (before.GetProperty("alike").GetInt32(), before.GetProperty("of").GetInt32()));
        Assert.Equal(0.4671, before.GetProperty("low").GetDouble(), 3);
        Assert.Equal(0.8203, before.GetProperty("high").GetDouble(), 3);
        Assert.InRange(before.GetProperty("beyond_chance").GetDouble(), 0.2, 0.5);

        var after = await ana.Sorts(wrong: 0);
        Assert.Equal(1, after.GetProperty("sittings")[1].GetProperty("result").GetProperty("beyond_chance").GetDouble());
        Assert.Equal(0.3333, after.GetProperty("gain").GetProperty("value").GetDouble(), 3);
        Assert.True(after.GetProperty("gain").GetProperty("low").GetDouble() > 0);
        Assert.Contains("You tell the halves apart better than before", await ana.Page("/sorting"), StringComparison.Ordinal);
        Assert.Equal(422, (await ana.Try(HttpMethod.Post, "/api/v1/sorting/sittings")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task The_key_is_told_once_it_cannot_help(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var drawn = await ana.Post("/api/v1/sorting/sittings");

        Assert.All(drawn.GetProperty("statements").EnumerateArray(), s => Assert.Equal(JsonValueKind.Null, s.GetProperty("key").ValueKind));
        Assert.Equal(422, (await ana.Try(HttpMethod.Put, "/api/v1/sorting/answers", new { answers = new[] { "function" } })).Status);
        Assert.Equal(400, (await ana.Try(HttpMethod.Put, "/api/v1/sorting/answers", new { answers = new[] { "unnamed" } })).Status);
        Assert.Equal(422, (await ana.Try(HttpMethod.Post, "/api/v1/sorting/sittings")).Status);
        Assert.Contains("Must be done", await ana.Page("/sorting"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task It_is_ones_own_leaves_nothing_in_the_log_and_can_be_thrown_away(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((id, ana), (_, lea)) = (await desk.Person("Ana"), await desk.Person("Lea", "lead"));
        var log = await desk.InDatabase(db => db.Log.CountAsync());
        await ana.Sorts(wrong: 3);

        Assert.Equal(0, (await lea.Get("/api/v1/sorting")).GetProperty("sittings").GetArrayLength());
        Assert.DoesNotContain(id.ToString(), (await lea.Get("/api/v1/team/halves")).GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(log, await desk.InDatabase(db => db.Log.CountAsync()));
        await ana.Try(HttpMethod.Delete, "/api/v1/sorting");
        Assert.Equal(0, await desk.InDatabase(db => db.Sittings.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task The_lead_sees_the_gain_of_five_or_more_who_did_both_and_nothing_before(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var people = new List<HttpClient>();
        for (var i = 0; i < 7; i++) people.Add((await desk.Person($"Person {i}")).Client);
        foreach (var person in people) await person.Sorts(wrong: 6);
        for (var i = 0; i < Crowd.Least - 1; i++) await people[i].Sorts(wrong: i);
        await desk.Pass(TimeSpan.FromDays(1));
        Assert.Equal(JsonValueKind.Null, (await lea.Get("/api/v1/team/halves")).GetProperty("sorting").ValueKind);
        Assert.Contains("Not enough data yet", await lea.Page("/team/halves"), StringComparison.Ordinal);

        await people[4].Sorts(wrong: 2);
        await desk.Pass(TimeSpan.FromDays(7));

        // They had six wrong of 24, then none, one, two, three and two: on average 4.4 of 24 better.
        var gain = (await lea.Get("/api/v1/team/halves")).GetProperty("sorting");
        Assert.Equal(Crowd.Least, gain.GetProperty("people").GetInt32());
        Assert.Equal(4.4 / 24, gain.GetProperty("value").GetDouble(), 3);
        var shown = gain.GetRawText();

        // A sixth waits for four more, so that nobody is found by taking one figure from another.
        await people[5].Sorts(wrong: 24);
        await desk.Pass(TimeSpan.FromDays(7));
        Assert.Equal(shown, (await lea.Get("/api/v1/team/halves")).GetProperty("sorting").GetRawText());
        Assert.Equal(403, (await people[0].Try(HttpMethod.Get, "/api/v1/team/halves")).Status);
    }
}

static class SortingCalls
{
    /// <summary>Draws and sorts, so many of them wrongly.</summary>
    public static async Task<JsonElement> Sorts(this HttpClient who, int wrong)
    {
        var drawn = (await who.Post("/api/v1/sorting/sittings")).GetProperty("statements").EnumerateArray().Select(s => s.Of("words")!).ToList();
        return await who.Put("/api/v1/sorting/answers", new { answers = drawn.Select((words, i) => StatementBank.All.Single(s => s.Words == words).Half is Half.Function == i >= wrong ? "function" : "essence") });
    }
}
