using Rapport.Language;

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
            Assert.All(reading.Scores, score => Assert.InRange(score.Value, 0, 0.5));
        }
    }

    [Fact]
    public void Every_behavior_has_a_chance_between_none_and_certainty()
    {
        var reading = recognizer.ReadDesk("[customer] we are off to Lisbon on Friday", "Have a wonderful time in Lisbon! Which part of town are you staying in?");
        Assert.Equal(BehaviorKinds.All.Order(), reading.Scores.Keys.Order());
        Assert.All(reading.Scores.Values, chance => Assert.InRange(chance, 0, 1));
    }

    [Fact]
    public void A_proposal_says_which_words_it_saw()
    {
        const string text = "Your ticket is attached. How old is your little one turning, and does he love trains as much as my two do?";
        var reading = recognizer.ReadDesk("[customer] we take the train for my son's birthday", text);
        Assert.Contains(BehaviorKind.Interest, reading.Proposed);
        Assert.Equal(reading.Proposed.Count, reading.Because.Count);
        Assert.All(reading.Because, words => Assert.Contains(words, text, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_same_person_has_sent_to_others_is_rote()
    {
        const string context = "[customer] we take the train for my son's birthday";
        const string text = "How old is your little one turning, and does he love trains as much as my two do?";
        var alone = recognizer.ReadDesk(context, text);
        var copied = recognizer.ReadDesk(context, text, ["Dear Ben, how old is your little one turning, and does he love trains as much as my 2 do? Regards", "Your ticket is attached."]);
        var others = recognizer.ReadDesk(context, text, ["Which platform do you leave from?", "Happy to help!"]);
        Assert.True(alone.Scores[BehaviorKind.Interest] > 0.5);
        Assert.All(copied.Scores.Values, chance => Assert.True(chance < 0.1));
        Assert.Empty(copied.Proposed);
        Assert.Equal(alone.Scores, others.Scores);
    }

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
