using Microsoft.EntityFrameworkCore;
using Rapport.Desk;
using Rapport.Promoters;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Promoters;

[Trait("Proves", "E151"), Trait("Proves", "E126")]
public class AskingTests
{
    [Theory, OnBothDatabases]
    public async Task Nobody_is_asked_before_a_lead_says_so_and_then_where_the_customer_is(string database)
    {
        await using var desk = await TestDesk.Open(database);
        Assert.Null(await (await desk.Served()).Visitor.Asks());
        Assert.False((await desk.Owner.Get("/api/v1/survey")).GetProperty("on").GetBoolean());
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Put, "/api/v1/survey", new { on = true, one_in = 0 })).Status);
        Assert.Equal(403, (await (await desk.Person("Ana")).Client.Try(HttpMethod.Put, "/api/v1/survey", new { on = true })).Status);
        await desk.AskEverybody();

        var (visitor, number) = await desk.Served();
        var asked = await visitor.Asks();

        Assert.True(asked!.Value.GetProperty("stands").GetBoolean());
        Assert.Equal("The 15 kg bag arrived torn", asked.Value.GetProperty("about").GetString());
        Assert.Equal(204, await visitor.Says(asked.Id(), new { memorable = true, because = " They knew my dog ", impression = true, connection = false }));
        var said = (await visitor.Asks())!.Value.GetProperty("answer");
        Assert.Equal((true, "They knew my dog", true, false), (said.GetProperty("memorable").GetBoolean(), said.GetProperty("because").GetString(), said.GetProperty("impression").GetBoolean(), said.GetProperty("connection").GetBoolean()));
        Assert.Equal(1, await desk.InDatabase(db => db.Asks.Where(a => a.ConversationId == db.Conversations.Single(c => c.Number == number).Id).Select(a => a.OneIn).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task One_in_so_many_is_drawn_by_lot_and_the_chance_is_kept_with_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody(oneIn: 2);
        var numbers = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => desk.Conversation($"Customer {i}")));
        foreach (var number in numbers)
        {
            await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "It leaves today" });
            await desk.Owner.Post($"/api/v1/conversations/{number}/resolution");
        }
        await desk.Pass(TimeSpan.FromSeconds(1));

        var asks = await desk.InDatabase(db => db.Asks.AsNoTracking().ToListAsync());

        // Of 80 by even lots, 22 to 58 but one time in twenty thousand.
        Assert.InRange(asks.Count, 22, 58);
        Assert.All(asks, a => Assert.Equal(2, a.OneIn));
        Assert.True(asks.Select(a => a.Question).Distinct().Count() > 1);
    }

    [Theory, OnBothDatabases]
    public async Task A_customer_is_left_in_peace_for_the_days_of_rest(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody();
        async Task<int> Again()
        {
            await desk.Serve(await desk.Conversation("Ruth", email: "ruth@example.com"));
            return await desk.InDatabase(db => db.Asks.CountAsync());
        }

        Assert.Equal(1, await Again());
        await desk.Pass(TimeSpan.FromDays(29));
        Assert.Equal(1, await Again());
        await desk.Pass(TimeSpan.FromDays(2));
        Assert.Equal(2, await Again());
        Assert.Equal([false, true], await desk.InDatabase(db => db.Asks.OrderBy(a => a.AskedAt).Select(a => a.ReturningCustomer).ToListAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_is_asked_who_wants_peace_is_forgotten_or_has_a_grave_matter(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody(restDays: 1);
        async Task<bool> Asked(string name, Func<Guid, Task>? before = null, string body = "The 15 kg bag arrived torn", bool answered = true)
        {
            var number = await desk.Conversation(name, body);
            if (before is not null) await before(await desk.CustomerOf(number));
            if (answered) await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "A new one leaves today" });
            await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/resolution", new { });
            await desk.Pass(TimeSpan.FromSeconds(1));
            return await desk.InDatabase(db => db.Asks.AnyAsync(a => a.ConversationId == db.Conversations.Single(c => c.Number == number).Id));
        }

        Assert.True(await Asked("Ruth"));
        Assert.False(await Asked("Nora", id => desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{id}/nothing_remembered")));
        Assert.False(await Asked("Erik", id => desk.Owner.Try(HttpMethod.Post, $"/api/v1/customers/{id}/erasure", new { })));
        Assert.False(await Asked("Gina", body: "Please cancel the order, my husband died on Sunday."));
        Assert.False(await Asked("Sid", answered: false));
        Assert.False(await Asked("Pia", async id =>
        {
            var (path, browser) = await desk.OwnPage(id);
            Assert.Equal(204, (await browser.Try(HttpMethod.Put, path + "/no-asking")).Status);
        }));
    }

    [Theory, OnBothDatabases]
    public async Task A_very_long_chat_is_read_to_its_end_part_by_part(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody();
        const int length = (2 * DrawWhomToAsk.AtATime) + 20;
        const string loss = "Please cancel the order, my husband died on Sunday.";
        var reads = new List<int>();
        foreach (var at in new[] { 0, DrawWhomToAsk.AtATime - 1, DrawWhomToAsk.AtATime + 10, length - 1, length })
        {
            var number = await desk.Conversation($"Customer {at}", at == 0 ? loss : "About the order");
            await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "It leaves today." });
            await desk.Change(async db =>
            {
                var id = await db.Conversations.Where(c => c.Number == number).Select(c => c.Id).SingleAsync();
                db.AddRange(Enumerable.Range(2, length - 2).Select(i => new Message { ConversationId = id, Position = i + 1, From = MessageFrom.Customer, PersonId = null, Author = "Ruth", Body = i == at ? loss : "And the blue one?", At = desk.Now }));
                await db.SaveChangesAsync();
            });
            await desk.Owner.Post($"/api/v1/conversations/{number}/resolution");
            await desk.Pass(TimeSpan.FromSeconds(1));
            if (!await desk.InDatabase(db => db.Asks.AnyAsync(a => a.ConversationId == db.Conversations.Single(c => c.Number == number).Id))) reads.Add(at);
        }

        Assert.Equal([0, DrawWhomToAsk.AtATime - 1, DrawWhomToAsk.AtATime + 10, length - 1], reads);
    }

    [Theory, OnBothDatabases]
    public async Task Who_says_never_again_is_never_asked_again_until_they_say_so(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody(restDays: 1);
        var (visitor, number) = await desk.Served();
        Assert.Equal(204, (await visitor.Http.Try(HttpMethod.Put, $"/chat/v1/survey/{(await visitor.Asks()).Id()}/no", new { never = true })).Status);
        Assert.True((await visitor.Asks())!.Value.GetProperty("declined").GetBoolean());
        async Task<int> Once()
        {
            await desk.Pass(TimeSpan.FromDays(2));
            await visitor.Says("And another thing");
            await desk.Serve(number);
            return await desk.InDatabase(db => db.Asks.CountAsync());
        }

        Assert.Equal(1, await Once());
        var (path, browser) = await desk.OwnPage(await desk.CustomerOf(number));
        Assert.Contains("You may ask me again", await browser.GetStringAsync(new Uri(path, UriKind.Relative)), StringComparison.Ordinal);
        await browser.Try(HttpMethod.Delete, path + "/no-asking");
        Assert.Equal(2, await Once());
    }

    [Theory, OnBothDatabases]
    public async Task A_matter_that_was_opened_again_is_not_asked_about_any_more(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody();
        var (visitor, number) = await desk.Served();
        var ask = (await visitor.Asks()).Id();

        await visitor.Says("It is torn again");
        await desk.Pass(TimeSpan.FromSeconds(1));

        Assert.Null(await visitor.Asks());
        Assert.Equal(422, await visitor.Says(ask, new { memorable = true }));
        await desk.Serve(number);
        Assert.Null(await visitor.Asks());
    }

    [Theory, OnBothDatabases]
    public async Task Only_what_was_asked_is_answered_in_words_that_fit_and_while_it_stands(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody();
        var (visitor, _) = await desk.Served();
        var ask = (await visitor.Asks()).Id();
        await desk.Change(db => db.Asks.ExecuteUpdateAsync(s => s.SetProperty(a => a.Question, Rotating.Adjectives)));

        Assert.Equal(400, await visitor.Says(ask, new { adjectives = "far too many words here" }));
        Assert.Equal(400, await visitor.Says(ask, new { recommend = 11 }));
        Assert.Equal(400, await visitor.Says(ask, new { frequency = "now and then" }));
        Assert.Equal(422, await visitor.Says(ask, new { recommend = 9 }));
        Assert.Equal(204, await visitor.Says(ask, new { adjectives = "quick, warm" }));
        Assert.Equal(0, await desk.InDatabase(db => db.SaidWords.CountAsync(w => w.Kind == WordsKind.Reason)));

        // Who has answered can change it for good; who has not, for two weeks.
        var (late, _) = await desk.Served();
        var missed = (await late.Asks()).Id();
        await desk.Pass(TimeSpan.FromDays(15));
        Assert.Equal(204, await visitor.Says(ask, new { adjectives = "quick" }));
        Assert.Null(await late.Asks());
        Assert.Equal(422, await late.Says(missed, new { memorable = true }));
    }

    [Theory, OnBothDatabases]
    public async Task What_a_customer_said_is_nobody_elses_to_read(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody();
        var (visitor, number) = await desk.Served();
        var (other, _) = await desk.Served();
        var ask = (await visitor.Asks()).Id();
        await visitor.Says(ask, new { memorable = true, because = "A quokka on the box" });

        Assert.Equal(404, await other.Says(ask, new { memorable = false }));
        Assert.Equal(404, (await other.Http.Try(HttpMethod.Put, $"/chat/v1/survey/{ask}/no", new { })).Status);
        var me = await desk.SignIn();
        foreach (var said in new[]
        {
            (await desk.Owner.Get("/api/v1/log?limit=200")).GetRawText(),
            (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetRawText(),
            (await desk.Owner.Get($"/api/v1/customers/{await desk.CustomerOf(number)}")).GetRawText(),
            await me.GetStringAsync(new Uri($"/desk/{number}", UriKind.Relative)),
            await me.GetStringAsync(new Uri("/book", UriKind.Relative)),
            await me.GetStringAsync(new Uri("/team", UriKind.Relative)),
            (await desk.Owner.Get("/api/v1/team/answers")).GetRawText(),
        })
        {
            Assert.DoesNotContain("quokka", said, StringComparison.Ordinal);
            Assert.DoesNotContain(ask.ToString(), said, StringComparison.Ordinal);
        }
    }

    [Theory, OnBothDatabases]
    public async Task It_is_the_customers_to_change_take_back_and_carry_away_and_goes_with_them(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody(recallOneIn: 1);
        var (visitor, number) = await desk.Served();
        var ask = (await visitor.Asks()).Id();
        await visitor.Says(ask, new { memorable = true, because = "A quokka on the box" });
        var (path, browser) = await desk.OwnPage(await desk.CustomerOf(number));
        Task<string> Page(string part = "") => browser.GetStringAsync(new Uri(path + part, UriKind.Relative));

        Assert.Contains("Something you will remember: A quokka on the box", await Page(), StringComparison.Ordinal);
        Assert.Contains("quokka", await Page("/download"), StringComparison.Ordinal);
        Assert.Equal(204, (await browser.Try(HttpMethod.Put, $"{path}/answers/{ask}", new { memorable = true, because = "A wombat", impression = true })).Status);
        Assert.DoesNotContain("quokka", await Page(), StringComparison.Ordinal);
        Assert.Contains("They made an impression on you", await Page(), StringComparison.Ordinal);
        Assert.Equal(204, (await browser.Try(HttpMethod.Delete, $"{path}/answers/{ask}")).Status);
        Assert.DoesNotContain("wombat", await Page("/download"), StringComparison.Ordinal);
        Assert.Equal((0, 0, 0, 1), await desk.InDatabase(async db => (await db.CustomerAnswers.CountAsync(), await db.SaidWords.CountAsync(), await db.Recalls.CountAsync(), await db.Asks.CountAsync())));

        await visitor.Says(ask, new { memorable = true, because = "A quokka on the box" });
        await browser.Try(HttpMethod.Delete, path + "/everything");
        await desk.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal((0, 0, 0, 0), await desk.InDatabase(async db => (await db.CustomerAnswers.CountAsync(), await db.SaidWords.CountAsync(), await db.Recalls.CountAsync(), await db.Asks.CountAsync())));
        await desk.Pass(TimeSpan.FromDays(91));
        Assert.Equal(0, await desk.InDatabase(db => db.Errands.CountAsync(e => e.ParkedAt != null)));
    }

    [Theory, OnBothDatabases]
    public async Task When_two_entries_turn_out_to_be_one_their_answers_are_one_and_a_no_of_either_holds(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody(restDays: 1);
        var (visitor, number) = await desk.Served();
        var ask = (await visitor.Asks()).Id();
        await visitor.Says(ask, new { memorable = true, because = "A quokka on the box" });
        var other = await desk.CustomerOf(await desk.Conversation("R. Adeyemi", email: "ruth@example.com"));
        var (path, browser) = await desk.OwnPage(other);
        await browser.Try(HttpMethod.Put, path + "/no-asking");
        var one = await desk.CustomerOf(number);

        await desk.Owner.Post($"/api/v1/customers/{one}/merges", new { from = other });

        await desk.Pass(TimeSpan.FromDays(2));
        await visitor.Says("And another thing");
        await desk.Serve(number);
        Assert.Equal(1, await desk.InDatabase(db => db.Asks.CountAsync()));
        var (whole, again) = await desk.OwnPage(one);
        Assert.Contains("quokka", await again.GetStringAsync(new Uri(whole, UriKind.Relative)), StringComparison.Ordinal);
    }
}
