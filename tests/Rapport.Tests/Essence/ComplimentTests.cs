using Rapport.Language;
using Rapport.Tests.Memory;

namespace Rapport.Tests.Essence;

[Trait("Proves", "E141")]
public class ComplimentTests
{
    [Theory]
    [InlineData("", "Smart move to restart the router first, that saved us both an hour.", true)]
    [InlineData("My daughter drew this for your driver https://t.example/p", "The tail on that dragon is a masterpiece, she has a steady hand.", true)]
    [InlineData("", "You couldn't have picked a breed with a better disposition.", true)]
    [InlineData("", "You're the best!", false)]
    [InlineData("", "Great question!", false)]
    [InlineData("", "Thanks for being such a valued and loyal customer.", false)]
    public void A_compliment_that_could_go_to_anybody_is_told_from_one_that_could_not(string said, string words, bool specific) =>
        Assert.Equal(specific, Recognizer.Load().ReadPraise(said, words).Specific);

    [Theory, OnBothDatabases]
    public async Task Anybody_who_serves_may_try_their_words_and_nothing_of_them_is_kept(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");
        const string words = "Choosing the zirconiumoak handle was clever, it will outlive the pan.";

        var told = await ana.Post("/api/v1/behaviors/compliment/specific", new { words });
        var (status, problem) = await ana.Try(HttpMethod.Post, "/api/v1/behaviors/compliment/specific", new { words = " " });

        Assert.True(told.GetProperty("specific").GetBoolean());
        Assert.Equal(400, status);
        Assert.Contains("words", problem.ToString(), StringComparison.Ordinal);
        Assert.Empty(await desk.Traces(["zirconiumoak", "will outlive the pan"]));
    }
}
