using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Handovers;

namespace Rapport.Tests.Handovers;

/// <summary>The same ways as in the machine's own tests, through the program and its database.</summary>
[Trait("Proves", "E102"), Trait("Proves", "E076")]
public class EveryWayTests
{
    /// <summary>Every order of up to so many steps that change something: that many ways from both beginnings end, or reach this depth.</summary>
    const int Depth = 4, Expected = 447;

    static readonly Step[] Steps = [.. Enum.GetValues<Step>().Where(s => s is not Step.SenderLeft)];

    [Theory, OnBothDatabases]
    public async Task Every_way_leaves_one_owner_in_the_database_and_the_customer_with_somebody(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var ways = Ways().ToList();
        Assert.Equal(Expected, ways.Count);
        var called = 0;

        foreach (var (toTeam, path) in ways)
        {
            var number = await trio.OfDana();
            await trio.Offer(number, toTeam ? "team" : "miguel@desk.example");
            foreach (var step in path) Assert.True(await trio.HouseTakes(number, step, By(step, trio)), $"{toTeam}: {string.Join(" → ", path)} stopped at {step}");

            var (owner, state) = await desk.InDatabase(async db =>
            {
                var c = await db.Conversations.AsNoTracking().SingleAsync(c => c.Number == number);
                return (c.OwnerId, (await db.Handovers.AsNoTracking().SingleAsync(h => h.ConversationId == c.Id)).State);
            });
            var expected = path.Aggregate(HandoverState.Begin(toTeam), (s, step) => s.After(step)!.Value);
            Assert.Equal(expected, state);
            Assert.Equal(expected.Owner is Side.Sender ? trio.Dana.Id : trio.Miguel.Id, owner?.Value);
            Assert.Equal(owner!.Value.Value, (await trio.OwnersInTheLog(number))[^1]);
            if (path.Contains(Step.Resolve)) continue;

            // Who is here was only watched; who has it, is in the log; what the customer knows of it, is what they were told last.
            var (told, way) = ((await trio.Told(number)).FindLast(t => !t.StartsWith("One question", StringComparison.Ordinal))!, $"{toTeam}: {string.Join(" → ", path)}");
            var name = owner.Value.Value == trio.Dana.Id ? "Dana" : "Miguel";
            if (path.Aggregate(Witness.AtFirst, (w, step) => w.After(step)).Sees(name == "Dana" ? Side.Sender : Side.Receiver))
            {
                Assert.True(IsWithYou(name).IsMatch(told), $"{way}: {name} has it and is here, and the customer was told: {told}");
                continue;
            }
            called++;
            Assert.True(told.Contains("We are calling a colleague for you", StringComparison.Ordinal), $"{way}: nobody is here, and the customer was told: {told}");
            await trio.Ines.Client.Post(Trio.Path(number, "/join"));
            Assert.Equal(("Ines", trio.Ines.Id), (await trio.Owner(number), (await trio.OwnersInTheLog(number))[^1]));
        }
        Assert.True(called > 20, $"Only {called} ways led to nobody being here.");
    }

    static Regex IsWithYou(string name) => new($"{name} (is with you|is still with you|stays with you|is back|looks after you|is here)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    static PersonId? By(Step step, Trio trio) => step is Step.Join or Step.Override or Step.Decline ? new PersonId(trio.Miguel.Id) : step is Step.Release or Step.Withdraw ? new PersonId(trio.Dana.Id) : null;

    /// <summary>Ways that change something with every step; what a step leaves as it is, the machine's own tests go through.</summary>
    static IEnumerable<(bool ToTeam, List<Step> Path)> Ways()
    {
        foreach (var toTeam in new[] { false, true })
        {
            var ahead = new Stack<(HandoverState State, List<Step> Path)>([(HandoverState.Begin(toTeam), [])]);
            while (ahead.TryPop(out var here))
            {
                var next = here.Path.Count == Depth ? [] : Steps.Select(step => (Step: step, After: here.State.After(step))).Where(n => n.After is not null && n.After != here.State).ToList();
                if (next.Count == 0) yield return (toTeam, here.Path);
                foreach (var (step, after) in next) ahead.Push((after!.Value, [.. here.Path, step]));
            }
        }
    }

    [Theory, OnBothDatabases]
    public async Task Of_a_hundred_who_write_at_once_there_is_one_owner_in_every_line_of_the_log(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var people = new List<(Guid Id, HttpClient Client)>();
        for (var i = 0; i < 10; i++) people.Add(await desk.Person($"P{i}", i == 9 ? "lead" : "agent"));
        var number = await desk.Conversation();
        var trio = new Trio { Desk = desk, Dana = people[0], Miguel = people[1], Ines = people[2] };
        var random = new Random(7);
        await people[0].Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });

        for (var round = 0; round < 8; round++)
        {
            var calls = Enumerable.Range(0, 100).Select(i => (Who: people[random.Next(10)].Client, What: random.Next(8), To: $"p{random.Next(10)}@desk.example")).ToList();
            var answers = await Task.WhenAll(calls.Select(c => c.What switch
            {
                0 => c.Who.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/owner", new { person = "me" }),
                1 => c.Who.Try(HttpMethod.Post, Trio.Path(number), new { to = "team", reason = "time" }),
                2 => c.Who.Try(HttpMethod.Post, Trio.Path(number), new { to = c.To, reason = "tool" }),
                3 => c.Who.Try(HttpMethod.Post, Trio.Path(number), new { to = "me", reason = "time" }),
                4 => c.Who.Try(HttpMethod.Post, Trio.Path(number, "/decline")),
                5 => c.Who.Try(HttpMethod.Post, Trio.Path(number, "/release")),
                _ => c.Who.Try(HttpMethod.Post, Trio.Path(number, "/join")),
            }));
            Assert.All(answers, a => Assert.True(a.Status < 500, $"{a.Status} {a.Body}"));
        }

        var owners = await trio.OwnersInTheLog(number);
        Assert.DoesNotContain(Guid.Empty, owners);
        Assert.True(owners.Count > 2, $"Only {owners.Count} owners followed each other.");
        Assert.True(await desk.InDatabase(db => Task.FromResult(db.Handovers.Count(h => h.EndedAt == null))) <= 1);
        Assert.Equal(owners[^1], (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("owner").GetProperty("id").GetGuid());
    }
}
