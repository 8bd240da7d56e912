using Microsoft.AspNetCore.Http;
using Rapport.Tests.Essence;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Proposing;

/// <summary>Whatever becomes of the model: pages are there at once, and this program proposes instead.</summary>
public class ModelFailsTests
{
    static readonly Dictionary<string, Func<IResult>> Failures = new(StringComparer.Ordinal)
    {
        ["500"] = () => Results.StatusCode(500),
        ["429"] = () => Results.StatusCode(429),
        ["nothing"] = () => Results.Text("", "application/json"),
        ["no JSON"] = () => Results.Text("<html>Welcome</html>", "text/html"),
        ["no choices"] = () => Results.Text("""{"id":"x","object":"chat.completion","choices":[]}""", "application/json"),
        ["an error in words"] = () => Results.Text("""{"error":{"message":"no such model"}}""", "application/json", statusCode: 404),
        ["prose"] = () => ModelServer.Saying("Surely! That is heroics."),
        ["a list"] = () => ModelServer.Saying("[]"),
        ["another list"] = () => ModelServer.Saying("""{"labels":[]}"""),
        ["a chance in words"] = () => ModelServer.Saying("""{"behaviors":[{"behavior":"humor","chance":"high","because":"Ten on Saturday"}]}"""),
        ["a chance over one"] = () => ModelServer.Saying("""{"behaviors":[{"behavior":"humor","chance":7,"because":"Ten on Saturday"}]}"""),
        ["half of a character"] = () => ModelServer.Saying("""{"behaviors":[{"behavior":"humor","chance":1,"because":"\ud83d"}]}"""),
        ["half of a character in a name"] = () => ModelServer.Saying("""{"behaviors":[],"facts":[],"\ud800xxxx":1}"""),
        ["half of a character in a name within"] = () => ModelServer.Saying("""{"behaviors":[{"\ud800xxxx":1}],"facts":[{"\ud800xxxx":1}]}"""),
        ["very deep"] = () => ModelServer.Saying(new string('[', 100_000)),
        ["very many"] = () => ModelServer.Saying($$"""{"behaviors":[{{string.Join(',', Enumerable.Repeat("""{"behavior":"humor","chance":1,"because":"Ten on Saturday"}""", 500))}}]}"""),
        ["huge"] = () => ModelServer.Saying("""{"behaviors":[{"behavior":"humor","chance":1,"because":"Ten on Saturday"}]}""" + new string(' ', 8_000_000)),
    };

    /// <summary>None of them is like another: what one sends to several is not asked about.</summary>
    static readonly string[] Different =
    [
        "It left this morning.", "Your refund arrives on Tuesday.", "We open at nine tomorrow.", "Blue is sold out.", "Press both buttons together.", "Somebody will ring you.",
        "That invoice was wrong.", "Batteries come with it.", "Two lids fit this pot.", "Ask for Ida downstairs.", "Here is another cup, free.", "Rinse the cup before use.",
    ];

    public static TheoryData<string> Kinds => [.. Failures.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public async Task When_it_answers_with_anything_but_a_reading_this_program_proposes(string kind)
    {
        await using var model = await ModelServer.Open();
        model.Answers = _ => Task.FromResult(Failures[kind]());
        await using var desk = await model.Desk();
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation(body: Serving.Asked);
        await ana.Says(number);
        await desk.Owner.Recognizes(number);

        await ana.Until($"/desk/{number}/thread", ProposalTests.Asks);
        await ana.Until($"/desk/{number}/known", "turns ten on Saturday");
        await model.WasAsked(2);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await ModelServer.Open();
        await using var model = await ModelServer.Open();
        model.Answers = _ => Task.FromResult(Results.Redirect($"{elsewhere.Url}v1/chat/completions", preserveMethod: true));
        await using var desk = await model.Desk();
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation(body: Serving.Asked);
        await ana.Says(number);

        await ana.Until($"/desk/{number}/thread", ProposalTests.Asks);
        Assert.Single(model.All);
        Assert.Empty(elsewhere.All);
    }

    [Fact]
    public async Task When_it_never_answers_pages_do_not_wait_and_after_twenty_seconds_this_program_proposes()
    {
        await using var model = await ModelServer.Open();
        model.Answers = async _ => { await Task.Delay(Timeout.Infinite); return Results.Empty; };
        await using var desk = await model.Desk();
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation(body: Serving.Asked);
        await ana.Says(number);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await ana.Page($"/desk/{number}");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        await model.WasAsked(2);
        Assert.DoesNotContain("Keep it?", await ana.Page($"/desk/{number}/thread"), StringComparison.Ordinal);

        desk.Time.Advance(TimeSpan.FromSeconds(21));

        await ana.Until($"/desk/{number}/thread", ProposalTests.Asks);
        for (var i = 0; i < 300 && model.Waiting > 0; i++) await Task.Delay(20);
        Assert.Equal(0, model.Waiting);
    }

    [Fact]
    public async Task After_failures_it_is_left_in_peace_for_a_minute_and_the_log_says_so_in_few_lines_without_a_word_of_messages()
    {
        await using var model = await ModelServer.Open();
        var heard = new Heard();
        model.Answers = _ => Task.FromResult(Results.Text("""{"error":{"message":"You said: Ten on Saturday, with sk-only-in-the-header"}}""", "application/json", statusCode: 500));
        await using var desk = await model.Desk(adjust: heard.In);
        var (_, ana) = await desk.Person("Ana");
        async Task Serve(int i, int asked)
        {
            var number = await desk.Conversation($"Customer {(char)('A' + i)}", "My kettle broke.");
            Assert.Contains(Different[i], await ana.SaysAndLooks(number, Different[i]), StringComparison.Ordinal);
            await model.WasAsked(asked);
            // Nothing tells that a failure has been counted; one that was asked too often is counted by the next.
            await Task.Delay(300);
        }
        for (var i = 0; i < 5; i++) await Serve(i, i + 1);
        for (var i = 5; i < 10; i++) await Serve(i, 5);

        var lines = heard.Lines.Where(l => l.Contains(ModelServer.Model, StringComparison.Ordinal)).ToList();
        Assert.Equal([$"Warning: The language model small-reader at {model.Url.Authority} gives no reading: it answered 500. Messages that this program read instead since this was last said: 1."], lines.Select(l => l.Trim()));
        Assert.DoesNotContain(heard.Lines, l => Different.Any(d => l.Contains(d, StringComparison.Ordinal)) || l.Contains("Ten on Saturday", StringComparison.Ordinal) || l.Contains(ModelServer.Key, StringComparison.Ordinal));

        desk.Time.Advance(TimeSpan.FromSeconds(61));
        model.Sees("surprise", "cup");
        await Serve(10, 6);
        await Serve(11, 7);
    }

    [Fact]
    public async Task A_few_are_asked_at_once_and_the_rest_wait()
    {
        await using var model = await ModelServer.Open();
        var open = new TaskCompletionSource();
        model.Answers = async _ => { await open.Task; return ModelServer.Saying("""{"facts":[]}"""); };
        await using var desk = await model.Desk();
        var number = await desk.Conversation("Ruth", "The strap broke.");
        for (var i = 0; i < 9; i++) await desk.Owner.Post($"/api/v1/conversations/{number}/messages", new { from = "customer", body = $"And so did strap {i} of the cello" });
        await desk.Owner.Recognizes(number);
        await model.WasAsked(4);
        await Task.Delay(300);
        Assert.Equal(4, model.Waiting);

        open.SetResult();

        await model.WasAsked(10);
        Assert.Equal(4, model.Most);
    }

    [Fact]
    public async Task When_too_many_wait_this_program_reads_at_once()
    {
        await using var model = await ModelServer.Open();
        model.Answers = async _ => { await Task.Delay(Timeout.Infinite); return Results.Empty; };
        await using var desk = await model.Desk();
        var last = 0L;
        for (var i = 0; i < 7; i++)
        {
            last = await desk.Conversation($"Customer {(char)('A' + i)}", Serving.Asked);
            for (var j = 0; j < 11; j++) await desk.Owner.Post($"/api/v1/conversations/{last}/messages", new { from = "customer", body = Serving.Asked });
            await desk.Owner.Recognizes(last);
        }

        await desk.Owner.Until($"/desk/{last}/known", "turns ten on Saturday");
        Assert.Equal(4, model.Waiting);
    }

    [Theory]
    [InlineData("json_schema", true, 2)]
    [InlineData("json_schema", false, 3)]
    [InlineData("json_object", false, 4)]
    public async Task A_server_that_refuses_a_form_is_asked_in_a_plainer_one_and_from_then_on_at_once(string lastRefused, bool steadyOnly, int tries)
    {
        await using var model = await ModelServer.Open();
        model.Sees("humor", Reads.Funny);
        var answers = model.Answers;
        string?[] refused = lastRefused is "json_schema" ? ["json_schema"] : ["json_schema", "json_object"];
        model.Answers = a => refused.Contains(a.Form) && (!steadyOnly || a.IsSteady) ? Task.FromResult(Results.Text("""{"error":{"message":"not supported"}}""", "application/json", statusCode: 400)) : answers(a);
        await using var desk = await model.Desk();
        var (_, ana) = await desk.Person("Ana");
        var (first, second) = (await desk.Conversation("Ruth"), await desk.Conversation("Tom"));
        await ana.Says(first, Reads.Joke);
        await ana.Until($"/desk/{first}/thread", Reads.AsksHumor);
        await model.WasAsked(tries);
        model.Sees("humor", "fly the kettle yourself");
        (answers, model.Answers) = (model.Answers, a => refused.Contains(a.Form) && (!steadyOnly || a.IsSteady) ? Task.FromResult(Results.StatusCode(400)) : answers(a));

        await ana.Says(second, "Monday it is. One more cup and you will fly the kettle yourself.");

        await ana.Until($"/desk/{second}/thread", Reads.AsksHumor);
        await model.WasAsked(tries + 1);
    }

    [Fact]
    public async Task A_fence_around_the_answer_is_taken_off()
    {
        await using var model = await ModelServer.Open();
        model.Answers = _ => Task.FromResult(ModelServer.Saying($$"""
            ```json
            {"behaviors":[{"behavior":"humor","chance":0.9,"because":"{{Reads.Funny}}"}]}
            ```
            """));
        await using var desk = await model.Desk();
        var (_, ana) = await desk.Person("Ana");
        var number = await desk.Conversation();
        await ana.Says(number, Reads.Joke);
        await ana.Until($"/desk/{number}/thread", Reads.AsksHumor);
    }
}
