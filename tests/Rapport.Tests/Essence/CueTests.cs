using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Essence;

[Trait("Proves", "E129")]
public class CueTests
{
    [Theory, OnBothDatabases]
    public async Task A_birthday_in_the_customers_words_and_a_colleagues_knowledge_stand_beside_the_conversation(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, ana) = await DogTurnsTen(desk);

        var cues = await ana.Cues(number);

        Assert.Equal(2, cues.Length);
        Assert.Equal("said", cues[0].Of("kind"));
        Assert.Contains("ten on Saturday", cues[0].Of("reason"), StringComparison.Ordinal);
        Assert.Contains("in Ruth’s words, just now", cues[0].Of("source"), StringComparison.Ordinal);
        Assert.Contains("that is in 6 days", cues[0].Of("source"), StringComparison.Ordinal);
        Assert.Equal("Senior dogs do better on raised bowls", cues[1].Of("reason"));
        Assert.Equal("unique knowledge · shared by Ana · Ruth hasn’t heard it", cues[1].Of("source"));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E157")]
    public async Task A_bag_of_dog_food_at_the_till_brings_up_a_question_of_ones_own_first(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        await ana.Post("/api/v1/questions", new { question = "What kind of a dog do you have?", about = "dog food" });

        var cues = (await ana.Post("/api/v1/cues/for-a-basket", new { items = new[] { "Dog Food, senior, 15 kg" } })).GetProperty("items").EnumerateArray().ToList();

        var cue = Assert.Single(cues, c => c.Of("kind") == "question");
        Assert.Contains("of your own", cue.Of("source"), StringComparison.Ordinal);
        Assert.DoesNotContain("What kind of a dog", cue.GetRawText(), StringComparison.Ordinal);
        Assert.Empty((await ana.Post("/api/v1/cues/for-a-basket", new { items = new[] { "Dog Food, senior, 15 kg", "Pregnancy test" } })).GetProperty("items").EnumerateArray());
    }

    [Theory, OnBothDatabases]
    public async Task The_budget_of_an_hour_holds_and_counts_only_what_was_shown(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var (_, ana) = await desk.Person("Ana");
        await ana.Tidbit(about: "hammock");
        await lea.Put("/api/v1/cues/budget", new { per_hour = 3 });
        var numbers = new List<long>();
        for (var i = 0; i < 8; i++) numbers.Add(await desk.Conversation($"Customer {i}", "Which hammock is the widest?"));

        foreach (var number in numbers) Assert.NotEmpty(await ana.Cues(number)); // looked at by a program, shown to nobody
        var answers = await Task.WhenAll((await Task.WhenAll(numbers.Select(async n => (Number: n, Cue: (await ana.Cues(n))[0].Of("key")!)))).Select(c => ana.Shown(c.Number, c.Cue)));

        Assert.Equal(3, answers.Count(a => a == 204));
        Assert.Equal(5, answers.Count(a => a == 409));
        Assert.Equal(3, await desk.InDatabase(db => db.ShownCues.CountAsync()));
        Assert.Equal(5, (await Task.WhenAll(numbers.Select(n => ana.Cues(n)))).Count(c => c.Length == 0));
        await desk.Pass(TimeSpan.FromMinutes(61));
        Assert.NotEmpty(await ana.Cues(numbers[^1]));
        Assert.Equal(204, await ana.Shown(numbers[^1], (await ana.Cues(numbers[^1]))[0].Of("key")!));
        Assert.Equal(1, await desk.InDatabase(db => db.ShownCues.CountAsync()));
        Assert.Equal(400, (await lea.Try(HttpMethod.Put, "/api/v1/cues/budget", new { per_hour = 5000 })).Status);
        Assert.Equal(403, (await ana.Try(HttpMethod.Put, "/api/v1/cues/budget", new { per_hour = 60 })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_till_is_given_no_more_cues_than_the_hour_has_left_and_none_where_they_are_switched_off(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var (_, ana) = await desk.Person("Ana");
        await ana.Tidbit(about: "hammock");
        await ana.Post("/api/v1/questions", new { question = "What kind of a garden do you have?", about = "hammock" });
        Assert.Equal(2, await AtTheTill());
        Assert.Equal(2, await AtTheTill()); // nothing is kept of it, so it is not counted

        await lea.Put("/api/v1/cues/budget", new { per_hour = 2 });
        var number = await desk.Conversation(body: "Which hammock is the widest?");
        var shown = (await ana.Cues(number)).Select(c => c.Of("key")!).ToList();
        await ana.Shown(number, shown[0]);
        Assert.Equal(1, await AtTheTill());
        await ana.Shown(number, shown[1]);
        Assert.Equal(0, await AtTheTill());
        await desk.Pass(TimeSpan.FromMinutes(61));
        Assert.Equal(2, await AtTheTill());
        await lea.Put("/api/v1/cues/budget", new { per_hour = 0 });
        Assert.Equal(0, await AtTheTill());

        async Task<int> AtTheTill() => (await ana.Post("/api/v1/cues/for-a-basket", new { items = new[] { "A hammock" } })).GetProperty("items").GetArrayLength();
    }

    [Theory, OnBothDatabases]
    public async Task While_somebody_types_to_a_customer_who_waits_nothing_new_appears(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, ana) = await DogTurnsTen(desk);

        await ana.Put($"/desk/{number}/draft", new { kind = "reply", body = "Ten! Then", seen = 3 });
        await ana.Put($"/desk/{number}/presence", new { typing = true });
        Assert.Empty(await ana.Cues(number));

        await ana.Put($"/desk/{number}/presence", new { typing = false });
        desk.Time.Advance(TimeSpan.FromSeconds(4));
        var cues = await ana.Cues(number);
        Assert.Equal(2, cues.Length);

        // What stands there stays while they type.
        await ana.Shown(number, cues[0].Of("key")!);
        await ana.Put($"/desk/{number}/presence", new { typing = true });
        Assert.Equal(cues[0].Of("key"), Assert.Single(await ana.Cues(number)).Of("key"));

        await ana.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "A new bag leaves today." });
        Assert.Equal(2, (await ana.Cues(number)).Length);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_does_not_have_the_conversation_is_shown_none(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, _) = await DogTurnsTen(desk);
        var (_, bo) = await desk.Person("Bo");

        Assert.Empty(await bo.Cues(number));
        Assert.Equal(404, (await bo.Try(HttpMethod.Get, "/api/v1/conversations/99999/cues")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_cue_is_closed_by_whom_it_is_shown_to_and_by_nobody_else(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, ana) = await DogTurnsTen(desk);
        var (_, bo) = await desk.Person("Bo");
        var cues = await ana.Cues(number);

        foreach (var cue in cues)
        {
            var (status, problem) = await bo.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/cues/{cue.Of("key")}/closing", new { });
            Assert.Equal((422, true), (status, problem.Of("detail")!.Contains("Somebody else serves here", StringComparison.Ordinal)));
            Assert.Equal(422, await bo.Shown(number, cue.Of("key")!));
        }
        Assert.Equal(cues.Select(c => c.Of("key")), (await ana.Cues(number)).Select(c => c.Of("key")));
        Assert.Equal(204, (await ana.Try(HttpMethod.Put, $"/api/v1/conversations/{number}/cues/{cues[0].Of("key")}/closing", new { })).Status);
        Assert.DoesNotContain(await ana.Cues(number), c => c.Of("key") == cues[0].Of("key"));
    }

    /// <summary>Nobody knows whose basket it is, so nobody knows what they have heard.</summary>
    [Theory, OnBothDatabases]
    public async Task Of_a_basket_without_a_customer_nothing_is_said_about_who_has_heard_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        await ana.Tidbit(about: "hammock");

        var cues = (await ana.Post("/api/v1/cues/for-a-basket", new { items = new[] { "A hammock" }, words = "We fly to Lisbon on Friday with our dog Max." })).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal("unique knowledge · shared by Ana", cues.Find(c => c.Of("kind") == "tidbit").Of("source"));
        Assert.Contains("in the customer’s words", cues.Find(c => c.Of("kind") == "said").Of("source"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_mute_is_its_owners_alone(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, ana) = await DogTurnsTen(desk);
        var (_, lea) = await desk.Person("Lea", "lead");

        await ana.Mute("tidbit", "forever");
        Assert.Equal("said", (await ana.Cues(number))[0].Of("kind"));
        Assert.DoesNotContain(await ana.Cues(number), c => c.Of("kind") == "tidbit");
        await ana.Mute("all", "today");
        Assert.Empty(await ana.Cues(number));

        Assert.Equal(2, (await ana.Get("/api/v1/cues/mutes")).GetProperty("items").GetArrayLength());
        foreach (var other in new[] { lea, desk.Owner })
        {
            Assert.Equal(0, (await other.Get("/api/v1/cues/mutes")).GetProperty("items").GetArrayLength());
            Assert.DoesNotContain("muted for good", await other.GetStringAsync(new Uri("/essence/cues", UriKind.Relative)), StringComparison.Ordinal);
        }
        Assert.DoesNotContain(await desk.InDatabase(db => db.Log.Select(e => e.Kind + " " + e.Data).ToListAsync()), e => e.Contains("mute", StringComparison.OrdinalIgnoreCase) || e.Contains("cue", StringComparison.OrdinalIgnoreCase));

        await desk.Pass(TimeSpan.FromHours(16));
        await ana.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = "Max says thank you for the bag." });
        Assert.DoesNotContain(await ana.Cues(number), c => c.Of("kind") == "tidbit");
        Assert.Equal(["tidbit"], (await ana.Get("/api/v1/cues/mutes")).GetProperty("items").EnumerateArray().Select(m => m.Of("kind")));
        Assert.Equal(400, (await ana.Try(HttpMethod.Put, "/api/v1/cues/mutes/everything", new { until = "today" })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_closed_cue_stays_away_and_leaves_no_trace_on_a_person(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, ana) = await DogTurnsTen(desk);
        var key = (await ana.Cues(number))[0].Of("key")!;
        var log = await desk.InDatabase(db => db.Log.CountAsync());

        await ana.Put($"/desk/{number}/cues/{key}/closing", new { });

        Assert.DoesNotContain(await ana.Cues(number), c => c.Of("key") == key);
        Assert.Equal(log, await desk.InDatabase(db => db.Log.CountAsync()));
        Assert.DoesNotContain(typeof(Rapport.Essence.Cues.ClosedCue).GetProperties(), p => p.PropertyType == typeof(Rapport.Access.PersonId));
        Assert.Equal(400, (await ana.Try(HttpMethod.Put, $"/desk/{number}/cues/{new string('x', 99)}/closing", new { })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task A_cue_offers_no_words_to_send_and_its_card_no_way_into_the_reply(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (number, ana) = await DogTurnsTen(desk);

        var card = await ana.GetStringAsync(new Uri($"/desk/{number}/cues", UriKind.Relative));

        Assert.Contains("If it fits", card, StringComparison.Ordinal);
        Assert.DoesNotContain("textarea", card, StringComparison.Ordinal);
        Assert.DoesNotContain("/replies", card, StringComparison.Ordinal);
        Assert.DoesNotContain("/draft", card, StringComparison.Ordinal);
    }

    internal static async Task<(long Number, HttpClient Ana)> DogTurnsTen(TestDesk desk)
    {
        var (_, ana) = await desk.Person("Ana");
        await ana.Tidbit(about: "dog"); // nobody says dog here; a Labrador is one
        var number = await desk.Conversation(body: "Hi, the 15 kg bag arrived torn and half of it is in the hallway. Max thinks it is Christmas, I don't.");
        await ana.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "Oh no, Ruth, of all the ways for a Labrador to find out where the food lives." });
        await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = Giving.TurningTen });
        return (number, ana);
    }
}
