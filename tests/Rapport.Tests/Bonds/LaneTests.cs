using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Bonds.Lanes;
using Rapport.Foundation;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Bonds;

public class LaneTests
{
    [Theory, OnBothDatabases]
    [Trait("Proves", "E170")]
    public async Task A_customer_who_asks_for_their_person_waits_for_them_and_is_told_how_long(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        for (var i = 0; i < 6; i++) await at.Meets(at.Nina, TimeSpan.FromMinutes(i + 3), $"other{i}@example.com");
        var number = await at.Writes("And now the second bag");

        var choice = (await at.Sam.Client.Get($"/api/v1/conversations/{number}/lane")).GetProperty("choices")[0];
        Assert.Equal("When Nina is here, an answer usually takes up to 10 minutes.", choice.GetProperty("says").GetString());
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("wait").GetProperty("in_today").ValueKind);

        var (status, asked) = await at.Asks(number, at.Nina);
        Assert.Equal(201, status);
        Assert.Equal(600, asked.GetProperty("wait").GetProperty("to_seconds").GetInt64());
        Assert.Equal("Nina is asked. When Nina is here, an answer usually takes up to 10 minutes. If there is no answer within 10 minutes, everybody here is asked, and we tell you.", Assert.Single(await at.Told(number)));

        // It is nobody else's to take meanwhile, and Nina is offered it on every page.
        Assert.DoesNotContain(number, await at.Unowned());
        Assert.Equal(409, (await at.Sam.Client.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/owner", new { person = "me" })).Status);
        Assert.Equal(422, (await at.Sam.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "agent", body = "I am here" })).Status);
        Assert.Contains("Ruth Adeyemi asks for you", await at.Nina.Client.GetStringAsync(new Uri("/asked", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("asks for you: And now", await at.Nina.Client.GetStringAsync(new Uri("/desk/list", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("asks for you", await at.Sam.Client.GetStringAsync(new Uri("/asked", UriKind.Relative)), StringComparison.Ordinal);

        await at.Nina.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        await desk.Pass(TimeSpan.FromHours(1));
        Assert.Equal("Nina", await at.Owner(number));
        Assert.Equal("Nina is here for you.", (await at.Told(number))[^1]);
        Assert.Equal(LaneEnding.Taken, await desk.InDatabase(db => db.LaneAsks.Select(a => a.Ending).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E170")]
    public async Task Without_an_answer_by_the_stated_time_everybody_is_asked_and_the_customer_told_why(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        var number = await at.Writes();

        Assert.Equal("How long it takes until Nina is free, we don't know.", (await at.Asks(number, at.Nina)).Body.GetProperty("wait").GetProperty("says").GetString());
        await desk.Pass(TimeSpan.FromMinutes(9));
        Assert.DoesNotContain(number, await at.Unowned());
        await desk.Pass(TimeSpan.FromMinutes(2));

        Assert.Contains(number, await at.Unowned());
        Assert.StartsWith("Nina did not get to it in the time we said", (await at.Told(number))[^1], StringComparison.Ordinal);
        await at.Sam.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        Assert.Equal("Sam", await at.Owner(number));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E170")]
    public async Task The_one_who_is_asked_may_pass_it_on_without_a_reason_and_the_customer_may_have_somebody_else(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        var (first, second) = (await at.Writes(), await at.Writes("And the second bag"));
        await at.Asks(first, at.Nina);
        await at.Asks(second, at.Nina);

        Assert.Equal(422, (await at.Sam.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{first}/lane/decline")).Status);
        Assert.Equal(204, (await at.Nina.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{first}/lane/decline")).Status);
        Assert.Equal(409, (await at.Nina.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{first}/lane/decline")).Status);
        // That she would rather not is hers: no log tells it.
        var ended = await desk.InDatabase(db => db.Log.Where(e => e.Kind == "lane_ended").SingleAsync());
        Assert.Equal(("rapport", null), (ended.Actor, ended.Person));
        Assert.DoesNotContain(at.Nina.Id.ToString(), ended.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("declined", ended.Data, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(204, (await at.Sam.Client.Try(HttpMethod.Delete, $"/api/v1/conversations/{second}/lane")).Status);

        Assert.Empty(new[] { first, second }.Except(await at.Unowned()));
        Assert.StartsWith("Nina can't come to it this time, so everybody here is asked now.", (await at.Told(first))[^1], StringComparison.Ordinal);
        Assert.StartsWith("Whoever is free first looks after you.", (await at.Told(second))[^1], StringComparison.Ordinal);
        await desk.Pass(TimeSpan.FromHours(2));
        Assert.Equal(2, (await at.Told(first)).Length);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E170")]
    public async Task Where_somebody_has_it_they_stay_until_the_other_is_there(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        var (taken, declined) = (await at.Writes(), await at.Writes("And the second bag"));
        foreach (var number in new[] { taken, declined })
        {
            await at.Sam.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
            Assert.Equal(201, (await at.Asks(number, at.Nina)).Status);
            Assert.Equal("Sam", await at.Owner(number));
        }

        await at.Nina.Client.Post($"/api/v1/conversations/{taken}/handover/join");
        Assert.Equal(204, (await at.Nina.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{declined}/lane/decline")).Status);
        await desk.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal("Nina", await at.Owner(taken));
        Assert.Equal("Sam", await at.Owner(declined));
        Assert.Equal([LaneEnding.Taken, LaneEnding.Declined], await desk.InDatabase(db => db.LaneAsks.OrderBy(a => a.Number).Select(a => a.Ending!.Value).ToListAsync()));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E170")]
    public async Task Where_it_is_resolved_meanwhile_the_customer_who_was_promised_an_answer_is_told(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        var number = await at.Writes();
        await at.Sam.Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        Assert.Equal(201, (await at.Asks(number, at.Nina)).Status);
        var told = await at.Told(number);

        await at.Sam.Client.Post($"/api/v1/conversations/{number}/resolution");
        await desk.Pass(TimeSpan.Zero); // what comes of it is done within the second, not an hour later
        await desk.Pass(TimeSpan.FromHours(1));

        var since = (await at.Told(number))[told.Length..];
        Assert.Equal("This was ended before Nina answered, so Nina is not asked any more. If something is still open, write here.", Assert.Single(since));
        Assert.Equal(LaneEnding.Resolved, await desk.InDatabase(db => db.LaneAsks.Select(a => a.Ending).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E168")]
    public async Task A_popular_person_has_no_more_than_they_or_a_lead_allow(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var lead = await desk.Person("Lena", "lead");
        await at.RuthKnowsNina();
        Assert.Equal(204, (await at.Nina.Client.Try(HttpMethod.Put, "/api/v1/me/lane/limit", new { limit = 5 })).Status);
        Assert.Equal(204, (await lead.Client.Try(HttpMethod.Put, $"/api/v1/lanes/{at.Nina.Id}/limit", new { limit = 1 })).Status);
        Assert.Equal(403, (await at.Sam.Client.Try(HttpMethod.Put, $"/api/v1/lanes/{at.Nina.Id}/limit", new { limit = 20 })).Status);
        Assert.Equal(400, (await at.Nina.Client.Try(HttpMethod.Put, "/api/v1/me/lane/limit", new { limit = 21 })).Status);
        var numbers = new List<long>();
        for (var i = 0; i < 6; i++) numbers.Add(await at.Writes($"Bag {i}"));

        var answers = await Task.WhenAll(numbers.Select(n => at.Asks(n, at.Nina)));

        Assert.Single(answers, a => a.Status == 201);
        Assert.All(answers.Where(a => a.Status != 201), a => Assert.Equal((422, "not-now"), (a.Status, a.Body.Code())));
        var load = (await lead.Client.Get("/api/v1/lanes")).GetProperty("items").EnumerateArray().Single(l => l.GetProperty("person").GetProperty("persona").GetString() == "Nina");
        Assert.Equal((1, 1), (load.GetProperty("load").GetInt32(), load.GetProperty("limit").GetInt32()));
        // Full, closed and away sound the same.
        var full = answers.First(a => a.Status == 422).Body.GetProperty("detail").GetString();
        await lead.Client.Try(HttpMethod.Put, $"/api/v1/lanes/{at.Nina.Id}/limit", new { });
        await at.Nina.Client.Try(HttpMethod.Put, "/api/v1/me/lane/limit", new { limit = 0 });
        Assert.Equal(full, (await at.Asks(await at.Writes("One more"), at.Nina)).Body.GetProperty("detail").GetString());
        await at.Nina.Client.Try(HttpMethod.Put, "/api/v1/me/lane/limit", new { });
        await at.Nina.Client.Post("/api/v1/me/away", new { covered_by = "sam@desk.example", until = (desk.Now + NodaTime.Duration.FromHours(3)).Rfc3339() });
        Assert.Equal(full, (await at.Asks(await at.Writes("And another"), at.Nina)).Body.GetProperty("detail").GetString());
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E170")]
    public async Task Declined_or_taken_in_the_moment_in_which_its_time_comes_it_ends_once(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        await at.RuthKnowsNina();
        for (var round = 0; round < 6; round++)
        {
            var number = await at.Writes($"Bag {round}");
            Assert.Equal(201, (await at.Asks(number, at.Nina)).Status);
            var told = (await at.Told(number)).Length;
            var before = await desk.InDatabase(db => db.LaneAsks.SingleAsync(a => a.Number == number));
            desk.Time.Advance(TimeSpan.FromMinutes(11));

            var act = round % 2 == 0
                ? at.Nina.Client.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/lane/decline")
                : at.Nina.Client.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/owner", new { person = "me" });
            await Task.WhenAll(act, desk.Change(async db => await new ReturnToEverybody(db, desk.Time).Handle(new LaneDue(before.Id, number), default)));
            await desk.Pass(TimeSpan.FromSeconds(1));

            var ask = await desk.InDatabase(db => db.LaneAsks.SingleAsync(a => a.Number == number));
            Assert.NotNull(ask.EndedAt);
            Assert.Equal(told + 1, (await at.Told(number)).Length);
            var free = (await at.Unowned()).Contains(number);
            Assert.Equal(await at.Owner(number) is null, free);
            if (round % 2 == 0) Assert.True(free);
        }
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E170")]
    public async Task In_the_chat_only_those_are_named_who_wrote_in_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var (visitor, number) = await at.ChatFromNinaToSam();
        var ines = await desk.Person("Ines");
        // Whom else the customer knows is not this browser's to read.
        await ines.Client.Try(HttpMethod.Put, $"/api/v1/customers/{await desk.CustomerOf(number)}/bonds/me");

        var person = Assert.Single((await visitor.Http.Get("/chat/v1/people")).GetProperty("people").EnumerateArray());
        Assert.Equal("Nina", person.GetProperty("name").GetString());
        Assert.DoesNotContain(at.Nina.Id.ToString(), (await visitor.Http.Get("/chat/v1/people")).GetRawText(), StringComparison.Ordinal);
        await visitor.Http.Put("/chat/v1/lane", new { person = person.GetProperty("id").GetGuid() });
        Assert.Equal("Nina", (await visitor.Http.Get("/chat/v1/people")).GetProperty("waits_for").GetString());
        await visitor.Http.Put("/chat/v1/lane", new { person = (Guid?)null });
        Assert.Equal("Sam", await at.Owner(number));

        await visitor.Http.Put($"/chat/v1/people/{person.GetProperty("id").GetGuid()}", new { known = false });
        Assert.Empty((await visitor.Http.Get("/chat/v1/people")).GetProperty("people").EnumerateArray());
        // A key of another chat reaches nobody.
        var stranger = await Channels.ChatVisitor.Arrive(desk);
        await stranger.Says("Hello");
        Assert.Equal(404, (await stranger.Http.Try(HttpMethod.Put, "/chat/v1/lane", new { person = person.GetProperty("id").GetGuid() })).Status);
        Assert.Equal(404, (await stranger.Http.Try(HttpMethod.Post, $"/chat/v1/people/{person.GetProperty("id").GetGuid()}/presence")).Status);
    }

    [Theory, OnBothDatabases]
    [Trait("Proves", "E168")]
    public async Task A_no_of_either_side_ends_the_waiting_and_the_asking(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var at = await Acquaintance.At(desk);
        var ruth = await at.RuthKnowsNina();
        var number = await at.Writes();
        await at.Asks(number, at.Nina);

        await at.Nina.Client.Try(HttpMethod.Delete, $"/api/v1/customers/{ruth}/bonds/me");
        await desk.Pass(TimeSpan.FromSeconds(1));

        Assert.Contains(number, await at.Unowned());
        Assert.StartsWith("Nina can't come to it this time", (await at.Told(number))[^1], StringComparison.Ordinal);
        Assert.Equal("not-now", (await at.Asks(number, at.Nina)).Body.Code());
        Assert.Equal("not-now", (await at.Asks(number, at.Sam)).Body.Code());
    }
}
