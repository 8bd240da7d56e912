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

    const int Writers = 100, Rounds = 6;

    /// <summary>A hundred people, all at once, each with something else: they take, offer, join, decline, leave, withdraw, fetch, write and note. Meanwhile the log is read as it grows.</summary>
    [Theory, OnBothDatabases]
    public async Task Of_a_hundred_who_write_at_once_there_is_one_owner_in_every_state_of_the_log_that_is_seen(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var people = new List<(Guid Id, HttpClient Client)>();
        for (var i = 0; i < Writers; i++) people.Add(await desk.Person($"P{i}", i % 10 == 9 ? "lead" : "agent"));
        var number = await desk.Conversation();
        var random = new Random(7);
        await people[0].Client.Put($"/api/v1/conversations/{number}/owner", new { person = "me" });
        using var done = new CancellationTokenSource();
        var watching = Watch(desk, number, done.Token);

        for (var round = 0; round < Rounds; round++)
        {
            var calls = people.Select(p => (Who: p.Client, What: random.Next(10), To: $"p{random.Next(Writers)}@desk.example")).ToList();
            var answers = await Task.WhenAll(calls.Select(c => c.What switch
            {
                0 => c.Who.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/owner", new { person = "me" }),
                1 or 2 => c.Who.Try(HttpMethod.Post, Trio.Path(number), new { to = "team", reason = "time" }),
                3 => c.Who.Try(HttpMethod.Post, Trio.Path(number), new { to = "me", reason = "time" }),
                4 => c.Who.Try(HttpMethod.Post, Trio.Path(number, "/decline")),
                5 => c.Who.Try(HttpMethod.Post, Trio.Path(number, "/release")),
                6 => c.Who.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/messages", new { from = "agent", body = "I am here" }),
                7 => c.Who.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/notes", new { body = "She has a dog" }),
                _ => c.Who.Try(HttpMethod.Post, Trio.Path(number, "/join")),
            }));
            Assert.All(answers, a => Assert.True(a.Status < 500, $"{a.Status} {a.Body}"));
            // Whoever has it now offers it, so that the next round has somebody to join.
            var owner = await Owner(desk, number);
            await people.Single(p => p.Id == owner).Client.Try(HttpMethod.Post, Trio.Path(number), new { to = "team", reason = "time" });
        }

        await done.CancelAsync();
        var (owners, states) = await watching;
        Assert.True(owners.Count > 2, $"Only {owners.Count} owners followed each other.");
        Assert.True(states > 8 * Rounds, $"Only {states} states were seen.");
        Assert.Equal(owners[^1], await Owner(desk, number));
        Assert.True(await desk.InDatabase(db => Task.FromResult(db.Handovers.Count(h => h.EndedAt == null))) <= 1);
    }

    static async Task<Guid> Owner(TestDesk desk, long number) => (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("owner").GetProperty("id").GetGuid();

    /// <summary>Reads the log as a program does while others write, and holds in every state that there is exactly one owner: nobody takes what somebody has, and each passes on what they had.</summary>
    static async Task<(List<Guid> Owners, int States)> Watch(TestDesk desk, long number, CancellationToken done)
    {
        var conversation = (await desk.Owner.Get($"/api/v1/conversations/{number}")).GetProperty("id").GetGuid();
        var (owners, states, after, end) = (new List<Guid>(), 0, 0L, long.MaxValue);
        while (after < end)
        {
            if (done.IsCancellationRequested && end == long.MaxValue) end = await desk.InDatabase(db => db.Log.MaxAsync(e => e.Id));
            var items = (await desk.Owner.Get($"/api/v1/log?after={after}&limit=200")).GetProperty("items").EnumerateArray().ToList();
            foreach (var entry in items)
            {
                after = entry.GetProperty("id").GetInt64();
                if (!entry.GetRawText().Contains(conversation.ToString(), StringComparison.Ordinal)) continue;
                var data = entry.GetProperty("data");
                switch (entry.GetProperty("kind").GetString())
                {
                    case "owner_taken":
                        Assert.Empty(owners);
                        owners.Add(data.GetProperty("owner").GetGuid());
                        break;
                    case "owner_passed":
                        Assert.Equal(owners[^1], data.GetProperty("from").GetGuid());
                        owners.Add(data.GetProperty("owner").GetGuid());
                        break;
                    case "owner_gone": Assert.Fail("Nobody had it."); break;
                    case "message_sent": Assert.NotEmpty(owners); break;
                }
                states++;
            }
        }
        return (owners, states);
    }
}
