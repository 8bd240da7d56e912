using Rapport.Language;

namespace Rapport.Tests.Language;

[Trait("Proves", "E141")]
public sealed class ReadingCustomerTests
{
    static readonly Recognizer recognizer = Recognizer.Load();

    static readonly string[] Delicate =
    [
        "My wife is in hospital since Monday, so I cannot come to the counter.",
        "My father passed away last week and I need to close his account.",
        "I have diabetes, is there a fridge in the room?",
        "We are fasting for Ramadan, could dinner be after sunset?",
        "I lost my job in March and cannot afford the fee.",
        "I am in a wheelchair, is there a lift to the third floor?",
        "My husband died in June, please take his name off the contract.",
        "I'm pregnant and due in May, can I move the flight?",
        "My mother has dementia and keeps ordering the same thing.",
        "We lost our baby in spring, please stop sending the nursery catalogue.",
    ];

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void Who_says_nothing_is_not_frustrated(string nothing)
    {
        var reading = recognizer.ReadCustomer(nothing);

        Assert.Equal((0, 0d, 0d), (reading.Frustrated, reading.Abusive, reading.Gratitude));
        Assert.Empty(reading.Facts);
    }

    /// <summary>None that is found is unmarked; and so many are found that this says something.</summary>
    [Fact]
    public void A_sensitive_fact_never_comes_unmarked()
    {
        var facts = Delicate.SelectMany(text => recognizer.ReadCustomer(text).Facts).ToList();

        Assert.Empty(facts.Where(fact => !fact.Sensitive).Select(fact => fact.Span));
        Assert.True(Delicate.Count(text => recognizer.ReadCustomer(text).Facts.Count > 0) >= Delicate.Length * 2 / 3, $"Found were only: {string.Join(" | ", facts.Select(f => f.Span))}");
    }

    [Theory]
    [InlineData("I have diabetes, is there a fridge in the room?")]
    [InlineData("My son is allergic to peanuts, what is in the sauce?")]
    [InlineData("I lost my job in March and cannot afford the fee.")]
    [InlineData("my husband is in a wheelchair")]
    [InlineData("We keep kosher at home, is the soup all right?")]
    [InlineData("I'm a union member, is there a rate for us?")]
    [InlineData("I'm gay and we'd both like to join")]
    [InlineData("I voted Green all my life")]
    [InlineData("We came as refugees from Syria")]
    public void What_nobody_need_know_is_found_and_marked(string text)
    {
        var facts = recognizer.ReadCustomer(text).Facts;
        Assert.NotEmpty(facts);
        Assert.All(facts, fact => Assert.True(fact.Sensitive, fact.Span));
    }

    [Theory]
    [InlineData("He called me an idiot at the counter, what now?")]
    [InlineData("I feel like an idiot, I lost the ticket again.")]
    [InlineData("this is f***ing ridiculous, six hours and no word")]
    [InlineData("your stupid website will not take my name")]
    public void Harsh_words_that_are_told_or_meant_for_a_thing_are_no_abuse(string text) => Assert.True(recognizer.ReadCustomer(text).Abusive < Recognizer.There, $"{recognizer.ReadCustomer(text).Abusive}");

    [Theory]
    [InlineData("By the way, my dog Max turns ten on Saturday.")]
    [InlineData("I'm flying to Lisbon for our anniversary next week.")]
    [InlineData("We're vegetarian, is that a problem for the tasting menu?")]
    public void A_fact_is_found_in_the_customers_own_words(string text)
    {
        var facts = recognizer.ReadCustomer(text).Facts;
        Assert.NotEmpty(facts);
        Assert.All(facts, fact => Assert.Contains(fact.Span, text, StringComparison.Ordinal));
        Assert.All(facts, fact => Assert.False(fact.Sensitive));
    }

    [Fact]
    public void A_pets_name_that_proves_who_one_is_is_no_fact() =>
        Assert.Empty(recognizer.ReadCustomer("My dog Max", "[csr] For your security question: what was the name of your first pet?").Facts);

    [Theory]
    [InlineData("Where is my order 4711?")]
    [InlineData("Please send the invoice again.")]
    public void A_plain_request_holds_no_fact_no_anger_and_no_abuse(string text)
    {
        var reading = recognizer.ReadCustomer(text);
        Assert.Empty(reading.Facts);
        Assert.InRange(reading.Frustrated, 0, 1);
        Assert.True(reading.Abusive < 0.2);
    }

    [Fact]
    public void An_insult_is_abuse_and_harsh_words_about_a_thing_are_not()
    {
        Assert.True(recognizer.ReadCustomer("You are a bunch of idiots, all of you!").Abusive > recognizer.ReadCustomer("This app is terrible, worst update ever!").Abusive);
        Assert.True(recognizer.ReadCustomer("You idiots, you morons!").Abusive > 0.5);
    }

    [Fact]
    public void Failures_that_pile_up_are_worse_than_a_question()
    {
        var raging = recognizer.ReadCustomer("THIRD time I am writing! Three weeks waiting, nobody answers, this is a disgrace. I am cancelling and I will never buy from you again!!!");
        Assert.InRange(raging.Frustrated, 2, 3);
        Assert.InRange(recognizer.ReadCustomer("Hi, when do you open on Sunday?").Frustrated, 0, 1);
    }

    [Fact]
    public void Thanks_for_what_was_done_are_gratitude() =>
        Assert.True(recognizer.ReadCustomer("Thank you so much, you fixed it in five minutes!").Gratitude > recognizer.ReadCustomer("Please fix it, thanks in advance.").Gratitude);
}
