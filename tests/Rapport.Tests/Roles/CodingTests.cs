using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Roles.Coding;
using Rapport.Tests.Essence;

namespace Rapport.Tests.Roles;

/// <summary>What people say of their work is coded by people, each for themselves; the program proposes, and only what they agree on is said.</summary>
[Trait("Proves", "E032")]
public class CodingTests
{
    static readonly string[] Lines = ["Scan every item", "Take the payment", "Ask about their dog and how it is doing", "Be friendly", "Find the order number"];

    [Theory, OnBothDatabases]
    public async Task A_list_is_ones_own_until_it_is_handed_in_and_nobodys_from_then_on(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((id, ana), (_, lea)) = (await desk.Person("Ana"), await desk.Person("Lea", "lead"));
        var log = await desk.InDatabase(db => db.Log.CountAsync());

        await ana.Put("/api/v1/role-answer", new { text = "Scan every item\nWater the hedgehog" });
        Assert.Contains("hedgehog", (await ana.Get("/api/v1/role-answer")).Of("text"), StringComparison.Ordinal);
        Assert.Null((await lea.Get("/api/v1/role-answer")).Of("text"));
        Assert.Equal(0, await desk.InDatabase(db => db.TextsToCode.CountAsync()));

        var handed = await ana.Put("/api/v1/role-answer", new { text = "- Scan every item\n\n* Water the hedgehog", hand_in = true });
        Assert.Null(handed.Of("text"));
        var texts = await desk.InDatabase(db => db.TextsToCode.AsNoTracking().ToListAsync());
        Assert.Equal(["Scan every item", "Water the hedgehog"], texts.Select(t => t.Words).Order());
        Assert.Equal(["Id", "Kind", "Proposed", "Week", "Words"], typeof(TextToCode).GetProperties().Select(p => p.Name).Order());
        Assert.All(texts, t => Assert.Equal(4, t.Id.Version)); // of no time, and in no order
        Assert.Equal((null, "2026-11-16"), await desk.InDatabase(db => db.OwnLists.Select(a => new ValueTuple<string?, string?>(a.Words, a.HandedIn)).SingleAsync()));
        Assert.Equal(log, await desk.InDatabase(db => db.Log.CountAsync()));
        Assert.DoesNotContain(id.ToString(), JsonSerializer.Serialize(texts), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(422, (await ana.Try(HttpMethod.Put, "/api/v1/role-answer", new { text = "Again", hand_in = true })).Status);
    }

    [Theory, OnBothDatabases]
    public async Task Of_fewer_than_five_nothing_is_shown_not_even_to_those_who_code(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var people = await People(desk, 5);
        foreach (var person in people.Take(4)) await person.Put("/api/v1/role-answer", new { text = string.Join('\n', Lines), hand_in = true });
        await desk.Pass(TimeSpan.FromDays(7));
        Assert.Equal(0, await lea.Count("/api/v1/coding/role/texts"));
        Assert.Contains("fewer than 5", (await lea.Get("/api/v1/coding/role")).Of("says"), StringComparison.Ordinal);
        var first = await desk.InDatabase(db => db.TextsToCode.Select(t => t.Id).FirstAsync());
        Assert.Equal(404, (await lea.Try(HttpMethod.Put, $"/api/v1/coding/texts/{first}/code", new { code = "function" })).Status);

        // In the week after it there is a fifth, and when that is over both weeks are shown together.
        await people[4].Put("/api/v1/role-answer", new { text = string.Join('\n', Lines), hand_in = true });
        Assert.Equal(0, await lea.Count("/api/v1/coding/role/texts"));
        await desk.Pass(TimeSpan.FromDays(7));
        Assert.Equal(25, await lea.Count("/api/v1/coding/role/texts"));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_was_asked_codes_and_others_find_nothing(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((id, ana), (_, bo), (_, lea)) = (await desk.Person("Ana"), await desk.Person("Bo"), await desk.Person("Lea", "lead"));
        await Given(desk);
        Assert.Equal(404, (await ana.Try(HttpMethod.Get, "/api/v1/coding/role/texts")).Status);
        Assert.Equal(403, (await bo.Try(HttpMethod.Put, $"/api/v1/coding/coders/{id}")).Status);

        await lea.Try(HttpMethod.Put, $"/api/v1/coding/coders/{id}");
        var text = (await ana.Get("/api/v1/coding/role/texts")).GetProperty("items")[0];
        Assert.Equal(JsonValueKind.Null, text.GetProperty("proposed").ValueKind); // what the program thinks is told afterwards
        var coded = await ana.Put($"/api/v1/coding/texts/{text.Of("id")}/code", new { code = "unclear" });
        Assert.NotNull(coded.Of("proposed"));
        Assert.Equal(400, (await ana.Try(HttpMethod.Put, $"/api/v1/coding/texts/{text.Of("id")}/code", new { code = "fine" })).Status);
        Assert.Equal(404, (await bo.Try(HttpMethod.Put, $"/api/v1/coding/texts/{text.Of("id")}/code", new { code = "function" })).Status);
        Assert.Equal(403, (await ana.Try(HttpMethod.Get, "/api/v1/coding/role")).Status);

        Assert.Equal(204, (await ana.Try(HttpMethod.Delete, $"/api/v1/coding/coders/{id}")).Status);
        Assert.Equal(404, (await ana.Try(HttpMethod.Get, "/api/v1/coding/role/texts")).Status);
        Assert.Contains("Nobody has asked you", await ana.Page("/roles/coding"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_shares_are_those_on_which_people_agree_with_both_agreements_beside_them(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((_, lea), (_, max)) = (await desk.Person("Lea", "lead"), await desk.Person("Max", "lead"));
        await Given(desk);
        await Code(lea, (words, _) => Key(words));
        Assert.Contains("0 of 20 texts are coded by two", (await lea.Get("/api/v1/coding/role")).Of("says"), StringComparison.Ordinal);

        // The second says otherwise of one line in twenty-five: where the two differ it is unclear.
        var differed = false;
        await Code(max, (words, _) => Key(words) == "function" && !differed && (differed = true) ? "essence" : Key(words));
        var shares = await lea.Get("/api/v1/coding/role");

        Assert.Equal((25, 25), (shares.GetProperty("texts").GetInt32(), shares.GetProperty("coded_by_two").GetInt32()));
        Assert.InRange(shares.GetProperty("human_human").GetDouble(), 0.85, 0.97);
        Assert.InRange(shares.GetProperty("human_machine").GetDouble(), 0.85, 1);
        Assert.Null(shares.Of("says"));
        var codes = shares.GetProperty("weeks")[0].GetProperty("codes").EnumerateArray().ToDictionary(c => c.Of("code")!, c => (Hits: c.GetProperty("hits").GetInt32(), Of: c.GetProperty("of").GetInt32()));
        Assert.Equal(25, codes.Values.Sum(c => c.Hits));
        Assert.Equal((6, 19, 25), (codes["unclear"].Hits, codes["function"].Hits + codes["essence"].Hits, codes["function"].Of));
        Assert.Contains("beyond chance", await lea.Page("/roles/coding"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Where_those_who_code_do_not_agree_no_share_is_shown(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((_, lea), (_, max)) = (await desk.Person("Lea", "lead"), await desk.Person("Max", "lead"));
        await Given(desk);
        await Code(lea, (words, _) => Key(words));
        await Code(max, (words, i) => i % 2 == 0 ? "essence" : Key(words));

        var shares = await lea.Get("/api/v1/coding/role");

        Assert.InRange(shares.GetProperty("human_human").GetDouble(), -1, CodeBook.Role.LeastAlpha - 0.0001);
        Assert.Contains("do not agree enough", shares.Of("says"), StringComparison.Ordinal);
        Assert.Equal(0, shares.GetProperty("weeks").GetArrayLength());
        Assert.Contains("do not agree enough", await lea.Page("/roles/coding"), StringComparison.Ordinal);
    }

    /// <summary>Changing one's mind after hearing the proposal changes what is decided, and not how far people agreed.</summary>
    [Theory, OnBothDatabases]
    public async Task Agreement_is_counted_by_what_was_said_before_the_proposal_was_told(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((_, lea), (_, max)) = (await desk.Person("Lea", "lead"), await desk.Person("Max", "lead"));
        await Given(desk);
        await Code(lea, (words, _) => Key(words));
        await Code(max, (words, i) => i < 3 ? "unclear" : Key(words));
        var before = await lea.Get("/api/v1/coding/role");
        foreach (var text in await desk.InDatabase(db => db.TextsToCode.AsNoTracking().ToListAsync())) await max.Put($"/api/v1/coding/texts/{text.Id}/code", new { code = Key(text.Words) });

        var after = await lea.Get("/api/v1/coding/role");

        Assert.Equal(before.GetProperty("human_human").GetDouble(), after.GetProperty("human_human").GetDouble());
        Assert.Equal(before.GetProperty("human_machine").GetDouble(), after.GetProperty("human_machine").GetDouble());
        Assert.Equal(5, after.GetProperty("weeks")[0].GetProperty("codes")[2].GetProperty("hits").GetInt32());
    }

    /// <summary>What another room hands in: words, a kind and a week; twice is once, and what is taken back is gone with its codes.</summary>
    [Theory, OnBothDatabases]
    public async Task Another_room_hands_in_reads_shares_by_week_and_takes_back(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((_, lea), (_, max)) = (await desk.Person("Lea", "lead"), await desk.Person("Max", "lead"));
        string[] said = ["warm", "quick", "funny", "efficient", "thoughtful"];
        var given = Enumerable.Range(0, 6).Select(_ => said.Select(w => new ToBeCoded.Given(Guid.NewGuid(), w)).ToList()).ToList();
        foreach (var one in given.Append(given[0])) await desk.Change(db => ToBeCoded.HandIn(db, CodeBook.Adjective, "2026-11-16", one, default));
        Assert.Equal(6, await desk.InDatabase(db => db.TextGivers.Select(g => g.People).SingleAsync()));
        await desk.Pass(TimeSpan.FromDays(7));
        foreach (var coder in new[] { lea, max })
            foreach (var text in (await coder.Get("/api/v1/coding/adjective/texts")).GetProperty("items").EnumerateArray())
                await coder.Put($"/api/v1/coding/texts/{text.Of("id")}/code", new { code = text.Of("words") is "quick" or "efficient" ? "function" : "essence" });

        var shares = await desk.InDatabase(db => CodedShares.Read(db, CodeBook.Adjective, desk.Now, default));
        Assert.Equal((1, 1), (shares.HumanHuman, shares.HumanMachine));
        Assert.Equal((18, 30), (shares.ByWeek.Single().Codes.Single(c => c.Code == "essence").Share.Hits, shares.ByWeek.Single().Codes[0].Share.Of));

        await desk.Change(db => ToBeCoded.TakeBack(db, given[0].ConvertAll(g => g.Id), default));
        Assert.Equal((5, 25), await desk.InDatabase(async db => (await db.TextGivers.Select(g => g.People).SingleAsync(), await db.TextsToCode.CountAsync())));
        await desk.Change(db => ToBeCoded.TakeBack(db, given[1].ConvertAll(g => g.Id), default));
        Assert.Empty((await desk.InDatabase(db => CodedShares.Read(db, CodeBook.Adjective, desk.Now, default))).ByWeek);
    }

    [Theory]
    [InlineData("role", "Take the payment", "function"), InlineData("role", "A kind word to whoever is afraid", "essence"), InlineData("role", "Being friendly", "unclear")]
    [InlineData("adjective", "thoughtful", "essence"), InlineData("adjective", "prompt", "function"), InlineData("adjective", "purple", "unclear")]
    [InlineData("barrier", "The queue is never shorter than ten", "queue"), InlineData("barrier", "I must ask for approval of every refund", "policy"), InlineData("barrier", "I can't see what they bought last time", "tool"), InlineData("barrier", "The quota of the week", "target"), InlineData("barrier", "I am shy", "other")]
    [InlineData("reason", "She remembered my dog's name", "interest"), InlineData("reason", "He drove to my house after closing", "heroics"), InlineData("reason", "They made me laugh", "humor")]
    [InlineData("reason", "It was solved on time", "function"), InlineData("reason", "Just because", "other")]
    public void The_program_proposes_by_the_words(string kind, string words, string code) => Assert.Equal(code, ProposedCode.Of(CodeBook.Find(kind)!, words));

    [Fact]
    public void What_no_more_than_half_say_is_none_of_the_others()
    {
        Assert.Equal("unclear", CodedShares.Decide(CodeBook.Role, ["function", "essence"]));
        Assert.Equal("function", CodedShares.Decide(CodeBook.Role, ["function", "essence", "function"]));
        Assert.Equal((0.67, 0.80, 0.80), (CodeBook.Role.LeastAlpha, CodeBook.Adjective.LeastAlpha, CodeBook.Reason.LeastAlpha));
        Assert.Equal(9, CodeBook.Reason.Codes.Count);
    }

    /// <summary>What keeps people from seeing or giving it is a list of its own, handed in apart from the other.</summary>
    [Theory, OnBothDatabases, Trait("Proves", "E120")]
    public async Task What_gets_in_the_way_is_listed_coded_and_added_up_by_cause(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var ((_, lea), (_, max)) = (await desk.Person("Lea", "lead"), await desk.Person("Max", "lead"));
        string[] lines = ["The queue is never shorter than ten", "I can't see what they bought last time", "A target of ten an hour", "We have no time, the line is long"];
        foreach (var person in await People(desk, Crowd.Least))
        {
            Assert.True((await person.Put("/api/v1/barriers", new { text = "Nobody says thank you", hand_in = false })).GetProperty("may_hand_in").GetBoolean());
            await person.Put("/api/v1/barriers", new { text = string.Join('\n', lines), hand_in = true });
            Assert.True((await person.Get("/api/v1/role-answer")).GetProperty("may_hand_in").GetBoolean());
        }
        await desk.Pass(TimeSpan.FromDays(7));
        foreach (var coder in new[] { lea, max })
            foreach (var text in (await coder.Get("/api/v1/coding/barrier/texts")).GetProperty("items").EnumerateArray())
                await coder.Put($"/api/v1/coding/texts/{text.Of("id")}/code", new { code = text.Of("words")! switch { var w when w.Contains("target", StringComparison.Ordinal) => "target", var w when w.Contains("see", StringComparison.Ordinal) => "tool", _ => "queue" } });

        var codes = (await lea.Get("/api/v1/team/halves")).GetProperty("barriers").GetProperty("weeks")[0].GetProperty("codes").EnumerateArray().ToDictionary(c => c.Of("code")!, c => (c.GetProperty("hits").GetInt32(), c.GetProperty("of").GetInt32()));

        Assert.Equal(((10, 20), (5, 20), (5, 20), (0, 20)), (codes["queue"], codes["tool"], codes["target"], codes["policy"]));
        Assert.Contains("the queue, from 2026-11-16", await lea.Page("/team/halves"), StringComparison.Ordinal);
        Assert.Contains("What keeps you from seeing", await lea.Page("/roles/answer"), StringComparison.Ordinal);
    }

    static string Key(string words) => words.StartsWith("Ask", StringComparison.Ordinal) ? "essence" : words.StartsWith("Be ", StringComparison.Ordinal) ? "unclear" : "function";

    static async Task<List<HttpClient>> People(TestDesk desk, int count)
    {
        var people = new List<HttpClient>();
        for (var i = 0; i < count; i++) people.Add((await desk.Person($"Person {i}")).Client);
        return people;
    }

    static async Task Given(TestDesk desk)
    {
        foreach (var person in await People(desk, Crowd.Least)) await person.Put("/api/v1/role-answer", new { text = string.Join('\n', Lines), hand_in = true });
        await desk.Pass(TimeSpan.FromDays(7));
    }

    static async Task Code(HttpClient coder, Func<string, int, string> says)
    {
        var texts = (await coder.Get("/api/v1/coding/role/texts")).GetProperty("items").EnumerateArray().ToList();
        for (var i = 0; i < texts.Count; i++) await coder.Put($"/api/v1/coding/texts/{texts[i].Of("id")}/code", new { code = says(texts[i].Of("words")!, i) });
    }
}
