using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Promoters;

namespace Rapport.Tests.Promoters;

[Trait("Proves", "E151")]
public class AnswerByProgramTests
{
    [Theory, OnBothDatabases]
    public async Task A_program_brings_what_a_customer_said_to_a_question_that_stands_and_writes_over_nothing(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody();
        var (_, ana) = await desk.Person("Ana");
        var numbers = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            numbers.Add(await desk.Conversation($"Customer {i}"));
            await desk.Serve(numbers[^1], ana);
        }
        await desk.Change(db => db.Asks.ExecuteUpdateAsync(s => s.SetProperty(a => a.Question, Rotating.Recommend)));

        var standing = await Standing(desk);
        Assert.Equal(numbers, standing.Select(s => s.GetProperty("conversation").GetInt64()));
        Assert.All(standing, s => Assert.Equal("recommend", s.GetProperty("question").GetString()));
        var survey = standing[0].GetProperty("id").GetGuid();
        Assert.Equal(403, (await ana.Try(HttpMethod.Post, "/api/v1/answers", new { survey, recommend = 9 })).Status);
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/answers", new { recommend = 9 })).Status);
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/answers", new { survey, recommend = 11 })).Status);
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/answers", new { survey })).Status);
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/answers", new { survey = Guid.NewGuid(), recommend = 9 })).Status);
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/answers", new { survey, frequency = "often" })).Status);

        Assert.Equal(201, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/answers", new { survey, recommend = 9, memorable = true, because = "She asked about Max" })).Status);
        Assert.Equal(409, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/answers", new { survey, recommend = 0 })).Status);

        Assert.Equal((9, true), await desk.InDatabase(db => db.CustomerAnswers.Select(a => new ValueTuple<int?, bool?>(a.Recommend, a.Memorable)).SingleAsync()));
        // Nobody learns from the list who has answered.
        Assert.Equal(3, (await Standing(desk)).Count);
        var (visitor, _) = await desk.Served(ana);
        Assert.Equal(204, await visitor.Says((await visitor.Asks()).Id(), new { memorable = false }));
        Assert.Equal(409, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/answers", new { survey = (await Standing(desk))[^1].GetProperty("id").GetGuid(), memorable = true })).Status);
        await desk.Pass(TimeSpan.FromDays(15));
        Assert.Empty(await Standing(desk));
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/answers", new { survey = standing[1].GetProperty("id").GetGuid(), recommend = 9 })).Status);
    }

    /// <summary>Two at a time, to the last.</summary>
    static async Task<List<JsonElement>> Standing(TestDesk desk)
    {
        var all = new List<JsonElement>();
        for (var after = ""; ;)
        {
            var page = await desk.Owner.Get($"/api/v1/surveys?limit=2{after}");
            all.AddRange(page.GetProperty("items").EnumerateArray());
            if (page.GetProperty("next").GetString() is not { } next) return all;
            after = $"&after={next}";
        }
    }
}
