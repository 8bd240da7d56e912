using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Rapport.Tests.Essence;

/// <summary>What is woven in beside a function stands there and does nothing to it.</summary>
public class WeaveTests
{
    static readonly object Opening = new { contact_type = "refund", step = "confirm-order", kind = "interest", opening = "The order says what it was for", reason = "They wait for the screen anyway", evidence = "nothing yet" };

    [Theory, OnBothDatabases, Trait("Proves", "E054")]
    public async Task Take_out_every_weave_and_the_function_is_whole(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await Refund(desk);
        var (_, ana) = await desk.Person("Ana");
        async Task<string> Functions() => (await desk.Owner.Get("/api/v1/contact-types")).GetRawText() + (await desk.Owner.Get("/api/v1/maps/a-refund")).GetRawText();
        var before = await Functions();

        var weaves = new List<JsonElement> { await desk.Owner.Post("/api/v1/weaves", Opening), await desk.Owner.Post("/api/v1/weaves", new { map = "alone", step = "sign", kind = "humor", opening = "The pen", reason = "It is a funny pen" }) };
        Assert.Equal(before, await Functions());
        var number = await desk.Conversation(contactType: "refund");
        Assert.Equal(409, (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/resolution", new { })).Status);
        foreach (var step in new[] { "confirm-order", "refund" }) await desk.Owner.Post($"/api/v1/conversations/{number}/steps/{step}/completion", new { });
        await desk.Owner.Post($"/api/v1/conversations/{number}/resolution");

        foreach (var weave in weaves) Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/weaves/{weave.GetProperty("id").GetString()}")).Status);

        Assert.Empty((await ana.Get("/api/v1/weaves")).GetProperty("items").EnumerateArray());
        Assert.Equal(before, await Functions());
        var second = await desk.Conversation("Peter Quist", contactType: "refund");
        Assert.Equal(["confirm-order", "refund"], (await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{second}/resolution", new { })).Body.GetProperty("missing").EnumerateArray().Select(s => s.GetProperty("key").GetString()));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E055")]
    public async Task Each_weave_is_a_design_with_a_start_and_a_stretch_without_one_says_so(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await Refund(desk);

        var weave = await desk.Owner.Post("/api/v1/weaves", new { contact_type = "refund", step = "refund", kind = "knowledge", opening = "When the money is there", reason = "Few know", starts_at = "2026-12-01" });
        await desk.Pass(TimeSpan.FromDays(20));
        var rewritten = await desk.Owner.Put($"/api/v1/weaves/{weave.GetProperty("id").GetString()}", new { kind = "knowledge", opening = "How banks send it", reason = "Few know" });
        await desk.Owner.Post("/api/v1/designs", new { kind = "tool", what = "A second screen", starts_at = "2027-01-05" });

        var all = (await desk.Owner.Get("/api/v1/designs")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["A second screen", "unique knowledge beside “Refund it”: How banks send it", "unique knowledge beside “Refund it”: When the money is there"], all.Select(d => d.GetProperty("what").GetString()));
        Assert.Equal(2, rewritten.GetProperty("version").GetInt32());
        Assert.Equal("2026-12-12T09:00:00Z", all[2].GetProperty("ended_at").GetString());
        Assert.Equal("no design change", (await desk.Owner.Get("/api/v1/designs?from=2026-10-01&until=2026-11-30")).GetProperty("says").GetString());
        Assert.Single((await desk.Owner.Get("/api/v1/designs?from=2026-12-01&until=2026-12-05")).GetProperty("items").EnumerateArray());
    }

    [Theory, OnBothDatabases]
    public async Task The_register_names_for_a_stretch_what_held_in_it_and_nothing_else(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var never = await desk.Owner.Post("/api/v1/designs", new { kind = "tool", what = "A counter of glass", starts_at = "2028-01-01" });
        await desk.Owner.Post($"/api/v1/designs/{never.GetProperty("id").GetString()}/end");
        await desk.Owner.Post("/api/v1/designs", new { kind = "tool", what = "A second screen", starts_at = "2026-11-27T14:00:00Z" });

        async Task<IEnumerable<string?>> In(string query) => (await desk.Owner.Get($"/api/v1/designs{query}")).GetProperty("items").EnumerateArray().Select(d => d.GetProperty("what").GetString());
        Assert.Equal(["A second screen"], await In("?from=2026-11-27&until=2031-01-01"));
        Assert.Equal(["A second screen"], await In("?from=2026-11-27&until=2026-11-27"));
        Assert.Empty(await In("?until=2026-11-26"));
        Assert.Equal(["A counter of glass", "A second screen"], await In(""));
        var (status, no) = await desk.Owner.Try(HttpMethod.Get, "/api/v1/designs?from=2026-11-28&until=2026-11-27");
        Assert.Equal(400, status);
        Assert.Contains("lies before “from”", no.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_day_a_design_starts_is_the_same_day_wherever_it_is_read(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Post("/api/v1/designs", new { kind = "tool", what = "A second screen", starts_at = "2026-12-15" });
        var me = await desk.SignIn();
        me.DefaultRequestHeaders.Add("Cookie", "zone=America%2FLos_Angeles");

        Assert.Contains("from 15 December 2026", await me.GetStringAsync(new Uri("/roles/designs", UriKind.Relative)), StringComparison.Ordinal);
    }

    static readonly (string Weave, int Expected)[] Refused =
    [
        ("""{"contact_type":"refund","step":"refund","kind":"interest","opening":"x","reason":"y","mandatory":true}""", 422),
        ("""{"contact_type":"refund","step":"refund","kind":"interest","opening":"Ask every customer about it","reason":"y"}""", 422),
        ("""{"contact_type":"refund","step":"refund","kind":"interest","opening":"x","reason":"y","target":{"per_day":3}}""", 422),
        ("""{"contact_type":"refund","step":"nowhere","kind":"interest","opening":"x","reason":"y"}""", 400),
        ("""{"contact_type":"nothing","step":"refund","kind":"interest","opening":"x","reason":"y"}""", 400),
        ("""{"step":"refund","kind":"interest","opening":"x","reason":"y"}""", 400),
        ("""{"contact_type":"refund","step":"refund","kind":"flattery","opening":"x","reason":"y"}""", 400),
        ("""{"contact_type":"refund","step":"refund","kind":"interest","opening":"x"}""", 400),
    ];

    [Theory, OnBothDatabases]
    public async Task A_weave_that_makes_a_rule_or_stands_nowhere_is_refused(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await Refund(desk);

        foreach (var (weave, expected) in Refused)
            Assert.Equal((weave, expected), (weave, (await desk.Owner.Send(HttpMethod.Post, "/api/v1/weaves", new StringContent(weave, null, "application/json"))).Status));

        Assert.Equal(0, await desk.InDatabase(db => Task.FromResult(db.Weaves.Count() + db.Designs.Count())));
        Assert.Equal(Refused.Count(r => r.Expected == 422), await desk.InDatabase(db => Task.FromResult(db.RefusedRules.Count())));
    }

    [Theory, OnBothDatabases]
    public async Task The_board_shows_the_steps_and_what_is_woven_in_and_only_a_lead_weaves(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await Refund(desk);
        var (_, ana) = await desk.Person("Ana");
        await desk.Owner.Post("/api/v1/weaves", Opening);

        var board = System.Net.WebUtility.HtmlDecode(await ana.GetStringAsync(new Uri("/roles/weaves?type=refund", UriKind.Relative)));

        Assert.Contains("1. Confirm the order", board, StringComparison.Ordinal);
        Assert.Contains("The order says what it was for", board, StringComparison.Ordinal);
        Assert.Contains("then hands are free for 30 s", board, StringComparison.Ordinal);
        Assert.DoesNotContain("Weave something in", board, StringComparison.Ordinal);
        Assert.Contains("Register of designs", await ana.GetStringAsync(new Uri("/roles/designs", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(403, (await ana.Try(HttpMethod.Post, "/api/v1/weaves", Opening)).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E054")]
    public async Task A_weave_of_which_nothing_was_seen_yet_says_that_it_is_a_guess(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await Refund(desk);
        Assert.Equal("", (await desk.Owner.Post("/api/v1/weaves", OnPen)).Of("evidence"));
        Assert.Contains("No evidence yet: it is a guess that may be tried.", await (await desk.SignIn()).Page("/roles/weaves?map=alone"), StringComparison.Ordinal);
    }

    static readonly object OnPen = new { map = "alone", step = "sign", kind = "humor", opening = "The pen", reason = "It is a funny pen" };

    [Theory, OnBothDatabases, Trait("Proves", "E055")]
    public async Task What_begins_years_from_now_or_began_years_ago_is_a_mistyped_year(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await Refund(desk);
        foreach (var (starts, expected) in new[] { ("2999-01-01", 422), ("2019-01-01", 422), ("2028-11-01", 201), ("2025-01-01", 201) })
            foreach (var (path, body) in new (string, object)[] { ("weaves", new { contact_type = "refund", step = "refund", kind = "humor", opening = "The pen", reason = "It is funny", starts_at = starts }), ("designs", new { kind = "tool", what = "A second screen", starts_at = starts }) })
            {
                var (status, no) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/{path}", body);
                Assert.Equal((path, starts, expected), (path, starts, status));
                if (status == 422) Assert.Contains("more than two years off", no.Of("detail"), StringComparison.Ordinal);
            }
    }

    [Theory, OnBothDatabases, Trait("Proves", "E055")]
    public async Task A_map_that_is_taken_away_takes_its_weaves_with_it_and_their_designs_end_that_day(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await Refund(desk);
        var design = (await desk.Owner.Post("/api/v1/weaves", OnPen)).GetProperty("design").GetString();
        await desk.Owner.Post("/api/v1/weaves", Opening);
        await desk.Pass(TimeSpan.FromDays(3));
        var removed = desk.Now;

        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, "/api/v1/maps/alone")).Status);
        await desk.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal("refund", Assert.Single((await desk.Owner.Get("/api/v1/weaves")).GetProperty("items").EnumerateArray()).GetProperty("contact_type").GetString());
        var ended = await desk.InDatabase(db => Task.FromResult(db.Designs.ToList().Find(d => d.Id.Value.ToString() == design)));
        Assert.Equal(removed, ended!.EndedAt);
    }

    [Theory, OnBothDatabases]
    public async Task A_map_that_is_given_a_kind_of_matter_brings_its_weaves_along_beside_their_steps(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await Refund(desk);
        var weave = await desk.Owner.Post("/api/v1/weaves", OnPen);
        await desk.Owner.Post("/api/v1/contact-types", new { key = "contract", name = "Contract", steps = new[] { new { key = "read", name = "Read it out" } } });

        await desk.Owner.Put("/api/v1/maps/alone", new { name = "Alone", contact_type = "contract", steps = new[] { new { key = "sign", name = "They sign", busy = "customer", seconds = 10 } } });
        await desk.Pass(TimeSpan.FromMinutes(1));

        var moved = Assert.Single((await desk.Owner.Get("/api/v1/weaves?contact_type=contract")).GetProperty("items").EnumerateArray());
        Assert.Equal((weave.GetProperty("design").GetString(), "sign", 1), (moved.GetProperty("design").GetString(), moved.GetProperty("step").GetString(), moved.GetProperty("version").GetInt32()));
        var board = System.Net.WebUtility.HtmlDecode(await (await desk.SignIn()).GetStringAsync(new Uri("/roles/weaves?type=contract", UriKind.Relative)));
        Assert.Contains("2. They sign", board, StringComparison.Ordinal);
        Assert.Contains("The pen", board, StringComparison.Ordinal);
        Assert.DoesNotContain("A step that is gone", board, StringComparison.Ordinal);
        // Whatever is woven into the map from now on is the matter's as well.
        Assert.Equal("contract", (await desk.Owner.Post("/api/v1/weaves", OnPen)).GetProperty("contact_type").GetString());
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, $"/api/v1/weaves/{weave.GetProperty("id").GetString()}")).Status);
    }

    /// <summary>A weave whose map went away before anybody took care of it can still be found and taken out.</summary>
    [Theory, OnBothDatabases]
    public async Task A_weave_on_a_map_that_is_gone_is_still_on_the_board(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Post("/api/v1/maps", new { name = "Alone", steps = new[] { new { key = "sign", name = "They sign", busy = "customer", seconds = 10 } } });
        await desk.Owner.Post("/api/v1/weaves", OnPen);
        await desk.Change(db => db.Database.ExecuteSqlRawAsync("DELETE FROM maps"));

        var board = System.Net.WebUtility.HtmlDecode(await (await desk.SignIn()).GetStringAsync(new Uri("/roles/weaves?map=alone", UriKind.Relative)));

        Assert.Contains("a map that is gone", board, StringComparison.Ordinal);
        Assert.Contains("The pen", board, StringComparison.Ordinal);
        Assert.Contains("Take it out", board, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_rewrites_a_weave_does_not_take_it_over_and_a_lead_chooses_who_looks_after_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await Refund(desk);
        var ((lea, leas), (bo, bos)) = (await desk.Person("Lea", "lead"), await desk.Person("Bo", "lead"));
        var weave = await leas.Post("/api/v1/weaves", Opening);
        var address = $"/api/v1/weaves/{weave.GetProperty("id").GetString()}";
        static string? Owner(JsonElement view) => view.GetProperty("owner").GetProperty("id").GetString();

        var seen = weave.GetProperty("seen").GetString();
        var rewritten = await bos.Put(address, new { kind = "interest", opening = "What it was for", reason = "They wait anyway", seen });
        Assert.Equal((lea.ToString(), lea.ToString()), (Owner(weave), Owner(rewritten)));

        var page = System.Net.WebUtility.HtmlDecode(await (await desk.SignIn()).GetStringAsync(new Uri("/roles/weaves?type=refund", UriKind.Relative)));
        Assert.Contains("Who looks after it", page, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"{bo}\">Bo</option>", page, StringComparison.Ordinal);

        seen = rewritten.GetProperty("seen").GetString();
        var given = await leas.Put(address, new { kind = "interest", opening = "What it was for", reason = "They wait anyway", owner = bo.ToString(), seen });
        Assert.Equal(bo.ToString(), Owner(given));
        // Who wrote it is in the log, whoever looks after it.
        var writers = await desk.InDatabase(db => Task.FromResult(db.Log.Where(e => e.Kind == "woven_in").OrderBy(e => e.Id).Select(e => e.Data).ToList()));
        Assert.Equal([lea, bo, lea], writers.Select(d => JsonDocument.Parse(d).RootElement.GetProperty("by").GetGuid()));
    }

    internal static async Task Refund(TestDesk desk)
    {
        await desk.Owner.Post("/api/v1/contact-types", new { key = "refund", name = "Refund", steps = new[] { new { key = "confirm-order", name = "Confirm the order" }, new { key = "refund", name = "Refund it" } } });
        await desk.Owner.Post("/api/v1/maps", new
        {
            name = "A refund",
            contact_type = "refund",
            steps = new object[]
            {
                new { key = "confirm-order", name = "Confirm the order", busy = "csr", seconds = 20, mandatory = true },
                new { key = "wait", name = "The bank answers", busy = "machine", seconds = 30, after = new[] { "confirm-order" } },
                new { key = "refund", name = "Refund it", busy = "csr", seconds = 15, after = new[] { "wait" }, mandatory = true },
            },
        });
        await desk.Owner.Post("/api/v1/maps", new { name = "Alone", steps = new[] { new { key = "sign", name = "They sign", busy = "customer", seconds = 10 } } });
    }
}
