using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Rapport.Essence.Cues;
using Rapport.Essence.Library;
using Rapport.Language;

namespace Rapport.Tests.Essence;

[Trait("Proves", "E010")]
public class TidbitTests
{
    static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 12, 0);
    static readonly Openings Openings = new(Recognizer.Load());

    [Theory]
    [InlineData(2, 28, Season.Winter), InlineData(3, 1, Season.Spring)]
    [InlineData(5, 31, Season.Spring), InlineData(6, 1, Season.Summer)]
    [InlineData(8, 31, Season.Summer), InlineData(9, 1, Season.Autumn)]
    [InlineData(11, 30, Season.Autumn), InlineData(12, 1, Season.Winter)]
    public void A_season_begins_with_its_month(int month, int day, Season season) => Assert.Equal(season, Tidbit.SeasonOf(new(2026, month, day)));

    [Fact]
    public void One_that_has_run_out_or_is_out_of_season_is_never_offered()
    {
        var days = from until in Gen.Choose(1, 700) from today in Gen.Choose(0, 700) from season in Gen.Elements(Enum.GetValues<Season>()) select (until, today, season);
        Prop.ForAll(Arb.From(days), d =>
        {
            var tidbit = Tidbit.Share("Hawthorn flowers first", "hawthorn", d.season, "the garden", "Ines", new(Guid.NewGuid()), Start, Start + Duration.FromDays(d.until));
            var now = Start + Duration.FromDays(d.today);
            var table = new OnTheTable([new("Do you sell hawthorn?", true, now)], [], "", "Ruth", null, null, null, now, DateTimeZone.Utc);
            var offered = Openings.Of(table, new([tidbit], [], []), DenyList.BuiltIn).Any(c => c.Kind is CueKind.Tidbit);
            return offered == (d.today < d.until && (d.season is Season.Any || d.season == Tidbit.SeasonOf(table.Today)));
        }).QuickCheckThrowOnFailure();
    }

    [Theory, OnBothDatabases]
    public async Task No_customer_is_offered_the_same_tidbit_twice_once_it_was_told(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var random = new System.Random(7);
        var tidbits = new List<string>();
        for (var i = 0; i < 6; i++) tidbits.Add((await desk.Owner.Tidbit($"The {i}th thing about hammocks", "hammock")).Of("id")!);
        var told = new HashSet<(string, string)>();
        for (var round = 0; round < 40; round++)
        {
            var who = $"customer{random.Next(3)}@example.com";
            var number = await desk.Conversation(who, "Which hammock is the widest?", email: who);
            foreach (var cue in (await desk.Owner.Cues(number)).Where(c => c.Of("kind") == "tidbit"))
            {
                Assert.DoesNotContain((who, cue.Of("tidbit")!), told);
                if (random.Next(2) == 0) continue;
                await desk.Owner.Put($"/desk/{number}/told/{cue.Of("tidbit")}", new { });
                told.Add((who, cue.Of("tidbit")!));
            }
        }
        Assert.True(told.Count >= 6);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_words_are_no_news_because_somebody_shares_them_again(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((_, ana), (_, ines)) = (await desk.Person("Ana"), await desk.Person("Ines"));
        var first = (await ines.Tidbit("The compass rose was drawn by Anna", "compass")).Of("id");
        var number = await desk.Conversation("Pia Lund", "Is the compass still there?");

        var (status, problem) = await ana.Try(HttpMethod.Post, "/api/v1/tidbits", new { text = "the compass rose  was drawn by Anna.", about = "hall", source = "the sign" });
        Assert.Equal((422, true), (status, problem.Of("detail")!.Contains("Ines has shared this already", StringComparison.Ordinal)));
        await desk.Owner.Put($"/desk/{number}/told/{first}", new { });
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/tidbits/{first}")).Status);
        await ana.Tidbit("the compass rose  was drawn by Anna.", "compass");

        Assert.DoesNotContain(await ana.Cues(number), c => c.Of("kind") == "tidbit");
        await ana.Says(number, "The compass rose was drawn by Anna, by the way.");
        Assert.DoesNotContain("Which tidbit was it", await ana.Page($"/desk/{number}/said-tidbits"), StringComparison.Ordinal);
        var other = await desk.Conversation("Noa", "Is the compass still there?");
        Assert.Contains(await ana.Cues(other), c => c.Of("kind") == "tidbit");
    }

    const string Bowls = "Senior dogs do better on raised bowls", Saying = "Senior dogs like Max do better on raised bowls, by the way: it is easier on the neck.";

    /// <summary>“Which tidbit was it?” is a question that may be left, and is not asked of what the customer has heard.</summary>
    [Theory, OnBothDatabases]
    public async Task A_kept_moment_of_unique_knowledge_notes_that_the_customer_has_heard_its_tidbit(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var bowls = (await desk.Owner.Tidbit(Bowls)).GetProperty("id").GetGuid();
        await desk.Owner.Tidbit("Hawthorn flowers before its leaves come", "hawthorn");
        var number = await desk.Conversation(body: "Which food for an old Labrador?", email: "ruth@example.com");
        Assert.DoesNotContain("Which tidbit was it", await Dialog(), StringComparison.Ordinal);
        var message = await ana.Says(number, Saying);
        var asked = await Dialog();
        Assert.Contains("Which tidbit was it, if it was one?", asked, StringComparison.Ordinal);
        Assert.Contains(bowls.ToString(), asked, StringComparison.Ordinal);
        Assert.DoesNotContain("Hawthorn", asked, StringComparison.Ordinal);
        Assert.Contains((await ana.Cues(number)), c => c.Of("kind") == "tidbit");

        Assert.Equal(400, (await ana.Try(HttpMethod.Post, $"/desk/{number}/moments", new { behavior = "interest", message, tidbit = bowls })).Status);
        Assert.Equal(404, (await ana.Try(HttpMethod.Post, $"/desk/{number}/moments", new { behavior = "knowledge", message, tidbit = Guid.NewGuid() })).Status);
        Assert.Equal(0, await ana.Count("/api/v1/moments"));
        Assert.Equal(201, (await ana.Try(HttpMethod.Post, $"/desk/{number}/moments", new { behavior = "knowledge", message, tidbit = bowls })).Status);

        Assert.DoesNotContain("Which tidbit was it", await Dialog(), StringComparison.Ordinal);
        var again = await desk.Conversation(body: "And which for a Labrador puppy?", email: "ruth@example.com");
        Assert.DoesNotContain((await ana.Cues(again)), c => c.Of("kind") == "tidbit");
        Assert.Contains((await ana.Cues(await desk.Conversation("Noa", "Which food for an old Labrador?"))), c => c.Of("kind") == "tidbit");
        // Left out, it is a whole moment all the same.
        Assert.Equal(201, (await ana.Try(HttpMethod.Post, $"/desk/{number}/moments", new { behavior = "knowledge" })).Status);
        Assert.Equal(1, await desk.InDatabase(db => db.ToldTidbits.CountAsync()));

        async Task<string> Dialog() => await ana.Page($"/desk/{number}/said-tidbits") + System.Text.RegularExpressions.Regex.Match(await ana.Page($"/desk/{number}"), "<dialog id=\"moment\".*?</dialog>", System.Text.RegularExpressions.RegexOptions.Singleline | System.Text.RegularExpressions.RegexOptions.NonBacktracking).Value;
    }

    [Theory, OnBothDatabases]
    public async Task What_has_run_out_can_be_told_no_more_and_what_was_told_before_can_still_be_noted(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation();
        var tidbit = (await desk.Owner.Tidbit(until: InstantPattern.General.Format(desk.Now + Duration.FromHours(2)))).GetProperty("id").GetGuid();
        var (inTime, customer) = (desk.Now + Duration.FromHours(1), await desk.InDatabase(db => db.Conversations.Select(c => c.CustomerId.Value).SingleAsync()));
        await desk.Pass(TimeSpan.FromHours(3));
        Task<(int Status, JsonElement Body)> Keeps(Instant? at) => desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/moments", new { behavior = "knowledge", tidbit, at = at is { } then ? InstantPattern.General.Format(then) : null });

        foreach (var (status, no) in new[] { await desk.Owner.Try(HttpMethod.Put, $"/api/v1/customers/{customer}/told/{tidbit}", new { }), await desk.Owner.Try(HttpMethod.Put, $"/desk/{number}/told/{tidbit}", new { }), await Keeps(null) })
            Assert.Equal((422, true), (status, no.Of("detail")!.Contains("has run out", StringComparison.Ordinal)));
        Assert.Equal((0, 0), (await desk.Owner.Count("/api/v1/moments"), await desk.InDatabase(db => db.ToldTidbits.CountAsync())));

        Assert.Equal(201, (await Keeps(inTime)).Status);
        Assert.Equal(1, await desk.InDatabase(db => db.ToldTidbits.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Told_by_many_at_once_it_is_told_once(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var number = await desk.Conversation(body: "Which hammock is the widest?");
        var tidbit = (await desk.Owner.Tidbit(about: "hammock")).Of("id");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => desk.Owner.Try(HttpMethod.Put, $"/desk/{number}/told/{tidbit}", new { })));

        Assert.All(answers, a => Assert.Equal(204, a.Status));
        Assert.Equal(1, await desk.InDatabase(db => db.ToldTidbits.CountAsync()));
        Assert.DoesNotContain(await desk.Owner.Cues(number), c => c.Of("kind") == "tidbit");
    }

    [Theory, OnBothDatabases]
    public async Task Anybody_shares_one_and_only_they_or_a_lead_take_it_out(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (ana, bo) = ((await desk.Person("Ana")).Client, (await desk.Person("Bo")).Client);

        Assert.Equal(422, (await ana.Try(HttpMethod.Post, "/api/v1/tidbits", new { text = "The market is closed", about = "market", source = "the sign", until = "2026-11-20" })).Status);
        Assert.Equal(400, (await ana.Try(HttpMethod.Post, "/api/v1/tidbits", new { text = "x", about = "market" })).Status);
        var shared = await ana.Tidbit(until: "2026-11-30", season: "autumn");
        Assert.StartsWith("2026-11-30T23:59:59", shared.Of("until"), StringComparison.Ordinal);

        Assert.Equal(422, (await bo.Try(HttpMethod.Delete, $"/api/v1/tidbits/{shared.Of("id")}")).Status);
        Assert.Equal(204, (await ana.Try(HttpMethod.Delete, $"/api/v1/tidbits/{shared.Of("id")}")).Status);
        Assert.Empty((await bo.Get("/api/v1/tidbits")).GetProperty("items").EnumerateArray());
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_shares_one_is_whoever_is_signed_in_and_nobody_shares_in_anothers_name(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((_, ana), (_, lea)) = (await desk.Person("Ana"), await desk.Person("Lea", "lead"));
        static object Of(string? by) => new { text = $"The bench by the door was a ship’s, says {by}", about = "bench", source = "Lea told me", shared_by = by };

        foreach (var who in new[] { ana, desk.Owner })
            foreach (var place in new[] { "/api/v1/tidbits", "/essence/tidbits" })
            {
                var (status, problem) = await who.Try(HttpMethod.Post, place, Of("Lea"));
                Assert.Equal((422, true), (status, problem.Of("detail")!.Contains("say in “source” who told it to you", StringComparison.Ordinal)));
            }
        Assert.Equal(0, await ana.Count("/api/v1/tidbits"));
        Assert.Equal("Ana", (await ana.Post("/api/v1/tidbits", Of(null))).Of("shared_by"));
        Assert.Equal("Lea", (await lea.Post("/api/v1/tidbits", Of("Lea"))).Of("shared_by"));
        Assert.DoesNotContain("shared_by", await ana.Page("/essence/tidbits"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E009")]
    public async Task A_reason_without_a_source_is_refused_and_every_one_offered_names_its_own(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        var (status, problem) = await ana.Try(HttpMethod.Post, "/api/v1/reasons", new { product = "kettle", fact = "it is the best", suits = "everybody" });
        Assert.Equal(422, status);
        Assert.Contains("source", problem.Of("detail"), StringComparison.Ordinal);

        for (var i = 0; i < 10; i++) await ana.Post("/api/v1/reasons", new { product = $"kettle, kettle model{i}", fact = $"fact {i}", source = $"data sheet {i}", suits = "tea drinkers" });
        for (var i = 0; i < 10; i++)
        {
            var number = await desk.Conversation($"Customer {i}", $"I chose the kettle model{i} and it is here.");
            var cue = Assert.Single(await ana.Cues(number), c => c.Of("kind") == "choice");
            Assert.EndsWith($"data sheet {i}", cue.Of("source"), StringComparison.Ordinal);
            Assert.Contains($"fact {i}", cue.Of("reason"), StringComparison.Ordinal);
        }
    }
}
