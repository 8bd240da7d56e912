using System.Diagnostics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Rapport.Essence.Library;
using Rapport.Language;
using Rapport.Roles;
using Rapport.Roles.Charters;
using Rapport.Roles.Maps;
using Rapport.Town;
using Rapport.Workspace.Commands;

namespace Rapport.Tests.Roles;

/// <summary>What the two word lists find, what they miss, and that they refuse no function language. The figures in docs/roles.md are these.</summary>
public class BehaviorWordsTests
{
    [Theory]
    [InlineData("Compliment the customer", "Compliment", BehaviorKind.Compliment)]
    [InlineData("Pay at least 3 compliments per shift", "compliments", BehaviorKind.Compliment)]
    [InlineData("Show interest in their dog", "Show interest", BehaviorKind.Interest)]
    [InlineData("Tell a joke", "joke", BehaviorKind.Humor)]
    [InlineData("Greet each guest with a smile", "smile", BehaviorKind.Enthusiasm)]
    [InlineData("Surprise one guest a day", "Surprise", BehaviorKind.Surprise)]
    [InlineData("Share a fun fact about the wine", "fun fact", BehaviorKind.Knowledge)]
    [InlineData("Go the extra mile", "Go the extra mile", BehaviorKind.Heroics)]
    [InlineData("Show empathy", "empathy", BehaviorKind.Empathy)]
    [InlineData("ＣＯＭＰＬＩＭＥＮＴ them", "ＣＯＭＰＬＩＭＥＮＴ", BehaviorKind.Compliment)]
    [InlineData("C o m p l i m e n t them", "C o m p l i m e n t", BehaviorKind.Compliment)]
    [InlineData("Cоmplimеnt them", "Cоmplimеnt", BehaviorKind.Compliment)]
    [InlineData("Com\u200bpliment them", "Com\u200bpliment", BehaviorKind.Compliment)]
    [InlineData("Complíment them", "Complíment", BehaviorKind.Compliment)]
    [InlineData("Complíment them", "Complíment", BehaviorKind.Compliment)]
    [InlineData("Complıment them", "Complıment", BehaviorKind.Compliment)]
    [InlineData("Cσmpliment them", "Cσmpliment", BehaviorKind.Compliment)]
    [InlineData("Compłiment them", "Compłiment", BehaviorKind.Compliment)]
    [InlineData("Com*pliment them", "Com*pliment", BehaviorKind.Compliment)]
    [InlineData("𝐂𝐨𝐦𝐩𝐥𝐢𝐦𝐞𝐧𝐭 them", "𝐂𝐨𝐦𝐩𝐥𝐢𝐦𝐞𝐧𝐭", BehaviorKind.Compliment)]
    [InlineData("Ⓒⓞⓜⓟⓛⓘⓜⓔⓝⓣ them", "Ⓒⓞⓜⓟⓛⓘⓜⓔⓝⓣ", BehaviorKind.Compliment)]
    [InlineData("c0mpl1ment them", "c0mpl1ment", BehaviorKind.Compliment)]
    public void A_behavior_that_would_have_to_be_given_is_found_with_its_words(string sentence, string words, BehaviorKind kind) => Assert.Equal<(string, BehaviorKind?)?>((words, kind), Obligation.BehaviorIn(sentence));

    [Fact, Trait("Proves", "E146"), Trait("Proves", "E178")]
    public void Of_the_sentences_that_oblige_all_are_found_but_those_that_are_known_to_pass()
    {
        Assert.InRange(ObligingSentences.All.Length, 200, 1000);
        Assert.Equal(ObligingSentences.Missed, ObligingSentences.All.Where(s => Obligation.BehaviorIn(s) is null));
        Assert.All(ObligingSentences.Orders, s => Assert.NotNull(Obligation.InTelling(s)));
        Assert.All(ObligingSentences.Orders, s => Assert.NotNull(Obligation.InWords(s)));
    }

    [Fact, Trait("Proves", "E146")]
    public void No_function_language_is_refused()
    {
        var lines = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["function language that sounds like more"] = ObligingSentences.FunctionLanguage,
            ["guidelines of a shop"] = [.. Texts(File.ReadAllText(Repository.At("tests", "Rapport.Tests", "fixtures", "abcd", "guidelines.json")))],
            ["task flows"] = [.. Directory.GetFiles(Repository.At("tests", "Rapport.Tests", "fixtures", "star", "tasks"), "*.json", SearchOption.AllDirectories).SelectMany(f => Texts(File.ReadAllText(f)))],
            ["steps of the task flows"] = [.. TaskFlow.ReadAll(Repository.At("tests", "Rapport.Tests", "fixtures", "star", "tasks")).Values.SelectMany(t => t.Steps).SelectMany(s => new[] { s.Name, s.Detail ?? "" })],
            ["steps of the maps"] = [.. ShippedMap.All.SelectMany(m => m.Steps).Where(s => s.Mandatory || s.Kind is StepKind.Transactional).Select(s => s.Name)],
            ["functions of the town"] = [.. TownContent.Read().Roles.Charters.SelectMany(c => CharterText.Read(c).Functions).SelectMany(f => new string[] { f.Name, f.Standard })],
            ["steps of the town"] = [.. TownContent.Read().ContactTypes.SelectMany(t => t.Steps).SelectMany(s => new[] { s.Name, s.Detail ?? "" })],
            ["promises of the town"] = [.. TownContent.Read().Past.SelectMany(p => p.Script).Where(l => l.Act is Act.Promise).Select(l => l.Text)],
        };

        Assert.All(lines, l => Assert.NotEmpty(l.Value));
        Assert.Equal([], lines.SelectMany(l => l.Value, (l, text) => (l.Key, text, Obligation.BehaviorIn(text)?.Words)).Where(l => l.Words is not null));
        Assert.InRange(lines.Values.Sum(v => v.Length), 2000, 10_000);
    }

    [Fact, Trait("Proves", "E146")]
    public void Nothing_that_comes_with_the_house_orders_what_may_be_given()
    {
        var town = TownContent.Read();
        string?[] told =
        [
            .. Stock.Tidbits.SelectMany(t => new[] { t.Text, t.About, t.Source }), .. Stock.Reasons.SelectMany(r => new[] { r.Fact, r.Suits, r.Source }), .. Stock.Questions.Select(q => q.Question),
            .. Stock.Behaviors.SelectMany(b => b.Examples).Select(e => e.Words), .. town.Roles.Weaves.SelectMany(w => new[] { w.Reason, w.Evidence }), .. town.Roles.Designs.Select(d => d.What),
            .. town.Essence.Tidbits.SelectMany(t => new[] { t.Text, t.Source }), .. town.Essence.Reasons.SelectMany(r => new[] { r.Fact, r.Suits }),
        ];
        string[] named = [.. town.Roles.Weaves.Select(w => w.Opening), .. town.Essence.Gestures.Select(g => g.Title), .. town.Roles.Charters.SelectMany(c => CharterText.Read(c).Behaviors).Select(b => b.Name)];

        Assert.InRange(told.Length, 400, 5000);
        Assert.Equal([], told.Where(t => Obligation.InTelling(t) is not null));
        Assert.Equal([], named.Where(n => Obligation.InWords(n) is not null));
    }

    [Theory]
    [InlineData("The bread is always baked at four")]
    [InlineData("You must be so proud of him")]
    [InlineData("It needs to rest for at least an hour")]
    [InlineData("The bell rings twice a day")]
    [InlineData("Asked in 6 of the last 20, and each time the dog had a name")]
    [InlineData("Customers wait here at least forty seconds")]
    public void A_fact_may_say_what_is_always_so(string fact) => Assert.Null(Obligation.InTelling(fact));

    [Theory]
    [InlineData("to create a promoter", true)]
    [InlineData("a delighted customer", true)]
    [InlineData("to make every guest feel welcome", true)]
    [InlineData("that no one leaves unhappy", true)]
    [InlineData("Compliment the customer", false)]
    [InlineData("Delight 5 guests a day", false)]
    [InlineData("the most jokes per shift", false)]
    public void The_highest_priority_says_what_it_is_for_and_measures_no_behavior(string priority, bool stands) =>
        Assert.Equal(stands, Record.Exception(() => Obligation.RefuseAsPriority(priority)) is null);

    /// <summary>It sits in requests. The bound is wide, so that a busy machine does not break it; docs/roles.md has what was measured.</summary>
    [Fact]
    public void Reading_a_text_takes_less_than_a_millisecond()
    {
        for (var warm = 0; warm < 3; warm++) ReadAll();
        var clock = Stopwatch.StartNew();
        ReadAll();

        Assert.InRange(clock.Elapsed.TotalMilliseconds / ObligingSentences.All.Length, 0, 1);

        static void ReadAll()
        {
            foreach (var sentence in ObligingSentences.All) _ = (Obligation.BehaviorIn(sentence), Obligation.InWords(sentence));
        }
    }

    /// <summary>Any text can be read: broken surrogates, zero characters, nothing but marks.</summary>
    [Fact]
    public void Any_text_can_be_read() => Prop.ForAll<string>(text => (Obligation.BehaviorIn(text), Obligation.InWords(text)) is var _).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    static IEnumerable<string> Texts(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. In(document.RootElement)];

        static IEnumerable<string> In(JsonElement part) => part.ValueKind switch
        {
            JsonValueKind.Object => part.EnumerateObject().SelectMany(m => In(m.Value).Prepend(m.Name.Replace('_', ' '))),
            JsonValueKind.Array => part.EnumerateArray().SelectMany(In),
            JsonValueKind.String => [part.GetString()!],
            _ => [],
        };
    }
}
