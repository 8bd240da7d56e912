using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Essence;

/// <summary>What is kept so that a program may ask twice holds nothing that others could read.</summary>
public class SealedTests
{
    [Theory, OnBothDatabases]
    public async Task Of_a_question_of_ones_own_and_of_what_lies_on_a_counter_only_a_seal_is_kept(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var own = new { question = "What does your hedgehog do all winter?", about = "hedgehog" };

        var first = await ana.Send(HttpMethod.Post, "/api/v1/questions", JsonContent.Create(own), "one");
        var again = await ana.Send(HttpMethod.Post, "/api/v1/questions", JsonContent.Create(own), "one");
        await ana.Send(HttpMethod.Post, "/api/v1/questions/lint", JsonContent.Create(new { question = "Do you have a hedgehog?" }), "two");
        await ana.Send(HttpMethod.Post, "/api/v1/cues/for-a-basket", JsonContent.Create(new { items = new[] { "hedgehog house" }, words = "Our hedgehog Emil turns ten on Saturday" }), "three");

        Assert.Equal((201, first.Body.Of("id")), (again.Status, again.Body.Of("id")));
        var kept = await desk.InDatabase(db => db.FirstAnswers.Select(a => a.Body!).ToListAsync());
        Assert.Equal(3, kept.Count);
        Assert.All(kept, body => Assert.StartsWith("sealed:", body, StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task A_surprise_that_costs_something_is_not_given_for_nothing(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance();
        var (treat, card) = (await desk.Owner.Gesture("A treat", 500), await desk.Owner.Gesture("A card by hand", 0));
        var number = await desk.Conversation();

        foreach (var minor in new long[] { 0, -1 })
        {
            var (status, no) = await desk.Owner.Give(number, treat, minor);
            Assert.Equal(400, status);
            Assert.Contains("more than nothing", no.Of("detail"), StringComparison.Ordinal);
        }
        Assert.Equal(201, (await desk.Owner.Give(number, card)).Status);
        Assert.Equal(500, (await desk.Owner.Give(number, treat)).Body.GetProperty("minor").GetInt64());
    }
}
