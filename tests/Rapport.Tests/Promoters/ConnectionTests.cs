using Microsoft.EntityFrameworkCore;
using Rapport.Tests.Essence;

namespace Rapport.Tests.Promoters;

[Trait("Proves", "E164")]
public class ConnectionTests
{
    [Theory, OnBothDatabases]
    public async Task We_connected_is_whoever_served_to_say_to_read_and_to_take_back_and_nobody_elses(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, dana) = await desk.Person("Dana");
        var (_, miguel) = await desk.Person("Miguel");
        var lea = (await desk.Person("Lea", "lead")).Client;
        var number = await desk.Conversation();
        await dana.Says(number);
        var path = $"/api/v1/conversations/{number}/connection";

        Assert.Equal(422, (await miguel.Try(HttpMethod.Put, path)).Status);
        Assert.Equal(204, (await dana.Try(HttpMethod.Put, path)).Status);
        Assert.Equal(204, (await dana.Try(HttpMethod.Put, path)).Status);

        Assert.True((await dana.Get(path)).GetProperty("connected").GetBoolean());
        foreach (var other in new[] { miguel, lea, desk.Owner })
        {
            Assert.False((await other.Get(path)).GetProperty("connected").GetBoolean());
            Assert.Equal(204, (await other.Try(HttpMethod.Delete, path)).Status);
        }
        Assert.Equal(1, await desk.InDatabase(db => db.SaidConnections.CountAsync()));
        Assert.DoesNotContain("connect", (await desk.Owner.Get("/api/v1/log?limit=200")).GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Only you see this", await dana.GetStringAsync(new Uri($"/desk/{number}/connection", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("We connected", await lea.GetStringAsync(new Uri($"/desk/{number}/connection", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(204, (await dana.Try(HttpMethod.Delete, path)).Status);
        Assert.Equal(0, await desk.InDatabase(db => db.SaidConnections.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Pairs_in_which_only_one_holds_are_told_apart(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await desk.Team();
        await desk.Pass(TimeSpan.FromDays(1)); // a Monday
        // Each of the five has one of every kind: impression yes or no, connection felt or not, said by whoever served or not.
        bool[] both = [true, false];
        foreach (var (impression, felt, said) in from i in both from f in both from s in both select (i, f, s))
            await desk.Plant(people.ConvertAll(p => p.Id), Enumerable.Repeat(new Asking.Seed(Connected: said, Answer: a => (a.Impression, a.Connection) = (impression, felt)), people.Count));
        await desk.Pass(TimeSpan.FromDays(21));

        var answers = await lea.Get("/api/v1/team/answers");

        Assert.Equal((20, 40), answers.Outcome("impression").GetProperty("share").Counts());
        var connected = answers.GetProperty("connected");
        Assert.Equal((20, 40), connected.GetProperty("felt").Counts());
        // Of the twenty that the customer felt, whoever served had said so in ten; that they said it alone makes none.
        Assert.Equal((10, 40), connected.GetProperty("holds").Counts());
        var pairs = connected.GetProperty("pairs");
        Assert.Equal((15, 5, 5, 15), (pairs.GetProperty("impression_alone").GetInt32(), pairs.GetProperty("connection_alone").GetInt32(), pairs.GetProperty("both").GetInt32(), pairs.GetProperty("neither").GetInt32()));
        Assert.Contains("both in 5, an impression alone in 15, a connection alone in 5, neither in 15", await lea.Page("/team"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task What_fewer_than_five_said_of_their_connections_waits(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await desk.Team();
        await desk.Pass(TimeSpan.FromDays(1));
        await desk.Plant(people.ConvertAll(p => p.Id), Enumerable.Repeat(new Asking.Seed(Answer: a => (a.Impression, a.Connection) = (true, true)), 40));
        await desk.Plant(people.Take(4).Select(p => p.Id).ToList(), Enumerable.Repeat(new Asking.Seed(Connected: true, Answer: a => (a.Impression, a.Connection) = (true, true)), 40));
        await desk.Pass(TimeSpan.FromDays(21));

        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await lea.Get("/api/v1/team/answers")).GetProperty("connected").ValueKind);
        Assert.Equal((80, 80), (await lea.Get("/api/v1/team/answers")).Outcome("impression").GetProperty("share").Counts());

        await desk.Plant([people[4].Id], [new Asking.Seed(Connected: true, Answer: a => a.Connection = true)]);
        await desk.Pass(TimeSpan.FromDays(21));
        Assert.Equal((41, 81), (await lea.Get("/api/v1/team/answers")).GetProperty("connected").GetProperty("holds").Counts());
    }
}
