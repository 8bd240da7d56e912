using System.Net.Http.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Essence;

/// <summary>Whatever people do in whatever order: a book holds what its owner kept and did not delete, and nobody else's.</summary>
[Trait("Proves", "E125")]
public class MomentSequencesTests
{
    const int Sequences = 120, Longest = 14;

    enum Act { Keep, Change, Delete, Show, Hide, Lose, TakeOthers, SpoilOthers, Nonsense }

    sealed record Call(Act Act, int Who, int Which, int Value);

    [Theory, OnBothDatabases]
    public async Task No_order_of_calls_mixes_books_or_lets_one_reach_into_anothers(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        HttpClient[] people = [(await desk.Person("Ana")).Client, (await desk.Person("Bo", "lead")).Client, (await desk.Person("Cy", "admin")).Client];
        var kept = people.Select(_ => new Dictionary<Guid, string>()).ToArray();
        var before = await desk.InDatabase(db => db.Log.CountAsync());

        foreach (var sequence in Gen.Sample(Calls.ListOf(), Sequences, Longest).Select(s => s.ToList()))
        {
            foreach (var call in sequence) await Do(call, people, kept, number);
            for (var i = 0; i < people.Length; i++)
            {
                var book = (await people[i].Get($"/api/v1/conversations/{number}/moments")).GetProperty("items").EnumerateArray().ToDictionary(m => m.GetProperty("id").GetGuid(), m => m.GetProperty("behavior").GetString()!);
                Assert.Equal(kept[i].OrderBy(k => k.Key), book.OrderBy(k => k.Key));
            }
        }
        Assert.Equal(before, await desk.InDatabase(db => db.Log.CountAsync()));
    }

    static readonly string[] Behaviors = ["interest", "compliment", "knowledge", "enthusiasm", "humor", "surprise", "heroics", "empathy"];

    static Gen<Call> Calls => from act in Gen.Elements(Enum.GetValues<Act>()) from who in Gen.Choose(0, 2) from which in Gen.Choose(0, 30) from value in Gen.Choose(0, 7) select new Call(act, who, which, value);

    static async Task Do(Call call, HttpClient[] people, Dictionary<Guid, string>[] kept, long number)
    {
        var (me, mine) = (people[call.Who], kept[call.Who]);
        var path = $"/api/v1/conversations/{number}/moments";
        var behavior = Behaviors[call.Value];
        Guid? Any(Dictionary<Guid, string> book) => book.Count == 0 ? null : book.Keys.Order().ElementAt(call.Which % book.Count);
        var others = Any(kept[(call.Who + 1) % kept.Length]);
        switch (call.Act)
        {
            case Act.Keep:
                mine[(await me.Post(path, new { behavior, seconds = call.Which })).GetProperty("id").GetGuid()] = behavior;
                break;
            case Act.Change when Any(mine) is { } id:
                Assert.Equal(200, (await me.Send(HttpMethod.Patch, $"{path}/{id}", JsonContent.Create(new { behavior }))).Status);
                mine[id] = behavior;
                break;
            case Act.Delete when Any(mine) is { } id:
                Assert.Equal(204, (await me.Try(HttpMethod.Delete, $"{path}/{id}")).Status);
                mine.Remove(id);
                break;
            case Act.Show when Any(mine) is { } id:
                Assert.Equal(200, (await me.Try(HttpMethod.Put, $"{path}/{id}/showing", new { })).Status);
                break;
            case Act.Hide when Any(mine) is { } id:
                Assert.Equal(204, (await me.Try(HttpMethod.Delete, $"{path}/{id}/showing")).Status);
                break;
            case Act.Lose:
                Assert.Equal(204, (await me.Try(HttpMethod.Post, "/api/v1/lost-openings", new { cause = "queue" })).Status);
                break;
            case Act.TakeOthers when others is { } id:
                Assert.Equal(404, (await me.Try(HttpMethod.Get, $"{path}/{id}")).Status);
                Assert.Equal(404, (await me.Try(HttpMethod.Delete, $"{path}/{id}")).Status);
                break;
            case Act.SpoilOthers when others is { } id:
                Assert.Equal(404, (await me.Send(HttpMethod.Patch, $"{path}/{id}", JsonContent.Create(new { behavior }))).Status);
                Assert.Equal(404, (await me.Try(HttpMethod.Put, $"{path}/{id}/showing", new { })).Status);
                break;
            case Act.Nonsense:
                Assert.InRange((await me.Try(HttpMethod.Post, path, new { behavior, teller = "customer", person = Guid.NewGuid() })).Status, 400, 422);
                break;
        }
    }
}
