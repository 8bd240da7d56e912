using Rapport.Language;
using Rapport.Language.Desk;
using Rapport.Language.Text;
using Rapport.Language.Training;

namespace Rapport.Tests.Language;

[Trait("Proves", "E141")]
public sealed class ReadingDeskTests
{
    static readonly Recognizer recognizer = Recognizer.Load();

    [Theory]
    [InlineData("Happy to help!")]
    [InlineData("Have a great day!")]
    [InlineData("Sorry for the inconvenience.")]
    [InlineData("Thanks for reaching out!")]
    [InlineData("How may I help you today?")]
    [InlineData("We appreciate your patience.")]
    [InlineData("I understand your frustration.")]
    [InlineData("@user Thanks for letting us know! Is there anything else I can help you with? ^AB")]
    [InlineData("We apologize for any inconvenience. Please send us a DM with your order number.")]
    public void A_pleasantry_of_the_trade_is_function(string text)
    {
        foreach (var context in (string[])["[customer] my order is late", "[customer] thanks!", ""])
        {
            var reading = recognizer.ReadDesk(context, text);
            Assert.Empty(reading.Proposed);
            Assert.All(reading.Scores, score => Assert.True(score.Value < Recognizer.There, $"{context} {text}: {score}"));
        }
    }

    [Fact]
    public void To_ask_after_somebodys_dog_is_interest_and_to_ask_after_their_router_is_not()
    {
        var dog = Interest("What kind of a dog do you have?");
        Assert.True(dog >= Recognizer.There, $"{dog}");
        Assert.All(
            (string[])["What kind of a router do you have?", "What kind of error do you see?", "What is your order number?", "Which station are you leaving from?", "What day?", "Would that be all?"],
            question => Assert.True(Interest(question) < Recognizer.There, $"{question} {Interest(question)}"));

        static double Interest(string text) => recognizer.ReadDesk("", text).Scores[BehaviorKind.Interest];
    }

    [Theory]
    [InlineData("I'm sending you the form now.")]
    [InlineData("I'm sending it again today.")]
    [InlineData("I'm sending the receipt to your email.")]
    [InlineData("I'm sending you a link to reset your password.")]
    [InlineData("I'm checking this for you, one moment please.")]
    public void Doing_what_was_asked_is_no_heroics(string text)
    {
        foreach (var context in (string[])["[customer] the form is missing", "[customer] where is my receipt?", ""])
            Assert.True(recognizer.ReadDesk(context, text).Scores[BehaviorKind.Heroics] < Recognizer.There, $"{context} {text}");
    }

    [Fact]
    public void Every_behavior_is_read_between_none_and_certainty()
    {
        var reading = recognizer.ReadDesk("[customer] we are off to Lisbon on Friday", "Have a wonderful time in Lisbon! Which part of town are you staying in?");
        Assert.Equal(BehaviorKinds.All.Order(), reading.Scores.Keys.Order());
        Assert.All(reading.Scores.Values, chance => Assert.InRange(chance, 0, 1));
    }

    [Fact]
    public void A_proposal_says_which_words_it_saw()
    {
        var proposed = Proposed().Take(50).ToList();
        Assert.Equal(50, proposed.Count);
        Assert.All(proposed, p =>
        {
            Assert.Equal(p.Reading.Proposed.Count, p.Reading.Because.Count);
            Assert.All(p.Reading.Because, words => Assert.NotEmpty(words.Trim()));
            Assert.All(p.Reading.Because, words => Assert.Contains(words, p.Example.Text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void What_the_same_person_has_sent_to_others_is_rote() =>
        Assert.All(Proposed().Take(30), p =>
        {
            var copied = recognizer.ReadDesk(p.Example.Context, p.Example.Text, ["Your ticket is attached.", p.Example.Text]);
            Assert.Empty(copied.Proposed);
            Assert.All(copied.Scores.Values, chance => Assert.True(chance < 0.1));
            Assert.Equal(p.Reading.Scores, recognizer.ReadDesk(p.Example.Context, p.Example.Text, ["Which platform do you leave from?", "Happy to help!"]).Scores);
        });

    [Theory]
    [InlineData("How old is your little one turning, and does he love trains as much as my two do?", "Dear Ben, how old is your little one turning, and does he love trains as much as my 2 do? Regards", true)]
    [InlineData("Your love means the world to us, Ann!", "Your love means the world to us, Bea!", true)]
    [InlineData("Happy birthday!", "happy birthday", true)]
    [InlineData("What kind of dog do you have?", "What kind of oven do you have at home, gas or electric?", false)]
    [InlineData("I love it!", "I love trains!", false)]
    public void Another_name_or_number_makes_a_copy_and_other_words_do_not(string text, string earlier, bool copy)
    {
        Reading reading = new(text);
        Assert.Equal(copy, OwnSentences.Of([earlier]).Has(reading, reading.Sentences[0]));
    }

    /// <summary>Our own examples for which something is proposed.</summary>
    static IEnumerable<(DeskExample Example, DeskReading Reading)> Proposed() =>
        Directory.GetFiles(Repository.At("src", "Rapport.Language", "Examples"), "w1-*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)
            .Select(Examples.Desk).Select(e => (e, recognizer.ReadDesk(e.Context, e.Text))).Where(p => p.Item2.Proposed.Count > 0);

    [Fact]
    public void A_signature_is_function() => Assert.Empty(recognizer.ReadDesk("[customer] hello", "Your order ships today.\n-Joy Love").Proposed);

    [Fact]
    public void One_recognizer_serves_every_thread_with_the_same_answer()
    {
        var expected = recognizer.ReadDesk("[customer] my dog ate the shoe", "Then he has excellent taste! What kind of dog is he?");
        Parallel.For(0, 200, _ =>
        {
            var reading = recognizer.ReadDesk("[customer] my dog ate the shoe", "Then he has excellent taste! What kind of dog is he?");
            Assert.Equal(expected.Scores, reading.Scores);
            Assert.Equal(expected.Because, reading.Because);
        });
    }
}
