using Rapport.Roles;

namespace Rapport.Tests.Roles;

/// <summary>Sentences by which something that may be given would become a rule, and what only sounds like them: from <c>fixtures/obliging</c>.</summary>
[Trait("Proves", "E178")]
public class ObligationWordsTests
{
    public static TheoryData<string> Orders => [.. ObligingSentences.Read("orders-later")];

    public static TheoryData<string> OrdersInNames => [.. ObligingSentences.Read("orders-in-names")];

    public static TheoryData<string> Facts => [.. ObligingSentences.Read("facts")];

    public static TheoryData<string> Names => [.. ObligingSentences.Read("names")];

    [Theory, MemberData(nameof(Orders))]
    public void An_order_is_found_in_a_name_and_in_what_is_told(string sentence)
    {
        Assert.NotNull(Obligation.InWords(sentence));
        Assert.NotNull(Obligation.InTelling(sentence));
    }

    [Theory, MemberData(nameof(OrdersInNames))]
    public void A_name_may_not_order_where_a_fact_might_speak_of_the_world(string sentence) => Assert.NotNull(Obligation.InWords(sentence));

    [Theory, MemberData(nameof(Facts))]
    public void A_fact_that_sounds_like_an_order_is_taken(string sentence) => Assert.Null(Obligation.InTelling(sentence));

    [Theory, MemberData(nameof(Names))]
    public void A_name_that_orders_nothing_is_taken(string sentence) => Assert.Null(Obligation.InWords(sentence));

    [Theory]
    [InlineData("Everyone gets a receipt"), InlineData("No order leaves without a label"), InlineData("Ask 5 questions of the form daily"), InlineData("Every customer hears the price first")]
    public void What_must_be_done_may_be_ordered(string function) => Assert.Null(Obligation.BehaviorIn(function));
}
