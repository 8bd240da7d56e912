using System.Text.Json;
using System.Text.Json.Nodes;
using Rapport.Language;

namespace Rapport.Tests.Roles;

/// <summary>
/// One call at one door: either it obliges somebody to a behavior, and then whatever it writes carries the word <see cref="Mark"/>, or it does not,
/// and then <see cref="Fine"/>. So what is stored tells which calls came through, without asking the rules that were to stop them.
/// </summary>
sealed record Attempt(string Door, HttpMethod Method, string Path, JsonObject Body, bool Obliges, string? Member = null, IReadOnlyList<KeyValuePair<string, string>>? Form = null)
{
    public const string Mark = "qzobligedzq", Fine = "qzfinezq";
}

/// <summary>What is there before anything is tried; of two yeses to look on, one is tried with and one is used.</summary>
sealed record Found(string Weave, IReadOnlyList<long> Conversations, string Customer, string Memory, string Gesture, string Moment, string Note, string YesToTry, string YesToUse);

/// <summary>Makes attempts at every door by which something that must be done, or something that may be given, comes in.</summary>
sealed class Attempts(Found here)
{
    static readonly string[] Rules =
    [
        "mandatory", "required", "target", "targetPerWeek", "due", "due_at", "deadline", "minimum", "min_count", "quota", "threshold", "streak", "reward", "bonus", "penalty", "score", "leaderboard", "Mandatory", "is_required", "goal", "points",
        "xp", "level", "per_shift", "every", "count", "heat", "weight", "frequency", "badge", "expected",
    ];
    static readonly string[] Names = ["Notice what they are buying", "Ask where it is going", "Tell what only we know", "Joke along, when they began"];
    static readonly string[] Facts = ["The baker is in on Tuesdays", "Rye keeps for nine days", "The tower leans to the north"];
    static readonly string[] Priorities = ["Compliment the customer", "At least 3 compliments per shift", "Tell a joke", "Show empathy", "Ask about their weekend", "Delight 3 guests a day"];
    static readonly object[] Values = [true, 1, 3, 100, "2026-12-01", "high", new { per_day = 3 }, new[] { 1, 2 }];

    public static readonly string[] Doors =
    [
        "charter", "charter again", "charter text", "publication", "contact type", "map", "copy of a map", "promise", "weave", "weave again", "design", "tidbit", "reason", "gesture", "moment", "contact type, page", "charter, page", "question",
        "allowance", "surprise", "moment again", "cue budget", "mute", "basket", "interests", "sheet", "words to a sheet", "memory", "memory again", "memory closed",
    ];

    /// <summary>Behind these lies somebody's own: a member that nobody knows is a slip there, which is told to whoever made it and noted nowhere.</summary>
    public static readonly string[] Own = ["moment", "surprise", "moment again", "mute", "basket", "interests", "question", "sheet", "words to a sheet", "memory", "memory again", "memory closed"];

    /// <param name="seed">What comes out is the same for the same seed.</param>
    /// <param name="own">Of this sequence alone, so that what it stored is not written over by another.</param>
    public Attempt Make(int seed, string own)
    {
        var random = new Random(seed);
        var door = Doors[random.Next(Doors.Length)];
        // A page is dearer than a program's call, and the same rules stand behind it.
        if (door.EndsWith("page", StringComparison.Ordinal) && random.Next(5) > 0) door = "charter";
        return At(door, random, random.Next(3) > 0, own);
    }

    Attempt At(string door, Random random, bool obliges, string own) => door switch
    {
        "charter" => Charter(door, HttpMethod.Post, "/api/v1/charters", random, obliges, own),
        "charter again" => Charter(door, HttpMethod.Put, $"/api/v1/charters/{own}", random, obliges, own),
        "charter text" => Text(random, obliges, own),
        "publication" => Given(door, HttpMethod.Post, $"/api/v1/charters/{own}/publication", random, obliges, new()),
        "contact type" => Step(random, obliges, own),
        "map" => Map(random, obliges, own),
        "copy of a map" => Given(door, HttpMethod.Post, "/api/v1/maps/late-check-out/copy", random, obliges, new() { ["name"] = $"{own} {Attempt.Fine}" }),
        "promise" => new(door, HttpMethod.Post, $"/api/v1/conversations/{Conversation(random)}/promises", new() { ["text"] = Duty(random, obliges), ["due_at"] = "2027-01-01T00:00:00Z" }, obliges),
        "weave" => Weave(door, HttpMethod.Post, "/api/v1/weaves", random, obliges),
        "weave again" => Weave(door, HttpMethod.Put, $"/api/v1/weaves/{here.Weave}", random, obliges),
        "design" => Told(door, "/api/v1/designs", "what", random, obliges, new() { ["kind"] = "tool", ["what"] = "A second screen" }),
        "tidbit" => Told(door, "/api/v1/tidbits", random.Next(2) == 0 ? "text" : "source", random, obliges, new() { ["text"] = "Rye keeps", ["about"] = "bread", ["source"] = "the baker" }),
        "reason" => Told(door, "/api/v1/reasons", random.Next(2) == 0 ? "fact" : "suits", random, obliges, new() { ["product"] = "bread", ["fact"] = "Rye keeps", ["source"] = "the label", ["suits"] = "small homes" }),
        "gesture" => Told(door, "/api/v1/gestures", "title", random, obliges, new() { ["title"] = "A card", ["minor"] = 0, ["currency"] = "USD" }),
        "question" => Told(door, "/api/v1/questions", "about", random, obliges, new() { ["about"] = "bread", ["question"] = "What would you like it to go with?", ["own"] = false }),
        "moment" => Given(door, HttpMethod.Post, $"/api/v1/conversations/{Conversation(random)}/moments", random, obliges, new() { ["behavior"] = "humor", ["words"] = Attempt.Fine }),
        "allowance" => Given(door, HttpMethod.Put, "/api/v1/allowance", random, obliges, new() { ["per_person_and_day"] = 500, ["per_customer"] = 500, ["currency"] = "USD" }),
        "surprise" => Given(door, HttpMethod.Post, $"/api/v1/conversations/{Conversation(random)}/surprises", random, obliges, new() { ["gesture"] = here.Gesture, ["reason"] = Attempt.Fine }),
        "moment again" => Given(door, HttpMethod.Patch, here.Moment, random, obliges, new() { ["words"] = Attempt.Fine }),
        "cue budget" => Given(door, HttpMethod.Put, "/api/v1/cues/budget", random, obliges, new() { ["per_hour"] = random.Next(5) }),
        "mute" => Given(door, HttpMethod.Put, "/api/v1/cues/mutes/question", random, obliges, new() { ["until"] = "today" }),
        "basket" => Given(door, HttpMethod.Put, $"/api/v1/conversations/{Conversation(random)}/basket", random, obliges, new() { ["items"] = new JsonArray("bread", Attempt.Fine) }),
        "interests" => Given(door, HttpMethod.Put, "/api/v1/interests", random, obliges, new() { ["interests"] = new JsonArray("sailing", Attempt.Fine) }),
        "sheet" => Told(door, $"/api/v1/observation-asks/{(obliges ? here.YesToTry : here.YesToUse)}/observation", "words", random, obliges, new() { ["behaviors"] = new JsonArray("humor") }),
        "words to a sheet" => Given(door, HttpMethod.Put, $"/api/v1/observations/{here.Note}/words", random, obliges, new() { ["words"] = Attempt.Fine }),
        "memory" => Given(door, HttpMethod.Post, $"/api/v1/customers/{here.Customer}/memories", random, obliges, new() { ["kind"] = "habit", ["text"] = Fact(random, false), ["told_by"] = "customer", ["consent"] = true }),
        "memory again" => Given(door, HttpMethod.Patch, here.Memory, random, obliges, new() { ["text"] = Fact(random, false) }),
        "memory closed" => Given(door, HttpMethod.Put, $"{here.Memory}/closing", random, obliges, new() { ["because"] = "ended" }),
        "contact type, page" => Page(door, "/settings/contact-types", random, obliges, [new("key", own), new("name", "Refund"), new("steps", Duty(random, obliges))]),
        _ => Page(door, "/roles/charters", random, obliges, [new("role", own), new("name", own), new("function", Duty(random, obliges)), new("standard", "all of it")]),
    };

    long Conversation(Random random) => here.Conversations[random.Next(here.Conversations.Count)];

    static Attempt Charter(string door, HttpMethod method, string path, Random random, bool obliges, string own)
    {
        var (at, member) = (obliges ? random.Next(5) : -1, (string?)null);
        var behavior = new JsonObject { ["kind"] = BehaviorKinds.All[random.Next(BehaviorKinds.All.Count)].Key(), ["name"] = Name(random, at == 3), ["examples"] = new JsonArray(at == 4 && random.Next(2) == 0 ? Marked(Pick(random, ObligingSentences.Orders)) : "You must be proud of him") };
        if (at == 4 && behavior["examples"]![0]!.GetValue<string>().StartsWith("You", StringComparison.Ordinal)) member = Put(random, behavior);
        return new(door, method, path, new()
        {
            ["name"] = own,
            ["highest_priority"] = at == 2 ? Marked(Pick(random, Priorities)) : "to create a promoter",
            ["functions"] = new JsonArray(new JsonObject { ["name"] = Duty(random, at == 0), ["standard"] = at == 1 ? Duty(random, true) : "all of it", ["mandatory"] = true }),
            ["behaviors"] = new JsonArray(behavior),
        }, obliges, member);
    }

    static Attempt Text(Random random, bool obliges, string own)
    {
        var at = obliges ? random.Next(3) : -1;
        var text = $"# {own}\n\nHighest priority: a promoter\n\n- {Duty(random, at == 0)}\n  Standard: {(at == 1 ? Duty(random, true) : "all of it")}\n\n## Behaviors\n\n- [humor] {Name(random, at == 2)}\n";
        return new("charter text", HttpMethod.Post, "/api/v1/charters/text", new() { ["text"] = text }, obliges);
    }

    static Attempt Step(Random random, bool obliges, string own)
    {
        var (inDetail, among) = (random.Next(2) == 0, obliges && random.Next(3) == 0);
        var step = new JsonObject { ["key"] = "find", ["name"] = Duty(random, obliges && !among && !inDetail), ["detail"] = Duty(random, obliges && !among && inDetail) };
        return new("contact type", HttpMethod.Post, "/api/v1/contact-types", new() { ["key"] = own, ["name"] = "Refund", ["steps"] = new JsonArray(among ? Given(random, step) : step) }, obliges);
    }

    static Attempt Map(Random random, bool obliges, string own)
    {
        var among = obliges && random.Next(3) == 0;
        var step = new JsonObject { ["key"] = "a", ["name"] = Duty(random, obliges && !among), ["busy"] = "csr", ["seconds"] = 10, ["mandatory"] = random.Next(2) == 0 };
        return new("map", HttpMethod.Post, "/api/v1/maps", new() { ["key"] = own, ["name"] = own, ["steps"] = new JsonArray(among ? Given(random, step) : step) }, obliges);
    }

    /// <summary>A step that is said to be a behavior, with a rule on it.</summary>
    static JsonObject Given(Random random, JsonObject step)
    {
        step[Pick(random, new[] { "behavior", "behaviors", "weave", "moment" })] = BehaviorKinds.All[random.Next(BehaviorKinds.All.Count)].Key();
        Put(random, step);
        return step;
    }

    static Attempt Weave(string door, HttpMethod method, string path, Random random, bool obliges)
    {
        var at = obliges ? random.Next(4) : -1;
        var body = new JsonObject { ["contact_type"] = "refund", ["step"] = "find", ["kind"] = "humor", ["opening"] = Name(random, at == 0), ["reason"] = Fact(random, at == 1), ["evidence"] = Fact(random, at == 2) };
        return new(door, method, path, body, obliges, at == 3 ? Put(random, body) : null);
    }

    static Attempt Told(string door, string path, string field, Random random, bool obliges, JsonObject body)
    {
        var byName = obliges && random.Next(2) == 0;
        body[field] = Fact(random, obliges && !byName);
        return new(door, HttpMethod.Post, path, body, obliges, byName ? Put(random, body) : null);
    }

    static Attempt Given(string door, HttpMethod method, string path, Random random, bool obliges, JsonObject body) => new(door, method, path, body, obliges, obliges ? Put(random, body) : null);

    static Attempt Page(string door, string path, Random random, bool obliges, List<KeyValuePair<string, string>> form) => new(door, HttpMethod.Post, path, new(), obliges, Form: form);

    /// <summary>A rule, somewhere in it: the name that must be in the answer.</summary>
    static string Put(Random random, JsonObject thing)
    {
        var (rule, value) = (Pick(random, Rules), JsonSerializer.SerializeToNode(random.Next(2) == 0 ? Attempt.Mark : Pick(random, Values)));
        if (random.Next(4) == 0) thing["settings"] = new JsonObject { ["more"] = new JsonArray(new JsonObject { [rule] = value }) };
        else thing[rule] = value;
        return thing.ContainsKey("settings") ? "settings" : rule;
    }

    static string Duty(Random random, bool obliges) => obliges ? Marked(Pick(random, ObligingSentences.Caught)) : $"{Pick(random, ObligingSentences.FunctionLanguage)} {Attempt.Fine}";

    static string Name(Random random, bool obliges) => obliges ? Marked(Pick(random, ObligingSentences.Orders)) : $"{Pick(random, Names)} {Attempt.Fine}";

    static string Fact(Random random, bool obliges) => obliges ? Marked(Pick(random, ObligingSentences.Orders)) : $"{Pick(random, Facts)} {Attempt.Fine}";

    static string Marked(string sentence) => $"{sentence} {Attempt.Mark}";

    static T Pick<T>(Random random, T[] of) => of[random.Next(of.Length)];
}
