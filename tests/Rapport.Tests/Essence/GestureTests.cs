using Rapport.Essence.Discretion;

namespace Rapport.Tests.Essence;

/// <summary>What a customer would know again is no surprise, however it is written; and what is free costs nothing.</summary>
[Trait("Proves", "E132")]
public class GestureTests
{
    [Theory]
    [InlineData("Handwritten card", "Hand-written card!")]
    [InlineData("A café crème", "a  Cafe Creme")]
    [InlineData("The baker’s dozen", "THE BAKERS DOZEN")]
    [InlineData("कार्ड", "कार्ड!")]
    public void Titles_that_differ_in_case_accents_marks_and_blanks_are_one_gesture(string one, string other) => Assert.Equal(Gesture.KnownAs(one), Gesture.KnownAs(other));

    [Theory]
    [InlineData("A card", "Two cards")]
    [InlineData("कार्ड", "कोर्ड")]
    [InlineData("🎂", "🎁")]
    public void Others_are_others(string one, string other) => Assert.NotEqual(Gesture.KnownAs(one), Gesture.KnownAs(other));

    [Theory, OnBothDatabases]
    public async Task What_a_customer_just_had_is_not_proposed_under_another_spelling(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var card = await desk.Owner.Gesture("Handwritten card", 0);
        var (status, no) = await desk.Owner.Try(HttpMethod.Post, "/api/v1/gestures", new { title = "Hand-written card!", minor = 0 });
        Assert.Equal((422, "“Handwritten card” is in the kit already."), (status, no.Of("detail")));
        // From before spellings were one.
        await desk.Change(async db => { db.Add(Gesture.Add("Hand-written card!", new(0, "USD"))); await db.SaveChangesAsync(); });
        var number = await desk.Conversation();

        Assert.Equal(201, (await desk.Owner.Give(number, card)).Status);

        Assert.DoesNotContain("Hand-written card!", await desk.Owner.Page($"/desk/{number}"), StringComparison.Ordinal);
        var second = (await desk.Owner.Get("/api/v1/gestures")).GetProperty("items").EnumerateArray().Single(g => g.Of("title") == "Hand-written card!").GetProperty("id").GetGuid();
        Assert.Equal(422, (await desk.Owner.Give(number, second)).Status);
    }

    [Theory, OnBothDatabases, Trait("Proves", "E048")]
    public async Task What_is_free_is_not_given_for_money(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Allowance();
        var (card, number) = (await desk.Owner.Gesture("A card by hand", 0), await desk.Conversation());

        var (status, no) = await desk.Owner.Give(number, card, minor: 300);

        Assert.Equal((422, true), (status, no.Of("detail")!.StartsWith("“A card by hand” is free.", StringComparison.Ordinal)));
        Assert.Equal(201, (await desk.Owner.Give(number, card)).Status);
    }
}
