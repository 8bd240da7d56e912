using Microsoft.EntityFrameworkCore;
using Rapport.Language;
using Rapport.Roles.Charters;
using Rapport.Tests.Foundation;
using Rapport.Tests.Roles;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Tests.Essence;

/// <summary>Everything in the house is one half of the job or the other, and the two are kept in two places.</summary>
public class HalvesTests
{
    [Theory, OnBothDatabases, Trait("Proves", "E007")]
    public async Task One_conversation_holds_both_halves_and_each_part_says_which_it_is(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        await desk.Owner.Post("/api/v1/contact-types", new { key = "torn", name = "Torn", steps = new[] { new { key = "send", name = "Send a new one" } } });
        var number = await desk.Conversation(body: Serving.Asked, contactType: "torn");
        await ana.Says(number);
        await ana.Post($"/api/v1/conversations/{number}/steps/send/completion");
        await ana.Keeps(number);

        // What was done stands with the conversation; what was given stands with its giver and nowhere else.
        var conversation = await ana.Get($"/api/v1/conversations/{number}");
        Assert.Single(conversation.GetProperty("steps").EnumerateArray());
        Assert.False(conversation.TryGetProperty("moments", out _));
        Assert.Equal(1, await ana.Count($"/api/v1/conversations/{number}/moments"));
        Assert.Equal(0, await desk.Owner.Count($"/api/v1/conversations/{number}/moments"));
        var halves = (await desk.Owner.Get("/api/v1/everything")).GetProperty("items").EnumerateArray().ToLookup(i => (i.Of("kind"), i.Of("key")), i => i.Of("half"));
        Assert.Equal(["function"], halves[("step", "torn/send")]);
        Assert.Equal(["essence"], halves[("behavior-kind", "interest")]);
        await desk.Owner.Post("/api/v1/charters", CharterTests.Checkout(functions: "Send a new one"));
        await desk.Owner.Post("/api/v1/charters/checkout/publication");
        foreach (var (what, half) in new[] { ("Send a new one", "function"), ("interest", "essence") })
            Assert.Equal((what, half), (what, (await desk.Owner.Get($"/api/v1/charters/checkout/judgment?what={Uri.EscapeDataString(what)}")).Of("counts_as")));
        // A kind of moment is a behavior and can be no function.
        Assert.Equal(400, (await ana.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/moments", new { behavior = "send" })).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E117")]
    public async Task No_line_of_a_charter_that_goes_out_as_text_is_without_its_half(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Post("/api/v1/charters", CharterTests.Checkout());
        await desk.Owner.Post("/api/v1/charters/checkout/publication");

        var text = CharterText.Read(await desk.Owner.GetStringAsync(new Uri("/api/v1/charters/checkout/text", UriKind.Relative)));
        foreach (var (name, half) in text.Functions.Select(f => (f.Name.ToString(), "function")).Concat(text.Behaviors.Select(b => (b.Name, "essence"))))
            Assert.Equal(half, (await desk.Owner.Get($"/api/v1/charters/checkout/judgment?what={Uri.EscapeDataString(name)}")).Of("counts_as"));
        Assert.Equal(3, text.Functions.Count + text.Behaviors.Count);
    }

    /// <summary>What was done, with all that stands there of it, and what that refers to.</summary>
    static readonly (string Table, string Columns, string References)[] Done =
    [
        ("step_completions", "at by_id conversation_id skipped_because step_id", "conversations function_steps people"),
        ("function_steps", "contact_type_id detail id key name position retired", "contact_types"),
        ("contact_types", "description ends_with_their_word id key name", ""),
        ("promises", "broken_at by_id conversation_id due_at errand_id id is_update kept_at made_at remind_at reminded_at text", "conversations people"),
        ("resolutions", "at by_id conversation_id id reopened_at", "conversations people"),
        ("paid_hours", "currency from_week hour_minor id minutes_a_week set_at set_by_id", "people"),
    ];

    static readonly string[] Given = ["moments", "told_moments", "told_for", "spends", "spend_reasons", "corrections"];

    /// <summary>What was done as programs read it; resolving and completing a step answer with the conversation.</summary>
    static readonly (string Schema, string Members)[] GoesOut =
    [
        ("ShowConversationView", "id number channel subject status customer owner contact_type steps clock opened_at updated_at resolved_at promised_until position"),
        ("ListConversationsView", "id number channel subject status customer owner waiting_since opened_at updated_at preview position"),
        ("ShowConversationStepView", "id key name detail done skipped_because"),
        ("CompleteStepRequest", "skipped_because"),
        ("WriteContactTypeStepView", "id key name detail position"),
        ("MakePromiseView", "id text due_at kept_at broken_at"),
        ("SayWhenNextPromiseView", "id number customer text due_at covers"),
    ];

    /// <summary>What pay, a rota or compliance may rest on is the function side: it has no way to what was given, in the database or out of it.</summary>
    [Theory, OnBothDatabases, Trait("Proves", "E047"), Trait("Proves", "E139")]
    public async Task The_ledger_of_what_was_done_has_no_way_to_what_was_given(string database)
    {
        await using var desk = await TestDesk.Open(database);
        foreach (var (table, columns, references) in Done)
        {
            Assert.Equal((table, columns), (table, string.Join(' ', await desk.ColumnsOf(table))));
            Assert.Equal((table, references), (table, string.Join(' ', await desk.ReferencesOf(table))));
        }
        foreach (var table in Given)
        {
            Assert.NotEmpty(await desk.ColumnsOf(table));
            Assert.Equal((table, ""), (table, string.Join(' ', (await desk.ReferencesOf(table)).Intersect(Done.Select(d => d.Table), StringComparer.Ordinal))));
        }

        // Nothing that goes out holds pay, and what holds work that was done holds nothing that was given.
        var api = await desk.Owner.Get("/openapi/v1.json");
        var schemas = api.GetProperty("components").GetProperty("schemas").EnumerateObject().Where(s => s.Value.TryGetProperty("properties", out _)).ToDictionary(s => s.Name, s => s.Value.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToList(), StringComparer.Ordinal);
        foreach (var (schema, members) in GoesOut) Assert.Equal((schema, members), (schema, string.Join(' ', schemas[schema])));
        // What the house pays for is of the house: hours, what one costs, and since when; of nobody, and with nothing that was given.
        Assert.Equal(["an_hour", "currency", "from_week", "hours", "set_at"], schemas.Where(s => s.Value.Contains("an_hour", StringComparer.Ordinal) && s.Value.Contains("set_at", StringComparer.Ordinal)).SelectMany(s => s.Value).Order(StringComparer.Ordinal));
        string[] pay = ["pay", "salary", "wage", "wages", "bonus", "commission", "payroll", "compensation", "hourly_rate"];
        Assert.DoesNotContain(schemas.SelectMany(s => s.Value), name => pay.Contains(name, StringComparer.Ordinal));
        Assert.DoesNotContain(await desk.InDatabase(db => Task.FromResult(db.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Select(p => p.GetColumnName()).ToList())), column => pay.Contains(column, StringComparer.Ordinal));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E139")]
    public async Task A_step_with_something_woven_in_is_function_as_it_was_before(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Post("/api/v1/contact-types", new { key = "torn", name = "Torn", steps = new[] { new { key = "send", name = "Send a new one" } } });
        var before = (await desk.Owner.Get("/api/v1/contact-types")).GetProperty("items")[0].GetRawText();

        await desk.Owner.Post("/api/v1/weaves", new { contact_type = "torn", step = "send", kind = "interest", opening = "The dog who waits", reason = "They mention it" });

        Assert.Equal(before, (await desk.Owner.Get("/api/v1/contact-types")).GetProperty("items")[0].GetRawText());
        var number = await desk.Conversation(contactType: "torn");
        await desk.Owner.Post($"/api/v1/conversations/{number}/steps/send/completion");
        Assert.Equal(0, await desk.Owner.Count("/api/v1/moments"));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E119")]
    public async Task Both_wordings_are_offered_ones_own_is_taken_and_the_figures_speak_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        for (var i = 0; i < 5; i++) await desk.Person($"Person {i}");
        var editor = await (await desk.SignIn()).GetStringAsync(new Uri("/roles/charters/new", UriKind.Relative));
        Assert.Contains("<option value=\"to create a promoter\">", editor, StringComparison.Ordinal);
        Assert.Contains("<option value=\"to create a delighted customer\">", editor, StringComparison.Ordinal);

        foreach (var (own, day) in new[] { ("to create a delighted customer", "2026-11-01"), ("that they come back on their own", "2026-11-15") })
        {
            await desk.Owner.Post("/api/v1/charters", CharterTests.Checkout(own));
            await desk.Owner.Post("/api/v1/charters/checkout/publication", new { effective_from = day });
            Assert.Equal([own], (await desk.Owner.Get("/api/v1/team/essence")).GetProperty("what_it_is_for").EnumerateArray().Select(p => p.GetString()));
            Assert.Contains(own, await desk.Owner.Page("/team"), StringComparison.Ordinal);
        }
    }

    [Theory, OnBothDatabases, Trait("Proves", "E120")]
    public async Task What_stands_in_the_way_most_is_answered_by_a_design_with_an_owner(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var people = new List<(Guid, HttpClient)>();
        for (var i = 0; i < 5; i++) people.Add(await desk.Person($"Person {i}"));
        await TeamTests.Work(desk, people);
        foreach (var cause in new[] { "tool", "tool", "queue" }) await lea.Post("/api/v1/lost-openings", new { cause });
        await desk.Pass(TimeSpan.FromDays(1)); // the desk begins on a Sunday, and what is shown is of finished weeks
        Assert.Contains("Nothing is being done about the first of them yet", await lea.Page("/team"), StringComparison.Ordinal);

        var design = await lea.Post("/api/v1/designs", new { kind = "tool", what = "A second screen at the counter", answers = "tool" });

        var lost = (await lea.Get("/api/v1/team/essence")).GetProperty("lost_openings");
        Assert.Equal("tool", lost.GetProperty("causes")[0].Of("cause"));
        Assert.Equal(("tool", "A second screen at the counter", "Lea"), (lost.GetProperty("answers")[0].Of("cause"), lost.GetProperty("answers")[0].Of("what"), lost.GetProperty("answers")[0].Of("owner")));
        Assert.Contains("A second screen at the counter", await lea.Page("/team"), StringComparison.Ordinal);
        await lea.Post($"/api/v1/designs/{design.GetProperty("id").GetGuid()}/end");
        Assert.Contains("Nothing is being done about the first of them yet", await lea.Page("/team"), StringComparison.Ordinal);
        Assert.Equal(400, (await lea.Try(HttpMethod.Post, "/api/v1/designs", new { kind = "tool", what = "x", answers = "Ana" })).Status);
    }

    /// <summary>The example of the checkout: a talk of 20 seconds while the card is read makes nobody wait.</summary>
    [Theory, OnBothDatabases, Trait("Proves", "E160")]
    public async Task A_talk_within_a_window_adds_no_seconds(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var beside = await WindowOf(desk);
        Assert.Equal(0, (await desk.Owner.Get($"/api/v1/maps/supermarket-checkout/added?talk=20&beside={beside}")).GetProperty("added_seconds").GetInt32());
        Assert.NotEqual(0, (await desk.Owner.Get($"/api/v1/maps/supermarket-checkout/added?talk=200&beside={beside}")).GetProperty("added_seconds").GetInt32());
    }

    static async Task<string?> WindowOf(TestDesk desk) =>
        (await desk.Owner.Get("/api/v1/maps/supermarket-checkout")).GetProperty("windows").EnumerateArray().First(w => w.GetProperty("free").GetInt32() >= 20).GetProperty("steps")[0].GetString();

    [Fact, Trait("Proves", "E117")]
    public void Every_kind_of_behavior_is_essence_by_every_charter()
    {
        var charter = new Charter { JobRoleId = new(Guid.NewGuid()), Version = 1 };
        Assert.All(BehaviorKinds.All, kind => Assert.Equal(Half.Essence, charter.Judge(kind.Key())));
    }
}
