using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Essence;

/// <summary>A moment belongs to whoever gave it. For everybody else, whatever their role, it is not there.</summary>
[Trait("Proves", "E125")]
public class MomentPrivacyTests
{
    const string Secret = "zebra with an umbrella";

    [Theory, OnBothDatabases]
    public async Task Nobody_else_reads_changes_or_deletes_it_whatever_their_role(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");
        var kept = await ana.Post($"/api/v1/conversations/{number}/moments", new { behavior = "humor", words = Secret, expectation = Secret, happened = Secret, message = await ana.Says(number) });
        foreach (var other in await Others(desk))
        {
            Assert.Equal(404, (await other.Try(HttpMethod.Get, Serving.PathOf(kept))).Status);
            Assert.Equal(404, (await other.Send(HttpMethod.Patch, Serving.PathOf(kept), JsonContent.Create(new { behavior = "interest" }))).Status);
            Assert.Equal(404, (await other.Try(HttpMethod.Delete, Serving.PathOf(kept))).Status);
            Assert.Equal(404, (await other.Try(HttpMethod.Put, Serving.PathOf(kept) + "/showing", new { })).Status);
            var page = $"/desk/{number}/moments/{kept.GetProperty("id").GetGuid()}";
            Assert.Equal(404, (await other.Try(HttpMethod.Put, page, new { behavior = "interest" })).Status);
            Assert.Equal(404, (await other.Try(HttpMethod.Delete, page)).Status);
            Assert.Equal(0, await other.Count("/api/v1/moments"));
            Assert.Equal(0, await other.Count($"/api/v1/conversations/{number}/moments"));
        }
        Assert.Equal(Secret, (await ana.Get(Serving.PathOf(kept))).GetProperty("words").GetString());
    }

    [Theory, OnBothDatabases]
    public async Task It_is_on_no_page_in_no_search_and_in_no_log_of_anybody_else(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");
        for (var i = 0; i < 6; i++) await desk.Person($"Colleague {i}");
        var kept = await ana.Post($"/api/v1/conversations/{number}/moments", new { behavior = "humor", words = Secret, message = await ana.Says(number) });
        var customer = (await ana.Get($"/api/v1/conversations/{number}")).GetProperty("customer").GetProperty("id").GetGuid();
        string[] places =
        [
            $"/desk/{number}", $"/desk/{number}/thread", $"/desk/{number}/person", "/desk/list?view=team", "/book", "/book/moments", "/team", $"/customers/{customer}", "/find?q=zebra", "/settings/log", "/settings/people", "/settings/errands",
            "/api/v1/moments", "/api/v1/team/essence", "/api/v1/search?q=zebra", "/api/v1/log", "/api/v1/corrections", $"/api/v1/conversations/{number}", $"/api/v1/conversations/{number}/messages", $"/api/v1/conversations/{number}/moments", "/api/v1/people",
        ];
        foreach (var other in await Others(desk))
        {
            foreach (var place in places)
            {
                using var answer = await other.GetAsync(new Uri(place, UriKind.Relative));
                if (other == desk.Owner) Assert.Equal((place, HttpStatusCode.OK), (place, answer.StatusCode));
                var said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                Assert.DoesNotContain("zebra with", said, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(kept.GetProperty("id").GetString()!, said, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("Appropriate humor, in your book", said, StringComparison.OrdinalIgnoreCase);
            }
        }
        // What they do see is the conversation that it was given in.
        foreach (var place in new[] { $"/desk/{number}", $"/desk/{number}/thread", $"/api/v1/conversations/{number}/messages" }) Assert.Contains("The 15 kg bag arrived torn", await desk.Owner.Page(place), StringComparison.Ordinal);
        Assert.Contains("Ruth Adeyemi", await desk.Owner.Page($"/customers/{customer}"), StringComparison.Ordinal);
        Assert.Contains("Appropriate humor, in your book", await ana.Page($"/desk/{number}/thread"), StringComparison.Ordinal);
    }

    /// <summary>Not even without a name: an entry beside the message of whoever gave it could be counted.</summary>
    [Trait("Proves", "E127")]
    [Theory, OnBothDatabases]
    public async Task What_somebody_keeps_changes_corrects_deletes_or_lets_go_leaves_no_entry_in_the_log(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation(body: Serving.Asked);
        var (_, ana) = await desk.Person("Ana");
        var message = await ana.Says(number);
        var before = await desk.InDatabase(db => db.Log.CountAsync());

        await ana.Page($"/desk/{number}/thread");
        var kept = await ana.Keeps(number, words: Secret);
        Assert.Equal(200, (await ana.Send(HttpMethod.Patch, Serving.PathOf(kept), JsonContent.Create(new { behavior = "humor" }))).Status);
        Assert.Equal(200, (await ana.Try(HttpMethod.Put, Serving.PathOf(kept) + "/showing", new { })).Status);
        Assert.Equal(204, (await ana.Try(HttpMethod.Post, $"/desk/{number}/corrections", new { message, proposed = "interest" })).Status);
        Assert.Equal(204, (await ana.Try(HttpMethod.Post, "/lost-openings", new { cause = "queue" })).Status);
        Assert.Equal(204, (await ana.Try(HttpMethod.Delete, Serving.PathOf(kept))).Status);

        Assert.Equal(before, await desk.InDatabase(db => db.Log.CountAsync()));
        Assert.Equal(0, await desk.InDatabase(db => db.Errands.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_deleted_is_nowhere_any_more_not_even_for_an_idempotency_key(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");
        var (status, kept) = await ana.Send(HttpMethod.Post, $"/api/v1/conversations/{number}/moments", JsonContent.Create(new { behavior = "humor", words = Secret }), "key-1");
        Assert.Equal(201, status);

        Assert.Equal(204, (await ana.Try(HttpMethod.Delete, Serving.PathOf(kept))).Status);

        Assert.Equal(0, await desk.InDatabase(db => db.Moments.CountAsync()));
        Assert.DoesNotContain("zebra", await desk.InDatabase(db => db.FirstAnswers.Select(a => a.Body).SingleAsync()) ?? "", StringComparison.Ordinal);
        Assert.Equal(0, await desk.InDatabase(db => db.SearchEntries.CountAsync(e => e.Words.Contains("zebra"))));
    }

    [Theory, OnBothDatabases]
    public async Task Others_may_look_at_what_its_giver_shows_and_only_for_as_long(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var (_, ana) = await desk.Person("Ana");
        var (_, bo) = await desk.Person("Bo");
        var kept = await ana.Keeps(number, words: Secret);
        var hidden = await ana.Keeps(number, words: "stays mine");

        await ana.Put(Serving.PathOf(kept) + "/showing", new { });
        var shown = await bo.Page("/book/shown");
        Assert.Contains(Secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("stays mine", shown, StringComparison.Ordinal);
        Assert.Equal(404, (await bo.Try(HttpMethod.Get, Serving.PathOf(kept))).Status);

        Assert.Equal(204, (await ana.Try(HttpMethod.Delete, Serving.PathOf(kept) + "/showing")).Status);
        Assert.DoesNotContain(Secret, await bo.Page("/book/shown"), StringComparison.Ordinal);
        Assert.Equal(Serving.PathOf(hidden).Length, Serving.PathOf(kept).Length);
    }

    /// <summary>The live line tells only oneself that one's book has changed.</summary>
    [Theory, OnBothDatabases]
    public async Task Nobody_can_listen_to_somebody_elses_book(string database)
    {
        await using var desk = await TestDesk.Open(database, realTime: true);
        var number = await desk.Conversation();
        var (id, ana) = await desk.Person("Ana");
        var (_, bo) = await desk.Person("Bo");
        using var line = await bo.GetAsync(new Uri($"/live?topics=book:{id},inbox", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var own = await ana.GetAsync(new Uri($"/live?topics=book:{id}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await line.Content.ReadAsStreamAsync());
        using var ownReader = new StreamReader(await own.Content.ReadAsStreamAsync());

        await ana.Keeps(number);
        await desk.Conversation("Somebody else");

        Assert.Equal($"data: book:{id}", await Next(ownReader));
        Assert.Equal("data: inbox", await Next(reader));
    }

    static async Task<string?> Next(StreamReader reader)
    {
        string? line;
        do line = await reader.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
        while (line is not null && (!line.StartsWith("data: ", StringComparison.Ordinal) || line.Length <= "data: ".Length));
        return line;
    }

    static async Task<HttpClient[]> Others(TestDesk desk) => [(await desk.Person("Bo")).Client, (await desk.Person("Lea", "lead")).Client, (await desk.Person("Adi", "admin")).Client, desk.Owner, await desk.SignIn()];
}
