using System.Text.Json;
using Rapport.Access;
using Rapport.Essence.Team;

namespace Rapport.Tests.Essence;

/// <summary>A lead who wants one person's figures, and tries to find them by taking one figure of the team from another.</summary>
[Trait("Proves", "E156")]
public class DifferencingTests
{
    /// <summary>Everything on the lead's page that comes from people's books.</summary>
    static readonly string[] FromBooks = ["essence", "behaviors", "cost", "grid", "given_until"];

    static readonly string[] Kinds = ["interest", "humor", "compliment"];

    sealed record Kept(int Giver, string Kind, int Week, string Path);

    [Theory, OnBothDatabases]
    public async Task Five_accounts_are_not_five_givers(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk, 8);
        for (var i = 0; i < 40; i++) await people[i % 4].Keeps(await desk.Conversation($"Customer {i}"), seconds: 20);
        await Monday(desk);

        Assert.All(await Books(lea), f => Assert.Null(f.Value));
        Assert.Contains("Nothing of it is shown before a week is over in which 5 different people", await lea.Page("/team"), StringComparison.Ordinal);

        await people[4].Keeps(await desk.Conversation(), "humor");
        Assert.All(await Books(lea), f => Assert.Null(f.Value));
        await Monday(desk);

        // The two weeks together are five people's, and the humor of one of them has no name there.
        var kinds = (await lea.Get("/api/v1/team/essence")).GetProperty("behaviors").GetProperty("kinds").EnumerateArray().Select(k => (k.Of("behavior"), k.GetProperty("count").GetInt32()));
        Assert.Equal([("others", 41)], kinds);
    }

    [Theory, OnBothDatabases]
    public async Task Looking_before_and_after_somebody_keeps_changes_or_deletes_a_moment_shows_no_difference(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk, 6);
        var old = new List<JsonElement>();
        for (var i = 0; i < 12; i++) old.Add(await people[i % 6].Keeps(await desk.Conversation($"Customer {i}"), seconds: 20));
        await Monday(desk);
        var before = await Books(lea);
        Assert.NotNull(before["behaviors"]);

        await Same("when one is kept", async () => await people[0].Keeps(await desk.Conversation(), "heroics", seconds: 500));
        await Same("when one is kept for a day that was counted", async () => await people[1].Post($"/api/v1/conversations/{(await desk.Owner.Post("/api/v1/conversations", new { channel = "phone", customer = new { name = "Ruth" }, body = "Where is my bag?", occurred_at = "2026-11-20T09:00:00Z" })).GetProperty("number").GetInt64()}/moments", new { behavior = "humor", at = "2026-11-20T10:00:00Z" }));
        await Same("when one that was counted is changed", async () => Assert.Equal(200, (await people[2].Try(HttpMethod.Patch, Serving.PathOf(old[2]), new { behavior = "heroics", seconds = 900 })).Status));
        await Same("when one that was counted is deleted", async () => Assert.Equal(204, (await people[3].Try(HttpMethod.Delete, Serving.PathOf(old[3]))).Status));
        await Same("the next day", () => Days(desk, 1));
        await Same("when the week of four is over", () => Days(desk, 7));

        async Task Same(string when, Func<Task> what)
        {
            await what();
            Assert.True(before.SequenceEqual(await Books(lea)), $"Something moved {when}.");
        }
    }

    /// <summary>Eight weeks of a small team. Each Monday the lead takes what was shown a week before from what is shown now.</summary>
    [Theory, OnBothDatabases]
    public async Task What_moves_from_one_week_to_another_is_always_moved_by_five_or_more(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk, 9);
        var random = new Random(20261122);
        var (kept, counted) = (new List<Kept>(), 0);
        var (shown, moves) = (new Dictionary<string, int>(StringComparer.Ordinal), 0);
        for (var week = 0; week < 8; week++)
        {
            var (atWork, number) = (random.Next(4, people.Count + 1), await desk.Conversation());
            for (var i = random.Next(20, 45); i > 0; i--)
            {
                var (giver, kind) = (random.Next(atWork), Kinds[random.Next(Kinds.Length + 1) % Kinds.Length]); // one kind more often than the others
                var moment = await people[giver].Keeps(number, kind);
                kept.Add(new(giver, kind, week, Serving.PathOf(moment)));
            }
            if (week > 2) Assert.Equal(204, (await people[kept[week].Giver].Try(HttpMethod.Delete, kept[week].Path)).Status);
            await Monday(desk);

            var now = await Counts(lea);
            if (now.Count == 0 || now.Values.Sum() == shown.Values.Sum()) { Assert.Equal(shown, now); continue; }
            var since = kept.Where(k => k.Week >= counted).ToList();
            counted = week + 1;
            var named = new HashSet<string>(StringComparer.Ordinal);
            foreach (var kind in Kinds)
            {
                var more = now.GetValueOrDefault(kind) - shown.GetValueOrDefault(kind);
                if (more == 0) continue;
                named.Add(kind);
                moves++;
                Behind(since.Where(k => k.Kind == kind), more, $"{kind} in week {week}");
            }
            var others = now.GetValueOrDefault(GivenInWeeks.Others) - shown.GetValueOrDefault(GivenInWeeks.Others);
            if (others != 0) Behind(since.Where(k => !named.Contains(k.Kind)), others, $"the others in week {week}");
            shown = now;
        }
        Assert.True(moves >= 5, $"Only {moves} figures moved, so little was tried.");

        static void Behind(IEnumerable<Kept> moments, int moved, string what)
        {
            var all = moments.ToList();
            Assert.True(all.Select(k => k.Giver).Distinct().Count() >= Crowd.Least, $"{what} was moved by {all.Select(k => k.Giver).Distinct().Count()}.");
            Assert.InRange(moved, Crowd.Least, all.Count);
        }
    }

    /// <summary>Of ten moments nine say what they took: the tenth giver's would be what is left.</summary>
    [Theory, OnBothDatabases]
    public async Task What_is_left_when_a_part_is_taken_from_the_whole_is_nobodys_either(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (people, lea) = await Team(desk, 6);
        await desk.Owner.Post("/api/v1/contact-types", new { key = "torn", name = "Torn", steps = new[] { new { key = "send", name = "Send a new one" } } });
        for (var i = 0; i < 18; i++)
        {
            var (who, number) = (people[i % 6], await desk.Conversation($"Customer {i}", contactType: "torn"));
            await who.Says(number, "A new bag leaves today.");
            var step = (await who.Get($"/api/v1/conversations/{number}")).GetProperty("steps")[0].GetProperty("id").GetGuid();
            await who.Post($"/api/v1/conversations/{number}/steps/{step}/completion");
            await who.Post($"/api/v1/conversations/{number}/resolution");
            // Everybody but the last says what it took; all have interest, and only the first has a second kind; the last gave nothing of humor.
            await who.Keeps(number, i % 6 == 5 ? "humor" : "interest", seconds: i % 6 == 5 ? null : 20);
            if (i % 6 == 0) await who.Keeps(number, "compliment", seconds: 20);
        }
        await Monday(desk);

        var team = await lea.Get("/api/v1/team/essence");
        // 15 of interest by five, 3 of humor and 3 of a compliment by one each: those two are of too few, even together.
        Assert.Equal([("others", 21)], team.GetProperty("behaviors").GetProperty("kinds").EnumerateArray().Select(k => (k.Of("behavior"), k.GetProperty("count").GetInt32())));
        Assert.Equal(JsonValueKind.Null, team.GetProperty("cost").GetProperty("seconds").ValueKind);
        // A moment in every single conversation would say of each person how many they gave.
        Assert.All(team.GetProperty("essence").EnumerateArray(), row => Assert.Equal(0, row.GetProperty("of").GetInt32()));
        Assert.All(team.GetProperty("grid").EnumerateArray(), cell => Assert.Equal(0, cell.GetProperty("stayed_resolved").GetProperty("of").GetInt32()));
    }

    [Theory, OnBothDatabases]
    public async Task The_ledger_of_the_house_says_nothing_of_fewer_than_five_whatever_days_one_asks_for(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance(daily: 100_00, each: 100_00);
        var (people, lea) = await Team(desk, 6);
        (string Title, long Minor)[] kit = [("A treat", 350), ("A toy", 500), ("A bow", 100)];
        var gestures = new List<Guid>();
        foreach (var (title, minor) in kit) gestures.Add(await desk.Owner.Gesture(title, minor));
        var random = new Random(7);
        var given = new List<(string Day, string Gesture, int Giver, long Minor)>();
        for (var day = 0; day < 45; day += 3)
        {
            for (var i = random.Next(1, 16); i > 0; i--)
            {
                var (giver, gesture) = (random.Next(people.Count), random.Next(2) * random.Next(gestures.Count));
                var (status, spend) = await people[giver].Give(await desk.Conversation($"Customer {day} {i}"), gestures[gesture]);
                Assert.Equal(201, status);
                given.Add((Today(desk), kit[gesture].Title, giver, kit[gesture].Minor));
                if (i != 4) continue;
                await people[giver].Post($"/api/v1/surprises/{spend.Of("id")}/reversal", new { });
                given.Add(given[^1] with { Minor = -given[^1].Minor });
            }
            Assert.Empty(await Ledger(lea, Today(desk), Today(desk)));
            await Days(desk, 3);
        }

        // Every row of every span is one of the same rows, so that taking spans from each other gives rows and nothing between.
        var all = (await Ledger(lea, "2026-11-01", "2027-01-31")).ToHashSet();
        Assert.NotEmpty(all);
        for (var day = 0; day < 45; day++)
        {
            var to = new DateOnly(2026, 11, 22).AddDays(day).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Subset(all, (await Ledger(lea, "2026-11-01", to)).ToHashSet());
            Assert.Subset(all, (await Ledger(lea, to, to)).ToHashSet());
        }
        Assert.All(all, row => Assert.True(row.People >= Crowd.Least, $"{row}"));
        foreach (var row in all.Where(r => r.From == r.To))
        {
            var of = given.Where(g => g.Day == row.From && g.Gesture == row.Gesture).ToList();
            Assert.Equal((of.Sum(g => g.Minor), of.Select(g => g.Giver).Distinct().Count()), (row.Minor, row.People));
        }
        Assert.Contains(all, row => row.From == row.To);
        Assert.Contains(all, row => row.From != row.To);
        // A row is what it was when it first appeared.
        await people[0].Give(await desk.Conversation("Late"), gestures[0]);
        Assert.Equal(all, (await Ledger(lea, "2026-11-01", "2027-01-31")).ToHashSet());
    }

    sealed record LedgerRow(string From, string To, string Gesture, int Times, long Minor, int People);

    static async Task<List<LedgerRow>> Ledger(HttpClient lea, string from, string to) =>
        [.. (await lea.Get($"/api/v1/ledger?from={from}&to={to}")).GetProperty("items").EnumerateArray().Select(r => new LedgerRow(r.Of("from")!, r.Of("to")!, r.Of("gesture")!, r.GetProperty("times").GetInt32(), r.GetProperty("minor").GetInt64(), r.GetProperty("people").GetInt32()))];

    static string Today(TestDesk desk) => desk.Time.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    static async Task<(List<HttpClient> People, HttpClient Lead)> Team(TestDesk desk, int size)
    {
        var people = new List<HttpClient>();
        for (var i = 0; i < size; i++) people.Add((await desk.Person($"Giver {i}")).Client);
        return (people, (await desk.Person("Lea", "lead")).Client);
    }

    /// <summary>The first day of the desk is a Sunday, so the next days that this gives are Mondays.</summary>
    static Task Monday(TestDesk desk) => Days(desk, desk.Time.GetUtcNow().DayOfWeek is DayOfWeek.Sunday ? 1 : 7);

    static Task Days(TestDesk desk, int days)
    {
        desk.Time.Advance(TimeSpan.FromDays(days));
        return Task.CompletedTask;
    }

    static async Task<Dictionary<string, string?>> Books(HttpClient lea)
    {
        var team = await lea.Get("/api/v1/team/essence");
        return FromBooks.ToDictionary(f => f, f => team.GetProperty(f) is { ValueKind: not JsonValueKind.Null } figure ? figure.GetRawText() : null, StringComparer.Ordinal);
    }

    static async Task<Dictionary<string, int>> Counts(HttpClient lea)
    {
        var behaviors = (await lea.Get("/api/v1/team/essence")).GetProperty("behaviors");
        return behaviors.ValueKind is JsonValueKind.Null ? [] : behaviors.GetProperty("kinds").EnumerateArray().ToDictionary(k => k.Of("behavior")!, k => k.GetProperty("count").GetInt32(), StringComparer.Ordinal);
    }
}
