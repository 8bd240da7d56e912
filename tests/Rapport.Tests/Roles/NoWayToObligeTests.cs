using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rapport.Language;
using Rapport.Roles;
using Xunit.Abstractions;

namespace Rapport.Tests.Roles;

/// <summary>Ten thousand generated sequences of calls look for a way to make a rule of what may be given, and find none.</summary>
public class NoWayToObligeTests(ITestOutputHelper output)
{
    const int Sequences = 10_000;

    static readonly string[] Rules = ["mandatory", "required", "target", "targetPerWeek", "due", "due_at", "deadline", "minimum", "min_count", "quota", "threshold", "streak", "reward", "bonus", "penalty", "score", "leaderboard", "Mandatory", "is_required", "goal", "points"];
    static readonly string[] Sentences = ["Must ask about the dog", "Compliment at least 3 times", "Ask every customer about it", "Always smile", "Joke twice a day", "Surprise somebody, or else", "Chat by the end of the shift", "Be warm for the bonus", "A kind word is mandatory"];
    static readonly string[] Free = ["Notice what they are buying", "Ask where it is going", "Tell what only we know", "Joke along, when they began"];
    static readonly object[] Values = [true, 1, 3, 100, "2026-12-01", "high", new { per_day = 3 }, new[] { 1, 2 }];

    /// <summary>One call: where to, with what, and whether something in it would make a rule.</summary>
    sealed record Call(HttpMethod Method, string Path, JsonObject Body, bool Obliges);

    [Fact, Trait("Proves", "E046"), Trait("Proves", "E121"), Trait("Proves", "E146"), Trait("Proves", "E178")]
    public async Task No_sequence_of_calls_gives_a_behavior_a_target_a_time_a_reward_or_a_penalty()
    {
        await using var desk = await TestDesk.Open("SQLite");
        await desk.Owner.Post("/api/v1/contact-types", new { key = "refund", name = "Refund", steps = new[] { new { key = "find", name = "Find the order" } } });
        var weave = (await desk.Owner.Post("/api/v1/weaves", new { contact_type = "refund", step = "find", kind = "humor", opening = "The name", reason = "It is a good one" })).GetProperty("id").GetString()!;
        await desk.Owner.Post("/api/v1/charters", CharterTests.Checkout());
        await desk.Owner.Post("/api/v1/charters/checkout/publication");
        var (calls, refused, odd) = (0, 0, new List<string>());

        var sequences = Gen.Sample(AnyCall(weave).ListOf(), Sequences, 3).ToList();
        await Parallel.ForEachAsync(sequences, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (sequence, _) =>
        {
            foreach (var call in sequence)
            {
                var (status, body) = await desk.Owner.Try(call.Method, call.Path, call.Body);
                Interlocked.Increment(ref calls);
                if (status == 422 && call.Obliges) Interlocked.Increment(ref refused);
                if (call.Obliges ? status != 422 : status >= 500) lock (odd) odd.Add($"{status} {call.Method} {call.Path} {call.Body.ToJsonString()} {body}");
            }
        });
        output.WriteLine($"{sequences.Count} sequences, {calls} calls, {refused} refused.");

        Assert.Empty(odd.Take(5));
        Assert.Equal(Sequences, sequences.Count);
        Assert.Equal(refused, await desk.InDatabase(db => db.RefusedRules.CountAsync()));
        await NothingIsARule(desk);
    }

    /// <summary>Whatever is kept and whatever is answered about behaviors names no rule, and says none.</summary>
    static async Task NothingIsARule(TestDesk desk)
    {
        foreach (var path in new[] { "/api/v1/charters/checkout", "/api/v1/weaves" })
            Assert.Null(Obligation.In(await desk.Owner.Get(path), "functions"));
        var charters = await desk.InDatabase(db => db.Charters.AsNoTracking().ToListAsync());
        Assert.NotEmpty(charters.SelectMany(c => c.Behaviors));
        Assert.All(charters.SelectMany(c => c.Behaviors), b => Assert.Null(Obligation.InWords(b.Name)));
        Assert.All(await desk.InDatabase(db => db.Weaves.AsNoTracking().ToListAsync()), w => Assert.Null(Obligation.InWords(w.Opening)));
        Assert.Equal(["find"], await desk.InDatabase(db => db.FunctionSteps.Where(s => !s.Retired).Select(s => s.Key).ToListAsync()));
    }

    static Gen<Call> AnyCall(string weave) =>
        from seed in Gen.Choose(0, int.MaxValue - 1)
        let random = new Random(seed)
        let obliges = random.Next(3) > 0
        select Make(random, obliges, weave);

    static Call Make(Random random, bool obliges, string weave)
    {
        var byName = obliges && random.Next(3) > 0;
        var sentence = obliges && !byName ? Pick(random, Sentences) : Pick(random, Free);
        var kind = BehaviorKinds.All[random.Next(BehaviorKinds.All.Count)].Key();
        var behavior = new JsonObject { ["kind"] = kind, ["name"] = sentence, ["examples"] = new JsonArray("You must be proud of him") };
        var (method, path, body, essence) = random.Next(6) switch
        {
            0 => (HttpMethod.Put, "/api/v1/charters/checkout", Charter(behavior), behavior),
            1 => (HttpMethod.Post, "/api/v1/charters", Charter(behavior), behavior),
            2 => (HttpMethod.Put, $"/api/v1/weaves/{weave}", Opening(kind, sentence), null),
            3 => (HttpMethod.Post, "/api/v1/weaves", Opening(kind, sentence), null),
            4 => (HttpMethod.Post, "/api/v1/charters/text", new JsonObject { ["text"] = $"# Checkout\n\nHighest priority: a promoter\n\n- Scan\n  Standard: all\n\n## Behaviors\n\n- [{kind}] {sentence}\n" }, null),
            _ => (HttpMethod.Post, "/api/v1/contact-types", new JsonObject { ["key"] = "refund", ["name"] = "Refund", ["steps"] = new JsonArray(new JsonObject { ["key"] = "find", ["name"] = "Find the order" }), ["behaviors"] = new JsonArray(behavior) }, behavior),
        };
        if (path.EndsWith("/contact-types", StringComparison.Ordinal)) byName = obliges; // its behaviors are no part of it, so their words go nowhere
        if (byName) Put(random, essence ?? body);
        return new(method, path, body, obliges);
    }

    static JsonObject Charter(JsonObject behavior) => new()
    {
        ["name"] = "Checkout",
        ["highest_priority"] = "a promoter",
        ["functions"] = new JsonArray(new JsonObject { ["name"] = "Scan", ["standard"] = "all", ["mandatory"] = true }),
        ["behaviors"] = new JsonArray(behavior),
    };

    static JsonObject Opening(string kind, string sentence) => new() { ["contact_type"] = "refund", ["step"] = "find", ["kind"] = kind, ["opening"] = sentence, ["reason"] = "It fits here" };

    /// <summary>A rule, somewhere in it.</summary>
    static void Put(Random random, JsonObject thing)
    {
        var value = JsonSerializer.SerializeToNode(Pick(random, Values));
        if (random.Next(4) == 0) thing["settings"] = new JsonObject { ["more"] = new JsonArray(new JsonObject { [Pick(random, Rules)] = value }) };
        else thing[Pick(random, Rules)] = value;
    }

    static T Pick<T>(Random random, T[] of) => of[random.Next(of.Length)];

    /// <summary>What the database has no column for, nobody can fill in.</summary>
    [Fact, Trait("Proves", "E121")]
    public async Task No_table_of_what_may_be_given_has_a_place_for_a_rule()
    {
        await using var desk = await TestDesk.Open("SQLite");
        string[] mayHave = ["promises.due_at", "errands.due_at", "gaps.due_at"];

        var places = await desk.InDatabase(db => Task.FromResult(db.Model.GetEntityTypes().SelectMany(e => e.GetProperties().Select(p => $"{e.GetTableName()}.{p.GetColumnName()}")).ToList()));

        Assert.Equal([], places.Where(p => Obligation.In(p.Split('.')[1]) is not null).Except(mayHave));
    }

    [Fact, Trait("Proves", "E121")]
    public void No_type_of_what_may_be_given_has_a_member_for_a_rule()
    {
        var types = typeof(Obligation).Assembly.GetTypes().Where(t => t.Namespace is { } room && (room.StartsWith("Rapport.Essence", StringComparison.Ordinal) || t == typeof(Rapport.Roles.Charters.Behavior))).ToList();
        var members = types.SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Select(p => (Name: $"{t.Name}.{p.Name}", Rule: Obligation.In(p.Name))));

        Assert.Contains(typeof(Rapport.Essence.Weave), types);
        Assert.DoesNotContain(members, m => m.Rule is not null);
    }

    /// <summary>Nothing sorts people by an essence figure: no door takes an order, and none answers with people in one.</summary>
    [Fact, Trait("Proves", "E121")]
    public async Task No_door_orders_people_by_what_they_gave()
    {
        await using var desk = await TestDesk.Open("SQLite");
        string[] orders = ["sort", "order", "orderby", "order_by", "sortby", "sort_by", "rank", "top", "best"];
        var doors = desk.Services.GetRequiredService<IEnumerable<Microsoft.AspNetCore.Routing.EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>().ToList();

        var asks = doors.SelectMany(d => d.Metadata.OfType<Microsoft.AspNetCore.Http.Metadata.IParameterBindingMetadata>().Select(p => (Door: d.RoutePattern.RawText, p.Name))).ToList();
        Assert.NotEmpty(asks);
        Assert.DoesNotContain(asks, a => orders.Contains(a.Name.ToLowerInvariant()));
        string[] boards = ["leaderboard", "ranking", "top"];
        Assert.DoesNotContain(doors.SelectMany(d => d.RoutePattern.RawText!.Split('/')), part => boards.Contains(part, StringComparer.OrdinalIgnoreCase));
    }
}
