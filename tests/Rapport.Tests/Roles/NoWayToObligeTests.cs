using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Rapport.Roles;
using Rapport.Tests.Essence;
using Rapport.Tests.Foundation;
using Xunit.Abstractions;

namespace Rapport.Tests.Roles;

/// <summary>Ten thousand generated sequences of calls look for a way to make a rule of what may be given, and find none.</summary>
public partial class NoWayToObligeTests(ITestOutputHelper output)
{
    const int SequencesOnEach = 5_000, AtOnce = 24;

    /// <summary>Where what was tried may stand: the list of what was refused, and the log and errands that say so.</summary>
    static readonly string[] MayTell = ["refused_rules", "log", "errands"];

    /// <summary>Where what obliges nobody was kept: so a mark would be seen there.</summary>
    static readonly string[] Kept = ["baskets", "charters", "choice_reasons", "designs", "function_steps", "gestures", "maps", "moments", "observations", "own_interests", "promises", "questions", "remembered", "spend_reasons", "tidbits", "weaves"];

    [Theory, OnBothDatabases, Trait("Proves", "E046"), Trait("Proves", "E121"), Trait("Proves", "E146"), Trait("Proves", "E178")]
    public async Task No_sequence_of_calls_obliges_anybody_to_a_behavior(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (me, attempts, clock) = (await desk.SignIn(), new Attempts(await SetUp(desk)), Stopwatch.StartNew());
        var (refused, odd, through) = (0, new ConcurrentQueue<string>(), new ConcurrentDictionary<string, int>(StringComparer.Ordinal));

        var sequences = Gen.Sample(from length in Gen.Choose(3, 8) from seeds in Gen.Choose(0, int.MaxValue - 1).ListOf(length) select seeds, SequencesOnEach, 3).Select((seeds, i) => seeds.Select(seed => attempts.Make(seed, $"s{i}")).ToList()).ToList();
        await Parallel.ForEachAsync(sequences, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (sequence, _) =>
        {
            foreach (var call in sequence)
            {
                var (status, said) = await Call(desk.Owner, me, call);
                if (status < 400) through.AddOrUpdate(call.Door, 1, (_, n) => n + 1);
                if (call.Obliges && status == 422) Interlocked.Increment(ref refused);
                if (status == 409) continue; // somebody wrote the same thing at the same time, so nothing was done
                if (call.Obliges ? !(status == 422 || (status == 400 && Attempts.Own.Contains(call.Door))) || !said.Contains(call.Member ?? "", StringComparison.Ordinal) : status >= 500) odd.Enqueue($"{status} {call} {call.Body.ToJsonString()} {said}");
            }
        });
        output.WriteLine($"{database}: {sequences.Count} sequences, {sequences.Sum(s => s.Count)} calls, {refused} refused, {clock.Elapsed.TotalSeconds:F0} s.");

        Assert.Empty(odd.Take(5));
        Assert.Equal(Attempts.Doors.Order(StringComparer.Ordinal), through.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(refused, await desk.InDatabase(db => db.RefusedRules.CountAsync()));
        Assert.Equal([], await Holding(desk, Attempt.Mark));
        Assert.Equal([], Kept.Except((await Holding(desk, Attempt.Fine)).Select(p => p.Split('.')[0]), StringComparer.Ordinal));
        await BehaviorsHaveNothingElse(desk);
        await NothingObligingHoldsAConversationOpen(desk);
    }

    static async Task<Found> SetUp(TestDesk desk)
    {
        var owner = desk.Owner;
        await owner.Post("/api/v1/contact-types", new { key = "refund", name = "Refund", steps = new[] { new { key = "find", name = "Find the order" } } });
        var weave = await owner.Post("/api/v1/weaves", new { contact_type = "refund", step = "find", kind = "humor", opening = "The name", reason = "It is a good one" });
        var conversations = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => desk.Conversation($"Customer {i}", contactType: "refund")));
        var customer = (await owner.Get($"/api/v1/conversations/{conversations[0]}")).GetProperty("customer").Of("id")!;
        var memory = await owner.Post($"/api/v1/customers/{customer}/memories", new { kind = "habit", text = "Comes on Tuesdays", told_by = "customer", consent = true });
        var gesture = await owner.Post("/api/v1/gestures", new { title = "A card by hand", minor = 0, currency = "USD" });
        var moment = await owner.Post($"/api/v1/conversations/{conversations[0]}/moments", new { behavior = "humor" });
        var ((anaId, ana), (boId, bo)) = (await desk.Person("Ana"), await desk.Person("Bo"));
        var (toTry, toUse, aboutMe) = (await owner.Asks(anaId), await owner.Asks(boId), await ana.Asks(await desk.InDatabase(db => db.People.Where(p => p.Email == TestDesk.OwnerEmail).Select(p => p.Id.Value).SingleAsync())));
        await ana.SaysYes(toTry);
        await bo.SaysYes(toUse);
        await owner.SaysYes(aboutMe);
        await ana.Writes(aboutMe, new { behaviors = new[] { "humor" } });
        var note = (await owner.Get("/api/v1/observing")).GetProperty("about_me")[0];
        return new(weave.Of("id")!, conversations, customer, $"/api/v1/customers/{customer}/memories/{memory.Of("id")}", gesture.Of("id")!, $"/api/v1/conversations/{conversations[0]}/moments/{moment.Of("id")}", note.Of("id")!, toTry, toUse);
    }

    static async Task<(int Status, string Said)> Call(HttpClient owner, HttpClient me, Attempt call)
    {
        if (call.Form is null)
        {
            var (status, body) = await owner.Try(call.Method, call.Path, call.Body);
            return (status, body.ValueKind is JsonValueKind.Object ? body.GetRawText() : "");
        }
        using var form = new FormUrlEncodedContent(call.Form);
        using var answer = await me.PostAsync(new Uri(call.Path, UriKind.Relative), form);
        return ((int)answer.StatusCode, "");
    }

    /// <summary>Every place of every table in which a word stands, but where it may be told that it was tried.</summary>
    static Task<List<string>> Holding(TestDesk desk, string word) => desk.InDatabase(async db =>
    {
        var found = new List<string>();
        foreach (var (table, column) in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null).SelectMany(e => e.GetProperties(), (e, p) => (Table: e.GetTableName()!, Column: p.GetColumnName())).Distinct().Where(p => !MayTell.Contains(p.Table, StringComparer.Ordinal)))
        {
            var times = await db.Database.SqlQueryRaw<long>(Times(table, column), $"%{word}%").SingleAsync();
            if (times > 0) found.Add($"{table}.{column}");
        }
        return found;
    });

    static string Times(string table, string column) => $"SELECT COUNT(*) AS \"Value\" FROM \"{table}\" WHERE CAST(\"{column}\" AS TEXT) LIKE {{0}}";

    /// <summary>As it is kept, a behavior has a kind, a name, examples and non-examples.</summary>
    static async Task BehaviorsHaveNothingElse(TestDesk desk)
    {
        var kept = await desk.InDatabase(db => db.Database.SqlQueryRaw<string>("SELECT behaviors AS \"Value\" FROM charters").ToListAsync());
        var members = kept.SelectMany(text => JsonDocument.Parse(text).RootElement.EnumerateArray()).SelectMany(b => b.EnumerateObject()).Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(["examples", "kind", "name", "non_examples"], members.Order(StringComparer.Ordinal));
    }

    static async Task NothingObligingHoldsAConversationOpen(TestDesk desk)
    {
        // On the page what stands behind a colon is a step's detail, and there the word may be.
        var named = await desk.InDatabase(db => db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).Where(t => t.Key != "refund").OrderBy(t => t.Key).ToListAsync());
        var types = named.Where(t => t.Steps.Any(s => s.Name.ToString().Contains(Attempt.Fine, StringComparison.Ordinal))).Select(t => t.Key).Take(20).ToList();
        Assert.NotEmpty(types);
        foreach (var type in types)
        {
            var (status, said) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{await desk.Conversation(contactType: type)}/resolution", new { });
            Assert.Equal(409, status);
            Assert.Contains(Attempt.Fine, said.GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain(Attempt.Mark, said.GetRawText(), StringComparison.Ordinal);
        }
    }

    /// <summary>A step that was written down before anybody looked: it stands there, and holds nothing open.</summary>
    [Theory, OnBothDatabases, Trait("Proves", "E121")]
    public async Task A_behavior_that_got_among_the_steps_long_ago_does_not_block_Resolve(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Post("/api/v1/contact-types", new { key = "refund", name = "Refund", steps = new[] { new { key = "find", name = "Find the order" }, new { key = "old", name = "Note the amount" } } });
        await desk.Change(db => db.Database.ExecuteSqlRawAsync("UPDATE function_steps SET name = 'Compliment the customer' WHERE key = 'old'"));
        var number = await desk.Conversation(contactType: "refund");

        var (missing, said) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/resolution", new { });
        await desk.Owner.Post($"/api/v1/conversations/{number}/steps/find/completion");
        var (done, _) = await desk.Owner.Try(HttpMethod.Post, $"/api/v1/conversations/{number}/resolution", new { });

        Assert.Equal(409, missing);
        Assert.Equal(["Find the order"], said.GetProperty("missing").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        Assert.Equal(201, done);
    }

    /// <summary>All that is kept of what may be given. Whoever adds to it says here why that is no rule, whatever it is called.</summary>
    static readonly (string Table, string Columns)[] Columns =
    [
        ("weaves", "contact_type_id design_id evidence id kind map_key opening owner_id reason step_key version written_at"),
        ("designs", "answers ended_at id kind owner_id starts_at what written_at"),
        ("gestures", "currency id minor retired_at title"),
        ("tidbits", "about id retired_at season shared_at shared_by shared_by_id source text until"),
        ("moments", "at behavior conversation_id currency expectation giver_id happened id kept_at message_id minor seconds shown_at words"),
        ("questions", "about asked_by_id id own retired_at text"),
        ("cue_budgets", "id per_hour"),
        ("allowances", "contact_types currency days gestures id per_customer per_person_and_day set_by_id since"),
    ];

    /// <summary>What the database has no column for, nobody can fill in.</summary>
    [Theory, OnBothDatabases, Trait("Proves", "E121")]
    public async Task No_table_of_what_may_be_given_has_a_place_for_a_rule(string database)
    {
        await using var desk = await TestDesk.Open(database);
        // What was promised, when a letter is tried again, and how often service is exceptional, as a customer says when asked.
        string[] mayHave = ["promises.due_at", "promises.remind_at", "errands.due_at", "gaps.due_at", "outgoing_letters.due_at", "customer_answers.frequency"];

        var places = await desk.InDatabase(db => Task.FromResult(db.Model.GetEntityTypes().SelectMany(e => e.GetProperties().Select(p => $"{e.GetTableName()}.{p.GetColumnName()}")).ToList()));

        Assert.Equal([], places.Where(p => Obligation.In(p.Split('.')[1]) is not null).Except(mayHave));
        foreach (var (table, columns) in Columns) Assert.Equal((table, columns), (table, string.Join(' ', await desk.ColumnsOf(table))));
    }

    /// <summary>Said here once more, so that the house's own list cannot shrink and take this with it.</summary>
    static readonly string[] Rules = "mandatory required obligatory compulsory must enforced due deadline overdue target quota minimum goal goals threshold streak kpi objective score rank ranking leaderboard points reward bonus incentive prize commission badge penalty sanction punishment demerit".Split(' ');

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex Part();

    [Fact, Trait("Proves", "E121")]
    public void No_type_of_what_may_be_given_has_a_member_for_a_rule()
    {
        var types = typeof(Obligation).Assembly.GetTypes().Where(t => t.Namespace is { } room && (room.StartsWith("Rapport.Essence", StringComparison.Ordinal) || t == typeof(Rapport.Roles.Charters.Behavior))).ToList();
        var members = types.SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Select(p => (Name: $"{t.Name}.{p.Name}", Rule: Obligation.In(p.Name) ?? Part().Split(p.Name).FirstOrDefault(part => Rules.Contains(part.ToLowerInvariant(), StringComparer.Ordinal)))));

        Assert.Contains(typeof(Rapport.Essence.Weave), types);
        Assert.DoesNotContain(members, m => m.Rule is not null);
    }
}
