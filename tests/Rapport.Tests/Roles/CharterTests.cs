using System.Reflection;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Rapport.Language;
using Rapport.Roles;
using Rapport.Roles.Charters;
using Rapport.Tests.Essence;

namespace Rapport.Tests.Roles;

/// <summary>A role's charter: what must be done, what may be given, what it is for, and each day judged by its own.</summary>
public class CharterTests
{
    public static object Checkout(string priority = "to create a promoter", params string[] functions) => new
    {
        name = "Checkout",
        highest_priority = priority,
        functions = (functions.Length == 0 ? ["Scan every item", "Take the payment"] : functions).Select(f => new { name = f, standard = "Nothing is missed" }),
        behaviors = new[] { new { kind = "interest", name = "Notice what they are buying, and ask", examples = new[] { "Is that for the garden?" }, non_examples = new[] { "Did you find everything?" } } },
    };

    [Fact]
    public async Task What_is_published_from_now_on_holds_from_the_moment_at_which_it_is_published()
    {
        await using var desk = await TestDesk.Open("SQLite");
        await desk.Owner.Post("/api/v1/charters", Checkout());

        desk.Time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);
        await desk.Owner.Post("/api/v1/charters/checkout/publication");
        desk.Time.AutoAdvanceAmount = TimeSpan.Zero;

        var charter = await desk.InDatabase(db => Task.FromResult(db.Charters.Single()));
        Assert.Equal(charter.PublishedAt, charter.EffectiveFrom);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E012"), Trait("Proves", "E147"), Trait("Proves", "E148")]
    public async Task A_lead_writes_a_charter_and_publishes_it_and_agents_read_it(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var (_, ana) = await desk.Person("Ana");

        var (created, draft) = await lea.Try(HttpMethod.Post, "/api/v1/charters", Checkout());
        Assert.Equal(201, created);
        Assert.Equal("draft", draft.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, (await ana.Get("/api/v1/charters/checkout")).GetProperty("in_force").ValueKind);
        var published = await lea.Post("/api/v1/charters/checkout/publication");

        Assert.Equal("in_force", published.GetProperty("status").GetString());
        var read = (await ana.Get("/api/v1/charters/checkout")).GetProperty("in_force");
        Assert.Equal(["Scan every item", "Take the payment"], read.GetProperty("functions").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        Assert.All(read.GetProperty("functions").EnumerateArray(), f => Assert.True(f.GetProperty("mandatory").GetBoolean()));
        Assert.Equal("Did you find everything?", read.GetProperty("behaviors")[0].GetProperty("non_examples")[0].GetString());
        Assert.Equal(403, (await ana.Try(HttpMethod.Post, "/api/v1/charters", Checkout())).Status);
        Assert.Contains("to create a promoter", await (await desk.SignIn()).GetStringAsync(new Uri("/roles/charters/checkout", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E011")]
    public async Task Each_day_is_judged_by_the_charter_of_that_day(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Post("/api/v1/charters", Checkout(functions: ["Scan every item", "Say the customer's name"]));
        await desk.Owner.Post("/api/v1/charters/checkout/publication", new { effective_from = "2026-11-01" });
        await desk.Owner.Post("/api/v1/charters", Checkout(functions: ["Scan every item"]));
        await desk.Owner.Post("/api/v1/charters/checkout/publication", new { effective_from = "2026-12-01" });

        async Task<string?> On(string day, string what) => (await desk.Owner.Get($"/api/v1/charters/checkout/judgment?what={Uri.EscapeDataString(what)}&at={day}")).GetProperty("counts_as").GetString();
        Assert.Equal("unnamed", await On("2026-10-31", "Say the customer's name"));
        Assert.Equal("function", await On("2026-11-30", "say the customer's name"));
        Assert.Equal("unnamed", await On("2026-12-01", "Say the customer's name"));
        Assert.Equal("function", await On("2026-12-01", "Scan every item"));
        Assert.Equal("essence", await On("2026-11-30", "interest"));
        Assert.Equal("essence", await On("2026-12-01", "Notice what they are buying, and ask"));
        Assert.Equal(1, (await desk.Owner.Get("/api/v1/charters/checkout?at=2026-11-30")).GetProperty("in_force").GetProperty("version").GetInt32());
    }

    [Theory, Trait("Proves", "E014")]
    [InlineData("First to sell. Second to create a promoter.", true)]
    [InlineData("Firstly, safety, then a smile", true)]
    [InlineData("1. Safety 2. Speed", true)]
    [InlineData("Priority one: safety. Priority two: speed", true)]
    [InlineData("to create a promoter", false)]
    [InlineData("A first impression second to none", false)]
    [InlineData("Calm, 24/7", false)]
    public void Several_priorities_in_one_text_are_seen(string words, bool several) => Assert.Equal(several, OnePriority.AreSeveral(words));

    [Theory, OnBothDatabases, Trait("Proves", "E014")]
    public async Task A_second_highest_priority_is_refused(string database)
    {
        await using var desk = await TestDesk.Open(database);
        foreach (var two in new object[] { new { name = "Checkout", highest_priority = new[] { "a promoter", "speed" } }, new { name = "Checkout", highest_priority = "a promoter\nspeed" }, new { name = "Checkout", highest_priority = "a promoter; speed" }, new { name = "Checkout", highest_priority = "a promoter / speed" } })
        {
            var (status, problem) = await desk.Owner.Try(HttpMethod.Post, "/api/v1/charters", two);
            Assert.Equal(422, status);
            Assert.Contains("exactly one highest priority", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        using StringContent twice = new("""{"name":"Checkout","highest_priority":"a promoter","highest_priority":"speed"}""", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(400, (await desk.Owner.Send(HttpMethod.Post, "/api/v1/charters", twice)).Status);
        await desk.Owner.Post("/api/v1/charters", Checkout());
        await desk.Owner.Post("/api/v1/charters/checkout/publication", new { effective_from = "2026-12-01" });
        await desk.Owner.Post("/api/v1/charters", Checkout("to be fast"));

        var (second, why) = await desk.Owner.Try(HttpMethod.Post, "/api/v1/charters/checkout/publication", new { effective_from = "2026-12-01" });

        Assert.Equal(422, second);
        Assert.Contains("one highest priority at a time", why.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_mistyped_year_is_refused_and_a_version_whose_day_has_not_come_is_withdrawn(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        await desk.Owner.Post("/api/v1/charters", Checkout());
        foreach (var far in new[] { "2099-01-01", "9998-12-30", "1926-12-01" })
        {
            var (status, no) = await desk.Owner.Try(HttpMethod.Post, Publication, new { effective_from = far });
            Assert.Equal(422, status);
            Assert.Contains("more than two years off", no.Of("detail"), StringComparison.Ordinal);
        }
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, Publication, new { effective_from = "9999-12-31" })).Status);
        await desk.Owner.Post(Publication, new { effective_from = "2027-12-01" });
        await desk.Owner.Post("/api/v1/charters", Checkout("to be quick"));

        var (second, why) = await desk.Owner.Try(HttpMethod.Post, Publication, new { });
        Assert.Equal(422, second);
        Assert.StartsWith("Version 1 comes into force on 1 December 2027", why.Of("detail"), StringComparison.Ordinal);
        Assert.Contains("withdraw", why.Of("detail"), StringComparison.Ordinal);
        Assert.Equal(403, (await ana.Try(HttpMethod.Delete, Publication)).Status);
        Assert.Equal(204, (await desk.Owner.Try(HttpMethod.Delete, Publication + "?version=1")).Status);
        await desk.Owner.Post(Publication);

        var role = await desk.Owner.Get("/api/v1/charters/checkout");
        Assert.Equal("to be quick", role.GetProperty("in_force").Of("highest_priority"));
        Assert.Equal(1, role.GetProperty("versions").GetArrayLength());
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Delete, Publication + "?version=2")).Status);
        Assert.Equal(404, (await desk.Owner.Try(HttpMethod.Delete, Publication)).Status);
        Assert.Contains("charter_withdrawn", await desk.InDatabase(db => Task.FromResult(db.Log.Select(l => l.Kind).ToList())));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_withdrawn_is_a_draft_again_and_the_page_offers_it_until_its_day(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var me = await desk.SignIn();
        await desk.Owner.Post("/api/v1/charters", Checkout());
        await desk.Owner.Post(Publication, new { effective_from = "2027-12-01" });

        Assert.Contains("Withdraw version 1", await me.GetStringAsync(new Uri("/roles/charters/checkout", UriKind.Relative)), StringComparison.Ordinal);
        using var withdrawn = await me.DeleteAsync(new Uri("/roles/charters/checkout/publication?version=1", UriKind.Relative));

        Assert.Equal(204, (int)withdrawn.StatusCode);
        Assert.Equal("to create a promoter", (await desk.Owner.Get("/api/v1/charters/checkout")).GetProperty("draft").Of("highest_priority"));
        await desk.Owner.Post(Publication);
        Assert.DoesNotContain("Withdraw version", await me.GetStringAsync(new Uri("/roles/charters/checkout", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_day_a_charter_holds_from_is_the_same_day_wherever_it_is_read(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var me = await desk.SignIn();
        await desk.Owner.Post("/api/v1/charters", Checkout());
        await desk.Owner.Post(Publication, new { effective_from = "2026-12-15" });

        foreach (var zone in new[] { "America/Los_Angeles", "Pacific/Auckland" })
        {
            async Task<string> Page(string query)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/roles/charters/checkout" + query);
                request.Headers.Add("Cookie", $"zone={Uri.EscapeDataString(zone)}");
                using var answer = await me.SendAsync(request);
                return System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            }
            Assert.Contains("comes into force on 15 December 2026", await Page(""), StringComparison.Ordinal);
            Assert.Contains("No charter was in force on that day", await Page("?what=Scan+every+item&on=2026-12-14"), StringComparison.Ordinal);
            Assert.Contains("counted as function", await Page("?what=Scan+every+item&on=2026-12-15"), StringComparison.Ordinal);
        }
    }

    const string Publication = "/api/v1/charters/checkout/publication";

    static readonly (string Charter, string Words)[] Unfinished =
    [
        ("""{"name":"A","functions":[{"name":"Scan","standard":"x"}]}""", "highest priority"),
        ("""{"name":"A","highest_priority":"p"}""", "at least one function"),
        ("""{"name":"A","highest_priority":"p","functions":[{"name":"Scan"}]}""", "no standard yet"),
        ("""{"name":"A","highest_priority":"p","functions":[{"name":"Say the customer's name","standard":"x"}],"behaviors":[{"kind":"interest","name":"Say the customer's name."}]}""", "both columns"),
    ];

    [Theory, OnBothDatabases]
    public async Task What_is_not_whole_or_stands_in_both_columns_is_not_published(string database)
    {
        await using var desk = await TestDesk.Open(database);

        foreach (var (charter, words) in Unfinished)
        {
            var key = (await desk.Owner.Send(HttpMethod.Post, "/api/v1/charters", new StringContent(charter.Replace("\"A\"", $"\"A{words.Length}\"", StringComparison.Ordinal), null, "application/json"))).Body.GetProperty("role").GetProperty("key").GetString();

            var (status, problem) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/charters/{key}/publication", new { });

            Assert.Equal((charter, 422), (charter, status));
            Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory, OnBothDatabases, Trait("Proves", "E178")]
    public async Task A_behavior_that_must_be_given_is_refused_in_a_command_in_a_text_and_on_the_page(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var me = await desk.SignIn();

        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/charters", new { name = "Checkout", behaviors = new[] { new { kind = "humor", name = "A light word", due_by = "noon" } } })).Status);
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/charters/text", new { text = "# Checkout\n- Scan\n\nBehaviors:\n- [compliment] Compliment at least 3 times a day" })).Status);
        Assert.Equal(422, (await desk.Owner.Try(HttpMethod.Put, "/api/v1/charters/checkout", new { behaviors = new[] { new { kind = "humor", name = "You must joke" } } })).Status);
        using var form = new FormUrlEncodedContent([new("name", "Checkout"), new("behavior", "Always smile at them"), new("kind", "enthusiasm")]);
        var page = await me.PostAsync(new Uri("/roles/charters", UriKind.Relative), form);

        Assert.Equal(422, (int)page.StatusCode);
        Assert.Contains("Always smile at them", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["“Always” makes it a rule. It may be given and never has to be.", "“must” makes it a rule. It may be given and never has to be.", "“at least” makes it a rule. Nobody counts it toward anything.", "It has no time by which it must be given."],
            (await desk.Owner.Get("/api/v1/refusals")).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("why").GetString()));
        Assert.Equal(0, await desk.InDatabase(db => Task.FromResult(db.JobRoles.Count())));
    }

    [Theory, OnBothDatabases, Trait("Proves", "E147")]
    public async Task A_job_description_comes_in_as_functions_but_for_what_stands_under_behaviors(string database)
    {
        await using var desk = await TestDesk.Open(database);

        var draft = await desk.Owner.Post("/api/v1/charters/text", new { role = "Cashier", text = "Duties:\n• Scan every item\n2. Take the payment\nKeep the belt clean\n\n## Behaviours (optional)\n- Humor where it fits\n[knowledge] What only we know" });

        Assert.Equal(["Scan every item", "Take the payment", "Keep the belt clean"], draft.GetProperty("functions").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        Assert.Equal(["humor: Humor where it fits", "knowledge: What only we know"], draft.GetProperty("behaviors").EnumerateArray().Select(b => $"{b.GetProperty("kind").GetString()}: {b.GetProperty("name").GetString()}"));
        Assert.Equal("cashier", draft.GetProperty("role").GetProperty("key").GetString());
        Assert.Equal(400, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/charters/text", new { role = "Cashier", text = "Behaviors:\nBe nice" })).Status);
        await using var text = await desk.Owner.GetStreamAsync(new Uri("/api/v1/charters/cashier/text", UriKind.Relative));
        Assert.Equal((3, 2), CharterText.Read(await new StreamReader(text).ReadToEndAsync()) is var again ? (again.Functions.Count, again.Behaviors.Count) : default);
    }

    static readonly Gen<string> AnyLine = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => Line.Of(s.Get.Replace("\0", "", StringComparison.Ordinal) + "x"));
    static readonly Gen<string> TrickyLine = Gen.OneOf(AnyLine, Gen.Elements("- a bullet", "# a heading", "Standard: none", "Example: x", "Not: y", "[humor] z", "1. first", "Highest priority: speed", "Behaviors:", "## Behaviors", "•", "a  b", "é 東京 🎈"));

    static readonly Gen<string> Duty = TrickyLine.Where(n => Obligation.BehaviorIn(n) is null);

    static readonly Gen<CharterText> AnyCharter =
        from role in TrickyLine
        from priority in Gen.OneOf(TrickyLine, Gen.Constant(""))
        from functions in (from name in Duty from standard in Gen.OneOf(Duty, Gen.Constant("")) select Function.Of(name, standard)).ListOf()
        from behaviors in (from kind in Gen.Elements(BehaviorKinds.All.ToArray()) from name in TrickyLine.Where(n => Obligation.InWords(n) is null) from likes in TrickyLine.Where(n => Obligation.InTelling(n) is null).ListOf() from nots in TrickyLine.ListOf() select Behavior.Of(kind, name, likes, nots)).ListOf()
        select new CharterText(Line.Of(role), Line.Of(priority), [.. functions], [.. behaviors]);

    [Fact, Trait("Proves", "E147"), Trait("Proves", "E148")]
    public void Any_charter_goes_out_as_text_and_comes_back_without_loss() =>
        Prop.ForAll(Arb.From(AnyCharter), charter => JsonSerializer.Serialize(CharterText.Read(charter.Write())) == JsonSerializer.Serialize(charter)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact, Trait("Proves", "E146"), Trait("Proves", "E121")]
    public void A_function_and_a_behavior_are_two_types_with_no_way_from_one_to_the_other()
    {
        Assert.Equal(typeof(object), typeof(Function).BaseType);
        Assert.Equal(typeof(object), typeof(Behavior).BaseType);
        Assert.False(typeof(Function).IsAssignableTo(typeof(Behavior)) || typeof(Behavior).IsAssignableTo(typeof(Function)));
        var casts = from type in typeof(Behavior).Assembly.GetTypes()
                    from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
                    where method.Name is "op_Implicit" or "op_Explicit" && (method.ReturnType == typeof(Behavior) || method.ReturnType == typeof(Function))
                    select $"{type}.{method}";
        Assert.Empty(casts);
        var constructors = typeof(Function).GetConstructors().Concat(typeof(Behavior).GetConstructors()).SelectMany(c => c.GetParameters()).Select(p => p.ParameterType);
        Assert.DoesNotContain(constructors, type => type == typeof(Function) || type == typeof(Behavior));
        Assert.Equal(["Examples", "Kind", "Name", "NonExamples"], typeof(Behavior).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal));
    }
}
