using System.Globalization;
using System.Text.Json;
using Rapport.Essence.Library;

namespace Rapport.Tests.Essence;

/// <summary>How well the lint tells a question that pries from one that is open and kind.</summary>
[Trait("Proves", "E158")]
public class PryingTests
{
    /// <param name="Id">p and a number where it pries, k and a number where it is kind.</param>
    /// <param name="Trade">Where it is asked.</param>
    /// <param name="Text">The question.</param>
    /// <param name="Prying">Whether it pries.</param>
    /// <param name="Looked">Whether the words were widened with an eye on it. Leave the others alone: they say how it does with what it was not made for.</param>
    sealed record Asked(string Id, string Trade, string Text, bool Prying, bool Looked);

    static readonly List<Asked> all = [.. File.ReadAllLines(Repository.At("tests", "Rapport.Tests", "fixtures", "questions.jsonl")).Select(l => JsonSerializer.Deserialize<Asked>(l, JsonSerializerOptions.Web)!)];

    /// <summary>What pries has to be refused as prying; a kind question has to pass, whatever the reason for which it is refused.</summary>
    static bool Refused(Asked question) => QuestionLint.Find(question.Text) is var faults && (question.Prying ? faults.Any(f => f.Code.StartsWith("prying", StringComparison.Ordinal)) : faults.Count > 0);

    [Fact]
    public void The_docs_say_how_well_prying_questions_are_told_from_kind_ones()
    {
        var docs = File.ReadAllText(Repository.At("docs", "cues.md"));

        Assert.True(all.Count(q => q.Prying) >= 60 && all.Count(q => !q.Prying) >= 60 && all.Select(q => q.Trade).Distinct(StringComparer.Ordinal).Count() >= 20, "Both kinds, of many trades.");
        foreach (var looked in new[] { true, false })
        {
            var set = all.FindAll(q => q.Looked == looked);
            var (hits, alarms, prying) = (set.Count(q => q.Prying && Refused(q)), set.Count(q => !q.Prying && Refused(q)), set.Count(q => q.Prying));
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"precision {(double)hits / (hits + alarms):0.00} ({hits} of {hits + alarms}), recall {(double)hits / prying:0.00} ({hits} of {prying})"), docs, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("What kind of party are you planning?", "Which party are you in?")]
    [InlineData("What race are you running next?", "What race are you?")]
    [InlineData("Which tennis court do you play on?", "When do you have to go to court?")]
    [InlineData("How did the trial in the second act end?", "When is your trial?")]
    [InlineData("What date suits you best?", "What is your due date?")]
    [InlineData("How did the operation with the beehives go?", "How did your operation go?")]
    [InlineData("Who is your partner for the duet?", "What does your partner do for a living?")]
    public void A_word_with_a_harmless_sense_is_judged_by_its_company(string kind, string prying)
    {
        Assert.Empty(QuestionLint.Find(kind));
        Assert.Contains(QuestionLint.Find(prying), f => f.Code.StartsWith("prying", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_told_names_the_words_that_pry() =>
        Assert.StartsWith("“race are you” asks about where somebody's family is from.", Assert.Single(QuestionLint.Find("What race are you?")).Words, StringComparison.Ordinal);
}
