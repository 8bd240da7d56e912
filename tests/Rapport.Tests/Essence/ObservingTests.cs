using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Essence.Observing;
using Rapport.Essence.Team;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Statistics;

namespace Rapport.Tests.Essence;

/// <summary>Looking on: announced, after a yes, short, and at once with whoever was observed.</summary>
[Trait("Proves", "E152")]
public class ObservingTests
{
    [Theory, OnBothDatabases]
    public async Task Whoever_was_observed_reads_the_note_first_and_at_once_and_nobody_else_does(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((anaId, ana), (_, bo), (_, lea)) = (await desk.Person("Ana"), await desk.Person("Bo"), await desk.Person("Lea", "lead"));
        var ask = await bo.Asks(anaId);
        await ana.SaysYes(ask);
        await bo.Writes(ask, new { behaviors = new[] { "interest" }, thanked_first = "customer", words = "You asked after the dog before anything else." });

        var note = (await ana.Get("/api/v1/observing")).GetProperty("about_me")[0];
        Assert.Equal(("Bo", "You asked after the dog before anything else."), (note.Of("observer"), note.Of("words")));
        Assert.Contains("You asked after the dog", await ana.Page("/observing"), StringComparison.Ordinal);
        foreach (var other in new[] { bo, lea, desk.Owner })
        {
            Assert.DoesNotContain("asked after the dog", (await other.Get("/api/v1/observing")).GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain("asked after the dog", await other.Page("/observing"), StringComparison.Ordinal);
            foreach (var (method, part) in new[] { (HttpMethod.Delete, ""), (HttpMethod.Put, "/words"), (HttpMethod.Put, "/showing"), (HttpMethod.Delete, "/showing") })
                Assert.Equal(404, (await other.Try(method, $"/api/v1/observations/{note.Of("id")}{part}", method == HttpMethod.Put ? new { } : null)).Status);
        }
        Assert.DoesNotContain("asked after the dog", await desk.InDatabase(async db => string.Join(' ', await db.FirstAnswers.Select(a => a.Body).ToListAsync()) + string.Join(' ', await db.Log.Select(l => l.Data).ToListAsync())), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task They_may_add_words_show_it_and_delete_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((anaId, ana), (_, bo)) = (await desk.Person("Ana"), await desk.Person("Bo"));
        var id = await Noted(anaId, ana, bo);

        await ana.Try(HttpMethod.Put, $"/api/v1/observations/{id}/words", new { words = "It was a long day." });
        Assert.Equal("It was a long day.", (await ana.Get("/api/v1/observing")).GetProperty("about_me")[0].Of("added"));
        await ana.Try(HttpMethod.Put, $"/api/v1/observations/{id}/showing", new { });
        Assert.Equal("It was a long day.", (await bo.Get("/api/v1/observing")).GetProperty("shown_by_others")[0].Of("added"));
        await ana.Try(HttpMethod.Delete, $"/api/v1/observations/{id}/showing");
        Assert.Equal(0, (await bo.Get("/api/v1/observing")).GetProperty("shown_by_others").GetArrayLength());
        await ana.Try(HttpMethod.Delete, $"/api/v1/observations/{id}");
        Assert.Equal(0, await desk.InDatabase(db => db.Observations.CountAsync()));
    }

    /// <summary>There is no covert way: before a yes, after it was taken back, after it was used, and when it is over, there is nothing to write on.</summary>
    [Theory, OnBothDatabases]
    public async Task Without_a_yes_nothing_can_be_written(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((anaId, ana), (boId, bo), (_, lea), (cyId, cy)) = (await desk.Person("Ana"), await desk.Person("Bo"), await desk.Person("Lea", "lead"), await desk.Person("Cy"));
        var asks = new[] { await bo.Asks(anaId), await lea.Asks(anaId), await desk.Owner.Asks(anaId) };
        foreach (var (who, ask) in new[] { bo, lea, desk.Owner }.Zip(asks))
        {
            Assert.Equal(404, await who.TriesToWrite(ask));
            Assert.Equal(404, (await who.Try(HttpMethod.Put, $"/api/v1/observation-asks/{ask}/yes", new { })).Status); // nobody says yes for another
        }
        await ana.SaysYes(asks[0]);
        Assert.Equal(404, await lea.TriesToWrite(asks[0]));
        Assert.Equal(404, await ana.TriesToWrite(asks[0]));
        await ana.Try(HttpMethod.Delete, $"/api/v1/observation-asks/{asks[0]}");
        Assert.Equal(404, await bo.TriesToWrite(asks[0]));
        await ana.SaysYes(asks[1]);
        Assert.Equal(201, await lea.TriesToWrite(asks[1]));
        Assert.Equal(404, await lea.TriesToWrite(asks[1]));
        await ana.SaysYes(asks[2]);
        await desk.Pass(TimeSpan.FromHours(25));
        Assert.Equal(404, await desk.Owner.TriesToWrite(asks[2]));
        Assert.Equal(1, await desk.InDatabase(db => db.Observations.CountAsync()));

        // In the code there is one way to one, and it begins at the yes.
        Assert.Empty(typeof(Observation).GetConstructors());
        Assert.Throws<Refusal>(() => ObservationAsk.Of(new(boId), new(cyId), null, desk.Now).Write(new([], [], null, null, null), desk.Now));
        Assert.Equal(422, (await cy.Try(HttpMethod.Post, "/api/v1/observation-asks", new { person = cyId })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_no_looks_like_no_answer_and_has_no_trace(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((anaId, ana), (cyId, _), (_, lea)) = (await desk.Person("Ana"), await desk.Person("Cy"), await desk.Person("Lea", "lead"));
        var log = await desk.InDatabase(db => db.Log.CountAsync());
        var (no, silent) = (await lea.Asks(anaId), await lea.Asks(cyId));
        var before = (await lea.Get("/api/v1/observing")).GetRawText();
        Assert.Contains("Lea asks: may I look on?", await ana.Page("/asked"), StringComparison.Ordinal);

        Assert.Equal(204, (await ana.Try(HttpMethod.Delete, $"/api/v1/observation-asks/{no}")).Status);

        Assert.Equal(before, (await lea.Get("/api/v1/observing")).GetRawText());
        Assert.Equal(0, (await ana.Get("/api/v1/observing")).GetProperty("asks").GetArrayLength());
        Assert.DoesNotContain("may I look on?", await ana.Page("/asked"), StringComparison.Ordinal);
        var (again, _) = await lea.Try(HttpMethod.Post, "/api/v1/observation-asks", new { person = anaId });
        var (same, _) = await lea.Try(HttpMethod.Post, "/api/v1/observation-asks", new { person = cyId });
        Assert.Equal((422, 422), (again, same));
        Assert.Equal(await lea.TriesToWrite(no), await lea.TriesToWrite(silent));
        await desk.Pass(TimeSpan.FromHours(25));
        Assert.Equal(0, (await lea.Get("/api/v1/observing")).GetProperty("mine").GetArrayLength());
        Assert.Equal(log, await desk.InDatabase(db => db.Log.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task The_sheet_has_the_steps_that_must_be_done_and_takes_no_order(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Post("/api/v1/contact-types", new { key = "torn", name = "Torn", steps = new[] { new { key = "send", name = "Send a new one" } } });
        var ((anaId, ana), (_, bo)) = (await desk.Person("Ana"), await desk.Person("Bo"));
        var ask = await bo.Asks(anaId, "torn");
        await ana.SaysYes(ask);

        Assert.Contains("Send a new one", await bo.Page($"/observing/{ask}"), StringComparison.Ordinal);
        Assert.Equal(400, await bo.TriesToWrite(ask, new { steps = new { burn = "yes" } }));
        Assert.Equal(400, await bo.TriesToWrite(ask, new { steps = new { send = "often" } }));
        Assert.Equal(400, await bo.TriesToWrite(ask, new { thanked_first = "the cat" }));
        Assert.Equal(400, await bo.TriesToWrite(ask, new { conversation = await desk.Conversation() })); // not hers
        Assert.Equal(422, await bo.TriesToWrite(ask, new { words = "Compliment every customer from now on" }));
        Assert.Equal(422, await bo.TriesToWrite(ask, new { score = 7 }));
        Assert.Equal(201, await bo.TriesToWrite(ask, new { steps = new { send = "no" } }));
        Assert.Equal("no", (await ana.Get("/api/v1/observing")).GetProperty("about_me")[0].GetProperty("steps")[0].Of("done"));
        Assert.Equal(HttpStatusCode.NotFound, (await bo.GetAsync(new Uri($"/observing/{ask}", UriKind.Relative))).StatusCode);
    }

    /// <summary>27 of 30: nine of ten lies within. 12 of 30: clearly below. Of fewer than five people nothing.</summary>
    [Trait("Proves", "E154")]
    [Theory]
    [InlineData("SQLite", 27, "cannot-tell"), InlineData("PostgreSQL", 27, "cannot-tell"), InlineData("SQLite", 12, "below"), InlineData("PostgreSQL", 12, "below")]
    public async Task Who_thanks_whom_is_held_against_nine_in_ten(string database, int thanked, string against)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var people = new List<PersonId>();
        for (var i = 0; i < 6; i++) people.Add(new((await desk.Person($"Person {i}")).Id));
        await Seed(desk, people.Take(Crowd.Least - 1).ToList(), thanked, 30);
        await desk.Pass(TimeSpan.FromDays(1));
        Assert.Equal(JsonValueKind.Null, (await lea.Get("/api/v1/team/halves")).GetProperty("thanked").ValueKind);

        await desk.Change(db => db.Observations.ExecuteDeleteAsync());
        await Seed(desk, people, thanked, 30);
        Assert.Equal(JsonValueKind.Null, (await lea.Get("/api/v1/team/halves")).GetProperty("thanked").ValueKind); // the week is not over
        await desk.Pass(TimeSpan.FromDays(7));
        var figure = (await lea.Get("/api/v1/team/halves")).GetProperty("thanked");

        Assert.Equal((thanked, 30, 0.9, against), (figure.GetProperty("hits").GetInt32(), figure.GetProperty("of").GetInt32(), figure.GetProperty("claim").GetDouble(), figure.Of("against")));
        var page = await lea.Page("/team/halves");
        Assert.Contains(against == "below" ? "That is below nine in ten" : "Whether it is nine in ten", page, StringComparison.Ordinal);
        foreach (var said in new[] { page, (await lea.Get("/api/v1/team/halves")).GetRawText() }) Assert.DoesNotContain("Person ", said, StringComparison.Ordinal);
    }

    [Trait("Proves", "E154")]
    [Fact]
    public void Only_where_the_interval_leaves_no_doubt_is_it_more_or_less() =>
        Assert.Equal(["below", "cannot-tell", "cannot-tell", "above"], new[] { new Share(60, 100), new(9, 10), new(95, 100), new(990, 1000) }.Select(ThankedInWeeks.Against));

    [Theory, OnBothDatabases]
    public async Task How_far_two_saw_the_same_is_said_of_everybody_together(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var people = new List<PersonId>();
        for (var i = 0; i < 7; i++) people.Add(new((await desk.Person($"Person {i}")).Id));
        var number = await desk.Conversation();
        await desk.Change(async db =>
        {
            var conversation = (await db.Conversations.SingleAsync(c => c.Number == number)).Id;
            foreach (var observed in people.Take(Crowd.Least))
                foreach (var (observer, sees) in people.Skip(Crowd.Least).Zip([true, true]))
                    db.Add(Written(observer, observed, desk.Now, Thanked.Customer, conversation, sees));
            db.Add(Written(people[0], people[1], desk.Now, Thanked.Nobody, conversation, false)); // a third, who saw otherwise
            await db.SaveChangesAsync();
        });
        await desk.Pass(TimeSpan.FromDays(1));

        var observers = (await lea.Get("/api/v1/team/halves")).GetProperty("observers");

        Assert.Equal(9 * Crowd.Least, observers.GetProperty("of").GetInt32()); // eight behaviors and who thanked, for each contact
        Assert.InRange(observers.GetProperty("alpha").GetDouble(), 0.8, 0.99);
    }

    static async Task<string> Noted(Guid anaId, HttpClient ana, HttpClient bo)
    {
        var ask = await bo.Asks(anaId);
        await ana.SaysYes(ask);
        await bo.Writes(ask, new { words = "Quick and kind." });
        return (await ana.Get("/api/v1/observing")).GetProperty("about_me")[0].Of("id")!;
    }

    static Observation Written(PersonId observer, PersonId observed, NodaTime.Instant at, Thanked? thanked, ConversationId? conversation = null, bool interest = false)
    {
        var ask = ObservationAsk.Of(observer, observed, null, at);
        ask.Yes(at);
        return ask.Write(new([], interest ? [BehaviorKind.Interest] : [], thanked, null, conversation), at);
    }

    static Task Seed(TestDesk desk, List<PersonId> people, int thanked, int of) => desk.Change(async db =>
    {
        for (var i = 0; i < of; i++) db.Add(Written(people[(i + 1) % people.Count], people[i % people.Count], desk.Now, i < thanked ? (i % 3 == 0 ? Thanked.Both : Thanked.Customer) : i % 2 == 0 ? Thanked.Csr : Thanked.Nobody));
        await db.SaveChangesAsync();
    });
}

static class ObservingCalls
{
    public static async Task<string> Asks(this HttpClient who, Guid whom, string? contactType = null) => (await who.Post("/api/v1/observation-asks", new { person = whom, contact_type = contactType })).Of("id")!;

    public static async Task SaysYes(this HttpClient who, string ask) => Assert.Equal(204, (await who.Try(HttpMethod.Put, $"/api/v1/observation-asks/{ask}/yes", new { })).Status);

    public static Task Writes(this HttpClient who, string ask, object sheet) => who.Post($"/api/v1/observation-asks/{ask}/observation", sheet);

    public static async Task<int> TriesToWrite(this HttpClient who, string ask, object? sheet = null) => (await who.Try(HttpMethod.Post, $"/api/v1/observation-asks/{ask}/observation", sheet ?? new { })).Status;
}
