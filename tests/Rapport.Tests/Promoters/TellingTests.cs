using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Essence;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Promoters;

/// <summary>Whoever came by letter, by phone or to the counter can tell those who helped them what stood out, as whoever came by chat can.</summary>
[Trait("Proves", "E151"), Trait("Proves", "E156")]
public class TellingTests
{
    [Theory, OnBothDatabases]
    public async Task After_the_answer_a_customer_tells_those_who_answered_them_and_nobody_else_reads_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody();
        var ((_, ana), (_, bo)) = (await desk.Person("Ana"), await desk.Person("Bo"));
        var number = await desk.Conversation("Ruth Adeyemi", email: "ruth@example.com");
        await desk.Serve(number, ana);
        var (mine, told) = await Page(desk, number);
        Assert.DoesNotContain("Did somebody make it better", await mine.Html(), StringComparison.Ordinal);
        Assert.Equal((422, "Say how it was first; what you tell them stands beside it."), await mine.Tell(told, "Ana asked about Max!"));
        await mine.Answer(told);
        Assert.Contains("Did somebody make it better? Tell them", await mine.Html(), StringComparison.Ordinal);
        Assert.Equal(400, (await mine.Tell(told, " ")).Status);
        Assert.Equal(400, (await mine.Tell(told, new string('a', 1001))).Status);

        Assert.Equal(204, (await mine.Tell(told, " Ana asked about Max! ")).Status);

        Assert.Equal((422, "You have told them already. Thank you!"), await mine.Tell(told, "And again"));
        var page = await mine.Html();
        Assert.Contains("You told those who helped you: “Ana asked about Max!”", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Did somebody make it better", page, StringComparison.Ordinal);
        Assert.Contains("Ana asked about Max!", await ana.Page("/book"), StringComparison.Ordinal);
        foreach (var other in new[] { bo, desk.Owner }) Assert.DoesNotContain("Ana asked about Max!", await other.Page("/book"), StringComparison.Ordinal);
        // It is told, and not kept: no moment of Ana's, no part of the answer, in no log.
        Assert.Equal(0, await ana.Count("/api/v1/moments"));
        Assert.Equal(0, await desk.InDatabase(db => db.SaidWords.CountAsync()));
        Assert.DoesNotContain(await desk.InDatabase(db => db.Log.Select(e => e.Data).ToListAsync()), data => data.Contains("Max!", StringComparison.Ordinal));
        Assert.Contains("Ana asked about Max!", await mine.Http.GetStringAsync(new Uri($"{mine.Path}/download", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task At_the_counter_it_goes_to_whoever_had_the_matter_and_where_nobody_had_it_is_refused_in_words(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody(restDays: 1);
        var ((anaId, ana), (boId, bo)) = (await desk.Person("Ana"), await desk.Person("Bo"));
        var number = (await desk.Owner.Post("/api/v1/conversations", new { channel = "counter", customer = new { name = "Ruth" }, body = "A torn bag" })).GetProperty("number").GetInt64();
        await desk.Owner.Put($"/api/v1/conversations/{number}/owner", new { person = anaId });
        await ana.Post($"/api/v1/conversations/{number}/resolution");
        await desk.Pass(TimeSpan.FromSeconds(1));
        var (mine, ask) = await Page(desk, number);
        await mine.Answer(ask);

        Assert.Equal(204, (await mine.Tell(ask, "She knew the name of my dog")).Status);

        Assert.Contains("She knew the name of my dog", await ana.Page("/book"), StringComparison.Ordinal);
        // What is handed on afterwards takes nothing out of a book and puts nothing into another.
        await desk.Change(db => db.Conversations.Where(c => c.Number == number).ExecuteUpdateAsync(s => s.SetProperty(c => c.OwnerId, new Rapport.Access.PersonId(boId))));
        Assert.Contains("She knew the name of my dog", await ana.Page("/book"), StringComparison.Ordinal);
        Assert.DoesNotContain("She knew the name of my dog", await bo.Page("/book"), StringComparison.Ordinal);

        var nobodys = (await desk.Owner.Post("/api/v1/conversations", new { channel = "counter", customer = new { name = "Noa" }, body = "A torn bag" })).GetProperty("number").GetInt64();
        await desk.Owner.Post($"/api/v1/conversations/{nobodys}/resolution");
        await desk.Pass(TimeSpan.FromSeconds(1));
        await desk.Change(db => db.Conversations.Where(c => c.Number == nobodys).ExecuteUpdateAsync(s => s.SetProperty(c => c.OwnerId, (Rapport.Access.PersonId?)null)));
        var (noa, hers) = await Page(desk, nobodys);
        await noa.Answer(hers);
        Assert.DoesNotContain("Did somebody make it better", await noa.Html(), StringComparison.Ordinal);
        Assert.Equal((422, "Nobody of us had this matter in hand, so there is nobody to tell it to. What you said above is kept."), await noa.Tell(hers, "Thank you"));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_tells_for_another_customer_and_two_who_press_at_once_tell_once(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody();
        var (ruths, noas) = (await desk.Conversation("Ruth", email: "ruth@example.com"), await desk.Conversation("Noa", email: "noa@example.com"));
        foreach (var number in new[] { ruths, noas }) await desk.Serve(number);
        var (ruth, ask) = await Page(desk, ruths);
        var (noa, _) = await Page(desk, noas);
        await ruth.Answer(ask);

        Assert.Equal(404, (await noa.Tell(ask, "Not mine")).Status);
        Assert.Equal(404, (await new Mine(desk.With(null), "/mine/nobody").Tell(ask, "No key")).Status);
        var both = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ruth.Tell(ask, "They thought of Max")));

        Assert.Equal((1, 5), (both.Count(b => b.Status == 204), both.Count(b => b.Status == 422)));
        Assert.Equal(1, await desk.InDatabase(db => db.ToldMoments.CountAsync()));
    }

    sealed record Mine(HttpClient Http, string Path)
    {
        public async Task<string> Html() => WebUtility.HtmlDecode(await Http.GetStringAsync(new Uri(Path, UriKind.Relative)));

        public async Task Answer(Guid ask) => Assert.Equal(204, (await Http.Try(HttpMethod.Put, $"{Path}/answers/{ask}", new { memorable = true })).Status);

        public async Task<(int Status, string? Detail)> Tell(Guid ask, string words)
        {
            var (status, body) = await Http.Try(HttpMethod.Post, $"{Path}/answers/{ask}/told", new { words });
            return (status, body.ValueKind is JsonValueKind.Object && body.TryGetProperty("detail", out var detail) ? detail.GetString() : null);
        }
    }

    /// <summary>The customer's own page, as the link in a letter opens it, and what is asked on it.</summary>
    static async Task<(Mine Page, Guid Ask)> Page(TestDesk desk, long number)
    {
        var customer = await desk.InDatabase(db => db.Conversations.Where(c => c.Number == number).Select(c => c.CustomerId).SingleAsync());
        var (path, browser) = await desk.OwnPage(customer.Value);
        return (new(browser, path), await desk.InDatabase(db => db.Asks.Where(a => a.CustomerId == customer).Select(a => a.Id.Value).SingleAsync()));
    }
}
