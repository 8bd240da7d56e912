using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Essence;

[Trait("Proves", "E048"), Trait("Proves", "E132"), Trait("Proves", "E138")]
public class SurpriseTests
{
    [Theory, OnBothDatabases]
    public async Task Of_a_hundred_spends_at_the_limit_only_as_many_go_through_as_the_day_has_money(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance(daily: 2500, each: 2500);
        var (_, ana) = await desk.Person("Ana");
        var treat = await desk.Owner.Gesture("A treat", 300);
        var numbers = new List<long>();
        for (var i = 0; i < 25; i++) numbers.Add(await desk.Conversation($"Customer {i}"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => ana.Give(numbers[i % 25], treat)));

        Assert.Equal(8, answers.Count(a => a.Status == 201));
        Assert.All(answers.Where(a => a.Status != 201), a => Assert.Equal(422, a.Status));
        Assert.Equal(2400, await desk.InDatabase(db => db.Spends.SumAsync(s => s.Minor)));
        Assert.Equal(100, (await ana.Get("/api/v1/allowance")).GetProperty("left_today").GetInt64());
        Assert.Equal(8, await desk.InDatabase(db => db.Spends.Select(s => s.CustomerId).Distinct().CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Many_people_at_once_do_not_give_one_customer_more_than_is_set_aside_nor_the_same_twice(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance(daily: 100_00, each: 10_00);
        var gestures = new List<Guid>();
        for (var i = 0; i < 6; i++) gestures.Add(await desk.Owner.Gesture($"Gesture {i}", 300));
        var people = new List<HttpClient>();
        for (var i = 0; i < 5; i++) people.Add((await desk.Person($"Person {i}")).Client);
        var number = await desk.Conversation();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => people[i % 5].Give(number, gestures[i % 6])));

        Assert.Equal(3, answers.Count(a => a.Status == 201));
        Assert.Equal(900, await desk.InDatabase(db => db.Spends.SumAsync(s => s.Minor)));
        Assert.Equal(3, await desk.InDatabase(db => db.Spends.Select(s => s.GestureId).Distinct().CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task The_same_surprise_is_none_the_second_time_and_something_new_is_offered(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance();
        var (card, treat) = (await desk.Owner.Gesture("A card by hand", 0), await desk.Owner.Gesture("A treat", 300));
        var first = await desk.Conversation(email: "ruth@example.com");
        var second = await desk.Conversation(email: "ruth@example.com", body: "Something else");
        var (ana, bo) = ((await desk.Person("Ana")).Client, (await desk.Person("Bo")).Client);
        Assert.Equal(201, (await ana.Give(first, card)).Status);

        var (status, problem) = await bo.Give(second, card);

        Assert.Equal(422, status);
        Assert.Contains("Ruth has had “A card by hand” before", problem.Of("detail"), StringComparison.Ordinal);
        Assert.Contains("What would go: “A treat” ($3).", problem.Of("detail"), StringComparison.Ordinal);
        Assert.Equal(treat, problem.GetProperty("instead")[0].GetProperty("id").GetGuid());
        Assert.Equal(201, (await bo.Give(second, treat)).Status);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_title_is_the_same_surprise_however_often_it_is_added(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance();
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation(email: "ruth@example.com");
        var card = await desk.Owner.Gesture("A card by hand", 0);
        Assert.Equal(201, (await ana.Give(number, card)).Status);

        var (status, problem) = await desk.Owner.Try(HttpMethod.Post, "/api/v1/gestures", new { title = "  a CARD  by hand ", minor = 0 });
        Assert.Equal((422, "“A card by hand” is in the kit already."), (status, problem.Of("detail")));
        await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/gestures/{card}");
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.Owner.Try(HttpMethod.Post, "/api/v1/gestures", new { title = "A Card  by hand", minor = 0 })));
        var again = Assert.Single(atOnce, a => a.Status == 201).Body.GetProperty("id").GetGuid();

        (status, problem) = await ana.Give(await desk.Conversation(email: "ruth@example.com", body: "Something else"), again);
        Assert.Equal(422, status);
        Assert.Contains("Ruth has had “A Card  by hand” before", problem.Of("detail"), StringComparison.Ordinal);
        Assert.Equal(201, (await ana.Give(await desk.Conversation("Somebody new"), again)).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_mistake_is_taken_back_by_an_entry_of_its_own_and_the_ledger_adds_up(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance(daily: 500, each: 500);
        var treat = await desk.Owner.Gesture("A treat", 300);
        var (ana, bo) = ((await desk.Person("Ana")).Client, (await desk.Person("Bo")).Client);
        var number = await desk.Conversation();
        var given = (await ana.Give(number, treat)).Body;
        Assert.Equal(200, given.GetProperty("left_today_minor").GetInt64());
        var id = given.Of("id");

        Assert.Equal(404, (await bo.Try(HttpMethod.Post, $"/api/v1/surprises/{id}/reversal", new { })).Status);
        var back = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ana.Try(HttpMethod.Post, $"/api/v1/surprises/{id}/reversal", new { })));

        Assert.Single(back, b => b.Status == 201);
        Assert.Equal(7, back.Count(b => b.Status == 409));
        Assert.Equal([300, -300], await desk.InDatabase(db => db.Spends.OrderBy(s => s.At).ThenBy(s => s.Id).Select(s => s.Minor).ToListAsync()));
        Assert.Equal(500, (await ana.Get("/api/v1/allowance")).GetProperty("left_today").GetInt64());
        Assert.Equal(422, (await ana.Try(HttpMethod.Post, $"/api/v1/surprises/{back.Single(b => b.Status == 201).Body.Of("id")}/reversal", new { })).Status);
        Assert.Equal(201, (await ana.Give(number, treat)).Status); // it never happened, so it is new
        Assert.Equal(300, await desk.InDatabase(db => db.Spends.SumAsync(s => s.Minor)));
        Assert.Equal(200, (await ana.Get("/api/v1/allowance")).GetProperty("left_today").GetInt64());
    }

    [Theory, OnBothDatabases]
    public async Task What_is_taken_back_later_frees_the_days_it_was_given_on_and_no_others(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance(daily: 1000, each: 1000, days: 30);
        var (treat, toy, bow) = (await desk.Owner.Gesture("A treat", 1000), await desk.Owner.Gesture("A toy", 1000), await desk.Owner.Gesture("A bow", 100));
        var (ana, bo) = ((await desk.Person("Ana")).Client, (await desk.Person("Bo")).Client);
        var number = await desk.Conversation();
        var mistake = (await ana.Give(number, treat)).Body.Of("id");
        await desk.Pass(TimeSpan.FromDays(31));

        await ana.Post($"/api/v1/surprises/{mistake}/reversal", new { });

        Assert.Equal(1000, (await ana.Get("/api/v1/allowance")).GetProperty("left_today").GetInt64());
        Assert.Equal(201, (await ana.Give(number, toy)).Status);
        var (status, problem) = await bo.Give(number, bow);
        Assert.Equal(422, status);
        Assert.Contains("$0 of what is set aside for one customer is left", problem.Of("detail"), StringComparison.Ordinal);
        Assert.Equal(0, (await ana.Get("/api/v1/allowance")).GetProperty("left_today").GetInt64());
    }

    [Theory, OnBothDatabases]
    public async Task A_reason_comes_later_or_never_and_each_day_begins_anew(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance(daily: 300, each: 900);
        var (treat, toy) = (await desk.Owner.Gesture("A treat", 300), await desk.Owner.Gesture("A toy", 300));
        var (ana, bo) = ((await desk.Person("Ana")).Client, (await desk.Person("Bo")).Client);
        var number = await desk.Conversation();
        var id = (await ana.Give(number, treat)).Body.Of("id");
        Assert.Equal(422, (await ana.Give(number, toy)).Status);

        await ana.Put($"/api/v1/surprises/{id}/reason", new { reason = "Max turned ten" });
        await desk.Pass(TimeSpan.FromDays(1));

        Assert.Equal(201, (await ana.Give(number, toy)).Status);
        var own = (await ana.Get("/api/v1/surprises")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([null, "Max turned ten"], own.Select(s => s.Of("reason")));
        Assert.Equal(0, (await bo.Get("/api/v1/surprises")).GetProperty("items").GetArrayLength());
        Assert.Equal(404, (await bo.Try(HttpMethod.Put, $"/api/v1/surprises/{id}/reason", new { reason = "Mine" })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_lead_sees_a_hand_worked_week_by_gesture_and_day_and_never_a_person(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance(daily: 100_00, each: 100_00);
        var (card, treat) = (await desk.Owner.Gesture("A card by hand", 0), await desk.Owner.Gesture("A treat", 350));
        var people = new List<HttpClient>();
        for (var i = 0; i < 5; i++) people.Add((await desk.Person($"Zelda{i}")).Client);
        var (leadId, lea) = await desk.Person("Lea", "lead");
        // Sunday: five treats by five people, a card by one. Monday: one treat. Tuesday: one treat for $5 and one taken back.
        for (var i = 0; i < 5; i++) Assert.Equal(201, (await people[i].Give(await desk.Conversation($"Sunday {i}"), treat)).Status);
        await people[0].Give(await desk.Conversation("Card"), card);
        await desk.Pass(TimeSpan.FromDays(1));
        await people[1].Give(await desk.Conversation("Monday"), treat);
        await desk.Pass(TimeSpan.FromDays(1));
        await people[2].Give(await desk.Conversation("Tuesday"), treat, minor: 500);
        var mistake = (await people[3].Give(await desk.Conversation("Mistake"), treat)).Body.Of("id");
        await people[3].Post($"/api/v1/surprises/{mistake}/reversal", new { });

        var ledger = await lea.Get("/api/v1/ledger?from=2026-11-22&to=2026-11-28");
        var page = await lea.GetStringAsync(new Uri("/essence/surprises", UriKind.Relative));

        Assert.Equal([("2026-11-22", "2026-11-22", "A treat", 5, 1750, 5)], Rows(ledger));
        Assert.Equal(1750, ledger.GetProperty("totals")[0].GetProperty("minor").GetInt64());
        Assert.DoesNotContain("Zelda", ledger.GetRawText() + page, StringComparison.Ordinal);
        Assert.DoesNotContain(await desk.InDatabase(db => db.Log.Where(e => e.Kind == "surprise_given" || e.Kind == "surprise_taken_back").ToListAsync()), e => e.Person is not null || e.Actor != "rapport" || e.Data.Contains("person", StringComparison.Ordinal));
        Assert.Equal(403, (await people[0].Try(HttpMethod.Get, "/api/v1/ledger")).Status);
        Assert.NotEqual(Guid.Empty, leadId);

        // Of what is left of the two weeks there are four people. In December a fifth gives a card, and at the end of that week they are five.
        await desk.Pass(TimeSpan.FromDays(11));
        Assert.Single(Rows(await lea.Get("/api/v1/ledger?from=2026-11-01")));
        await people[4].Give(await desk.Conversation("December"), card);
        await desk.Pass(TimeSpan.FromDays(30));
        var all = await lea.Get("/api/v1/ledger?from=2026-11-01");
        Assert.Equal([("2026-11-22", "2026-11-22", "A treat", 5, 1750, 5), ("2026-11-16", "2026-12-06", "Other gestures", 4, 850, 5)], Rows(all));
        Assert.Equal(await desk.InDatabase(db => db.Spends.SumAsync(s => s.Minor)), all.GetProperty("totals")[0].GetProperty("minor").GetInt64());

        static IEnumerable<(string?, string?, string?, int, long, int)> Rows(JsonElement ledger) =>
            ledger.GetProperty("items").EnumerateArray().Select(r => (r.Of("from"), r.Of("to"), r.Of("gesture"), r.GetProperty("times").GetInt32(), r.GetProperty("minor").GetInt64(), r.GetProperty("people").GetInt32()));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_wrong_is_refused_in_words(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var treat = await desk.Owner.Gesture("A treat", 300);
        var type = await desk.Owner.Post("/api/v1/contact-types", new { name = "Damaged delivery", steps = Array.Empty<object>() });
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation();

        Assert.Contains("No money has been set aside", (await ana.Give(number, treat)).Body.Of("detail"), StringComparison.Ordinal);
        Assert.Equal(403, (await ana.Try(HttpMethod.Put, "/api/v1/allowance", new { per_person_and_day = 1, per_customer = 1 })).Status);
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Put, "/api/v1/allowance", new { per_person_and_day = -1, per_customer = 1 })).Status);
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/gestures", new { title = "A card", kind = "free", minor = 100 })).Status);
        await desk.Owner.Put("/api/v1/allowance", new { per_person_and_day = 2500, per_customer = 2500, contact_types = new[] { type.Of("id") } });
        Assert.Contains("not for this kind of matter", (await ana.Give(number, treat)).Body.Of("detail"), StringComparison.Ordinal);
        await ana.Put($"/api/v1/conversations/{number}/contact-type", new { contact_type = "damaged-delivery" });
        Assert.Equal(201, (await ana.Give(number, treat)).Status);
        Assert.Equal(404, (await ana.Give(number, Guid.NewGuid())).Status);
        Assert.Equal(404, (await ana.Give(99999, treat)).Status);
        Assert.Equal(400, (await ana.Give(number, treat, minor: -5)).Status);
    }
}
