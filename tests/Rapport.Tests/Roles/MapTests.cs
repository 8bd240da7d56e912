using Rapport.Roles;
using Rapport.Roles.Maps;

namespace Rapport.Tests.Roles;

/// <summary>Maps that are shipped, copied, drawn and looked at.</summary>
public class MapTests
{
    static readonly object[] Refund =
    [
        new { key = "confirm-order", name = "Confirm the order", busy = "csr", seconds = 20, mandatory = true },
        new { key = "wait", name = "The bank answers", busy = "machine", seconds = 30, after = new[] { "confirm-order" } },
        new { key = "refund", name = "Refund it", busy = "csr", seconds = 15, after = new[] { "wait" }, mandatory = true },
    ];

    [Fact, Trait("Proves", "E013"), Trait("Proves", "E122")]
    public void Twenty_five_maps_of_different_trades_are_shipped_and_each_can_be_read_and_linted()
    {
        Assert.True(ShippedMap.All.Count >= 25);
        Assert.Equal(ShippedMap.All.Count, ShippedMap.All.Select(m => m.Key).Distinct().Count());
        Assert.True(ShippedMap.All.Select(m => m.Trade).Distinct().Count() >= 15);
        foreach (var map in ShowMap.Examples)
        {
            Assert.Equal(Keys.Of(map.Key, "map"), map.Key);
            Assert.Contains(map.Map.Steps, s => s.Mandatory);
        }
        // While a machine brews there is time for a word; at a till for fuel nobody waits for anything, and all is settled.
        Assert.Equal([], LintOf("coffee-bar"));
        Assert.Equal(["wholly-transactional"], LintOf("refund-chat"));
        Assert.Equal(["wholly-transactional", "no-window"], LintOf("fuel-station-till"));

        static IEnumerable<string> LintOf(string key) => ShowMap.Examples.Single(m => m.Key == key).Lint.Select(l => l.Code);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E153"), Trait("Proves", "E161")]
    public async Task At_the_checkout_twenty_seconds_of_talk_while_the_card_is_swiped_add_nothing(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var map = await desk.Owner.Get("/api/v1/maps/supermarket-checkout");
        var swipe = map.GetProperty("steps").EnumerateArray().Single(s => s.GetProperty("busy").GetString() == "customer" && s.GetProperty("name").GetString()!.Contains("card", StringComparison.Ordinal)).GetProperty("key").GetString();

        Assert.Equal(0, (await desk.Owner.Get($"/api/v1/maps/supermarket-checkout/added?beside={swipe}&talk=20")).GetProperty("added_seconds").GetInt32());
        Assert.Equal(20, (await desk.Owner.Get("/api/v1/maps/supermarket-checkout/added?beside=scan&talk=20")).GetProperty("added_seconds").GetInt32());
        Assert.Equal(map.GetProperty("seconds").GetInt32(), map.GetProperty("steps").EnumerateArray().Where(s => s.GetProperty("critical").GetBoolean()).Sum(s => s.GetProperty("seconds").GetInt32()));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E013")]
    public async Task A_copy_that_lacks_a_mandatory_step_says_so(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");

        foreach (var example in ShippedMap.All.Take(3))
        {
            var copy = await lea.Post($"/api/v1/maps/{example.Key}/copy", new { });
            var key = copy.GetProperty("key").GetString();
            Assert.DoesNotContain(copy.GetProperty("lint").EnumerateArray(), l => l.GetProperty("code").GetString() == "step-missing");
            var gone = example.Steps.First(s => s.Mandatory);
            var steps = example.Steps.Where(s => s != gone).Select(s => new { s.Key, s.Name, busy = s.Busy.ToString().ToLowerInvariant(), s.Seconds, kind = s.Kind.ToString().ToLowerInvariant(), after = s.After.Where(a => a != gone.Key), s.Mandatory });
            var without = await lea.Put($"/api/v1/maps/{key}", new { name = example.Name, steps });
            Assert.Contains(gone.Name, without.GetProperty("lint").EnumerateArray().Single(l => l.GetProperty("code").GetString() == "step-missing").GetProperty("words").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(3 + ShippedMap.All.Count, (await lea.Get("/api/v1/maps")).GetProperty("items").GetArrayLength());
    }

    [Theory, OnBothDatabases, Trait("Proves", "E013")]
    public async Task The_map_of_a_contact_type_has_its_steps_and_gives_the_window_of_the_next(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Post("/api/v1/contact-types", new { key = "refund", name = "Refund", steps = new[] { new { key = "confirm-order", name = "Confirm the order" }, new { key = "refund", name = "Refund it" }, new { key = "when", name = "Tell when" } } });

        var map = await desk.Owner.Post("/api/v1/maps", new { name = "A refund", contact_type = "refund", steps = Refund });

        Assert.Equal(["“Tell when” must be done for “Refund”"], map.GetProperty("lint").EnumerateArray().Where(l => l.GetProperty("code").GetString() == "step-missing").Select(l => l.GetProperty("words").GetString()!.Split(": ")[1].Split(", and")[0]));
        var type = await desk.InDatabase(db => Task.FromResult(db.ContactTypes.Single().Id));
        var read = (await desk.InDatabase(db => db.MapOf(type)))!;
        Assert.Equal(("The bank answers", 30), read.WindowAfter(["confirm-order"]) is { } window ? (window.Beside, window.Seconds) : default);
        Assert.Null(read.WindowAfter([]));
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/maps", new { name = "Another", contact_type = "refund", steps = Refund })).Status);
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, "/api/v1/maps/a-refund")).Status);
        Assert.Null(await desk.InDatabase(db => db.MapOf(type)));
    }

    static readonly (string Steps, int Expected, string Words)[] Refused =
    [
        ("""[{"name":"A","busy":"csr","seconds":5,"after":["b"]},{"name":"B","busy":"csr","seconds":5,"after":["a"]}]""", 422, "wait for each other"),
        ("""[{"name":"A","busy":"csr","seconds":-5}]""", 422, "less than no time"),
        ("""[{"name":"A","busy":"csr","seconds":5,"after":["x"]}]""", 422, "no such step"),
        ("""[{"key":"a","name":"A","busy":"csr","seconds":5},{"key":"a","name":"B","busy":"csr","seconds":5}]""", 422, "have the key “a”"),
        ("""[{"name":"A","busy":"nobody","seconds":5}]""", 400, "csr, customer, machine"),
        ("""[{"name":"A","busy":"csr"}]""", 400, "How long"),
        ("""[null]""", 400, "steps[0].name"),
        ("""[{"name":"Pay a sincere and specific compliment","busy":"csr","seconds":5,"mandatory":true}]""", 422, "is a behavior, and a function step is mandatory"),
        ("""[{"name":"A nice word","busy":"csr","seconds":5,"behavior":"humor","mandatory":true}]""", 422, "never has to be"),
    ];

    [Theory, OnBothDatabases]
    public async Task A_map_that_cannot_be_is_refused_in_words(string database)
    {
        await using var desk = await TestDesk.Open(database);

        foreach (var (steps, expected, words) in Refused)
        {
            var (status, problem) = await desk.Owner.Send(HttpMethod.Post, "/api/v1/maps", new StringContent($$"""{"name":"M","steps":{{steps}}}""", null, "application/json"));

            Assert.Equal((steps, expected), (steps, status));
            Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(0, await desk.InDatabase(db => Task.FromResult(db.Maps.Count())));
    }

    [Theory, OnBothDatabases]
    public async Task A_map_is_drawn_on_the_page_and_what_is_wrong_is_said_beside_what_was_typed(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var me = await desk.SignIn();
        FormUrlEncodedContent Form(string after) => new(
        [
            new("name", "Hand over"), new("step", "Find it"), new("busy", "csr"), new("seconds", "20"), new("after", ""), new("mandatory", "true"),
            new("step", "They sign"), new("busy", "customer"), new("seconds", "10"), new("after", after), new("mandatory", "false"),
        ]);

        var wrong = await me.PostAsync(new Uri("/roles/maps", UriKind.Relative), Form("7"));
        var drawn = await me.PostAsync(new Uri("/roles/maps", UriKind.Relative), Form("1"));

        Assert.Equal(400, (int)wrong.StatusCode);
        Assert.Contains("They sign", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("no line has that number", System.Net.WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal("/roles/maps/hand-over", drawn.Headers.Location?.ToString());
        Assert.Equal(10, (await desk.Owner.Get("/api/v1/maps/hand-over")).GetProperty("windows")[0].GetProperty("seconds").GetInt32());
        foreach (var page in new[] { "/roles/maps", "/roles/maps/hand-over?talk=20&beside=they-sign", "/roles/maps/hand-over/edit", "/roles/maps/new", "/roles/maps/supermarket-checkout" })
            Assert.Contains("<h1", await me.GetStringAsync(new Uri(page, UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Two_steps_of_one_name_are_two_steps_on_the_page_and_for_a_program(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var me = await desk.SignIn();
        var steps = new[] { "Ask", "Wait", "Fix", "Wait" };
        using var form = new FormUrlEncodedContent(steps.SelectMany((s, i) => new KeyValuePair<string, string>[]
        {
            new("step", s), new("step_key", ""), new("busy", s == "Wait" ? "machine" : "csr"), new("seconds", "10"), new("after", i == 0 ? "" : $"{i}"), new("kind", "transactional"), new("mandatory", "true"),
        }).Prepend(new("name", "Repair")));

        Assert.Equal(302, (int)(await me.PostAsync(new Uri("/roles/maps", UriKind.Relative), form)).StatusCode);
        var byProgram = await desk.Owner.Post("/api/v1/maps", new { name = "Other", steps = steps.Select(s => new { name = s, busy = "csr", seconds = 5 }) });

        var drawn = await desk.Owner.Get("/api/v1/maps/repair");
        Assert.Equal(40, drawn.GetProperty("seconds").GetInt32());
        foreach (var map in new[] { drawn, byProgram })
            Assert.Equal(["ask", "wait", "fix", "wait-2"], map.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("key").GetString()));
    }
}
