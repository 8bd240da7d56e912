using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Rapport.Tests.Essence;

public class MomentTests
{
    [Trait("Proves", "E162")]
    [Theory, OnBothDatabases]
    public async Task One_behavior_and_nothing_else_is_a_whole_moment(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");

        var kept = await ana.Post($"/api/v1/conversations/{number}/moments", new { behavior = "interest" });

        Assert.Equal("interest", kept.GetProperty("behavior").GetString());
        Assert.Equal("csr", kept.GetProperty("teller").GetString());
        Assert.Equal(kept.GetRawText(), (await ana.Get(Serving.PathOf(kept))).GetRawText());
        Assert.Contains("Genuine interest", await ana.Page("/book"), StringComparison.Ordinal);
    }

    [Trait("Proves", "E001")]
    [Theory, OnBothDatabases]
    public async Task Everything_that_is_said_of_a_moment_comes_back_as_it_was(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");
        var message = await ana.Says(number);
        foreach (var behavior in new[] { "interest", "compliment", "knowledge", "enthusiasm", "humor", "surprise", "heroics", "empathy" })
        {
            var kept = await ana.Post($"/api/v1/conversations/{number}/moments", new { behavior, words = "A cake “for” Max", message, seconds = 20, money = new { minor = 800, currency = "USD" }, expectation = "A new bag", happened = "A bag and a bone" });
            var read = await ana.Get(Serving.PathOf(kept));

            Assert.Equal(behavior, read.GetProperty("behavior").GetString());
            Assert.Equal("A cake “for” Max", read.GetProperty("words").GetString());
            Assert.Equal(message, read.GetProperty("message").GetGuid());
            Assert.Equal(20, read.GetProperty("seconds").GetInt32());
            Assert.Equal(800, read.GetProperty("money").GetProperty("minor").GetInt64());
            Assert.Equal("A new bag", read.GetProperty("expectation").GetString());
            Assert.Equal("A bag and a bone", read.GetProperty("happened").GetString());
        }
        Assert.Equal(8, await ana.Count("/api/v1/moments"));
    }

    [Trait("Proves", "E125")]
    [Theory, OnBothDatabases]
    public async Task Its_giver_changes_and_deletes_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");
        var kept = await ana.Post($"/api/v1/conversations/{number}/moments", new { behavior = "interest", words = "Asked", seconds = 20 });

        var (_, changed) = await ana.Send(HttpMethod.Patch, Serving.PathOf(kept), JsonContent.Create(new { behavior = "humor", seconds = (int?)null }));
        Assert.Equal("humor", changed.GetProperty("behavior").GetString());
        Assert.Equal("Asked", changed.GetProperty("words").GetString());
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("seconds").ValueKind);

        Assert.Equal(204, (await ana.Try(HttpMethod.Delete, Serving.PathOf(kept))).Status);
        Assert.Equal(404, (await ana.Try(HttpMethod.Get, Serving.PathOf(kept))).Status);
        Assert.Equal(0, await ana.Count("/api/v1/moments"));
    }

    [Theory, OnBothDatabases]
    public async Task A_moment_for_somebody_else_is_refused_in_words(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (bo, asBo) = await desk.Person("Bo");
        var (_, ana) = await desk.Person("Ana");
        var bos = await asBo.Says(number);
        var customers = (await ana.Get($"/api/v1/conversations/{number}/messages")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var path = $"/api/v1/conversations/{number}/moments";

        var (status, no) = await ana.Try(HttpMethod.Post, path, new { behavior = "interest", message = bos });
        Assert.Equal(422, status);
        Assert.Equal("These words are Bo's. A moment is kept by whoever gave it, and by nobody else.", no.GetProperty("detail").GetString());
        Assert.Equal(422, (await ana.Try(HttpMethod.Post, path, new { behavior = "interest", message = customers })).Status);
        Assert.Equal(422, (await ana.Try(HttpMethod.Post, path, new { behavior = "interest", person = bo })).Status);
        Assert.Equal(422, (await ana.Try(HttpMethod.Post, path, new { behavior = "interest", teller = "customer" })).Status);
        Assert.Equal(0, await desk.InDatabase(db => Task.FromResult(db.Moments.Count())));
    }

    [Theory, OnBothDatabases]
    public async Task What_makes_no_sense_is_refused_in_words(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var path = $"/api/v1/conversations/{number}/moments";
        foreach (var (body, field) in new (string, string)[]
        {
            ("{}", "behavior"), ("""{"behavior":"loyalty"}""", "behavior"), ("""{"behavior":"interest","seconds":-1}""", "seconds"), ("""{"behavior":"interest","seconds":99999}""", "seconds"),
            ("""{"behavior":"interest","money":{"minor":-1,"currency":"USD"}}""", "money"), ("""{"behavior":"interest","money":{"minor":5,"currency":"dollars"}}""", "money"), ("""{"behavior":"interest","money":"much"}""", "money"), ("""{"behavior":"interest","money":{"minor":5,"currency":"XXQ"}}""", "money"), ("""{"behavior":"interest","money":"5 XXQ"}""", "money"),
            ($$"""{"behavior":"interest","words":"{{new string('x', 2001)}}"}""", "words"), ("""{"behavior":"interest","words":"a\u0000b"}""", "words"), ("""{"behavior":"interest","at":"2099-01-01T00:00:00Z"}""", "at"), ("""{"behavior":"interest","message":"first"}""", "message"),
        })
        {
            var (status, problem) = await desk.Owner.Send(HttpMethod.Post, path, new StringContent(body, null, "application/json"));
            Assert.True(status == 400, $"{body} → {status}");
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
        }
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Post, path, new { behavior = "interest", message = Guid.NewGuid() })).Status);
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/conversations/999999/moments", new { behavior = "interest" })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_moment_is_of_a_time_at_which_its_conversation_had_begun(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, began) = (await desk.Conversation(), desk.Now);
        await desk.Pass(TimeSpan.FromHours(2));
        Task<(int Status, JsonElement Body)> KeptAt(Instant at) => desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/moments", new { behavior = "interest", at = InstantPattern.General.Format(at) });

        foreach (var early in new[] { Instant.FromUtc(1900, 1, 1, 0, 0), began - Duration.FromMinutes(6) })
        {
            var (status, no) = await KeptAt(early);
            Assert.Equal((400, true), (status, no.GetProperty("errors").GetProperty("at")[0].GetString()!.Contains("before this conversation began", StringComparison.Ordinal)));
        }
        Assert.Equal(400, (await KeptAt(desk.Now + Duration.FromMinutes(6))).Status);
        foreach (var fine in new[] { began - Duration.FromMinutes(4), began + Duration.FromHours(1), desk.Now + Duration.FromMinutes(4) }) Assert.Equal(201, (await KeptAt(fine)).Status);
    }

    [Theory, OnBothDatabases]
    public async Task What_stays_as_it_was_kept_is_said_to_whoever_would_change_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var message = await desk.Owner.Says(number);
        var kept = await desk.Owner.Keeps(number, words: "Max");
        foreach (var (field, body) in new (string, object)[] { ("at", new { at = "2026-11-01T09:00:00Z", words = "Mia" }), ("message", new { message }), ("tidbit", new { tidbit = Guid.NewGuid() }) })
        {
            var (status, problem) = await desk.Owner.Send(HttpMethod.Patch, Serving.PathOf(kept), JsonContent.Create(body));
            Assert.Equal((400, true), (status, problem.GetProperty("errors").TryGetProperty(field, out _)));
        }
        Assert.Equal(kept.GetRawText(), (await desk.Owner.Get(Serving.PathOf(kept))).GetRawText());
    }

    [Trait("Proves", "E178")]
    [Theory, OnBothDatabases]
    public async Task Nothing_can_make_a_moment_a_duty_and_who_tries_stands_on_the_list(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var kept = await desk.Owner.Keeps(number);
        foreach (var rule in new[] { "mandatory", "due_at", "target", "streak", "minimum", "reward", "penalty", "threshold", "quota" })
        {
            var body = new Dictionary<string, object>(StringComparer.Ordinal) { ["behavior"] = "interest", [rule] = 5 };
            Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/moments", body)).Status);
            Assert.Equal(422, (await desk.Owner.Send(HttpMethod.Patch, Serving.PathOf(kept), JsonContent.Create(body))).Status);
            Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, "/lost-openings", new Dictionary<string, object>(StringComparer.Ordinal) { ["cause"] = "queue", [rule] = 5 })).Status);
        }
        Assert.Equal(1, await desk.Owner.Count("/api/v1/moments"));
        Assert.Equal(27, await desk.InDatabase(db => Task.FromResult(db.Log.Count(e => e.Kind == "rule_refused"))));
    }

    const string Empty = "<p id=\"forgotten\" class=\"forgotten\" role=\"status\" hidden></p>";

    [Trait("Proves", "E155")]
    [Theory, OnBothDatabases]
    public async Task Nothing_stood_out_is_a_fine_end_and_says_so(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");
        await ana.Says(number, "A new bag leaves today.");

        var (_, lea) = await desk.Person("Lea", "lead");

        Assert.Equal(201, (await ana.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/resolution", new { })).Status);

        Assert.Equal("resolved", (await ana.Get($"/api/v1/conversations/{number}")).GetProperty("status").GetString());
        var book = await ana.Page("/book");
        Assert.Contains("nothing has to stand out", book, StringComparison.Ordinal);
        // The place that says what went from the book when it was taken out is named so, and says nothing here.
        Assert.Contains(Empty, book, StringComparison.Ordinal);
        foreach (var page in new[] { book.Replace(Empty, "", StringComparison.Ordinal), await ana.Page($"/desk/{number}"), await ana.Page($"/desk/{number}/cues"), await lea.Page("/team") })
            foreach (var reproach in new[] { "missed", "forgot", "overdue", "no moment", "streak", "goal" }) Assert.DoesNotContain(reproach, page, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, OnBothDatabases]
    public async Task What_customers_tell_comes_from_them_alone_and_is_never_mixed_in(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var (boId, bo) = await desk.Person("Bo");
        var visitor = await Channels.ChatVisitor.Arrive(desk);
        Assert.Equal(422, (await visitor.Http.Try(HttpMethod.Post, "/chat/v1/moments", new { words = "Too early" })).Status);
        var number = await visitor.Says("My bag arrived torn");
        Assert.Equal(422, (await visitor.Http.Try(HttpMethod.Post, "/chat/v1/moments", new { words = "To nobody yet" })).Status);
        await ana.Says(number);

        Assert.Equal(204, (await visitor.Http.Try(HttpMethod.Post, "/chat/v1/moments", new { words = "She asked about Max!" })).Status);

        Assert.Equal(0, await ana.Count("/api/v1/moments"));
        Assert.Contains("She asked about Max!", await ana.Page("/book"), StringComparison.Ordinal);
        // Who has it and answers afterwards does not find it in their book.
        await desk.Change(db => db.Conversations.Where(c => c.Number == number).ExecuteUpdateAsync(s => s.SetProperty(c => c.OwnerId, new Rapport.Access.PersonId(boId))));
        await bo.Says(number);
        Assert.DoesNotContain("She asked about Max!", await bo.Page("/book"), StringComparison.Ordinal);
        Assert.Equal(400, (await visitor.Http.Try(HttpMethod.Post, "/chat/v1/moments", new { words = " " })).Status);
        foreach (var who in new[] { ana, desk.Owner, desk.With(null) }) Assert.Contains((await who.Try(HttpMethod.Post, "/chat/v1/moments", new { words = "I say so myself" })).Status, new[] { 401, 403 });
    }

    [Theory, OnBothDatabases]
    public async Task The_book_is_read_in_pages_newest_first(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");
        for (var i = 0; i < 5; i++)
        {
            await ana.Keeps(number, words: $"moment {i}");
            desk.Time.Advance(TimeSpan.FromMinutes(1));
        }
        var words = new List<string?>();
        for (var after = (string?)""; after is not null;)
        {
            var page = await ana.Get(after.Length == 0 ? "/api/v1/moments?limit=2" : $"/api/v1/moments?limit=2&after={after}");
            words.AddRange(page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("words").GetString()));
            after = page.GetProperty("next").GetString();
        }
        Assert.Equal(["moment 4", "moment 3", "moment 2", "moment 1", "moment 0"], words);
    }
}
