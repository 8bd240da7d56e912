using NodaTime;
using Rapport.Foundation;

namespace Rapport.Tests.Handovers;

/// <summary>Who covers has the other's customers in sight, and those know it.</summary>
[Trait("Proves", "E099")]
public class CoveringTests
{
    [Theory, OnBothDatabases]
    public async Task What_the_other_has_stands_among_ones_own_for_as_long_as_one_covers(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        var number = await trio.OfDana();
        Assert.DoesNotContain($"row-{number}", await List(trio.Miguel.Client), StringComparison.Ordinal);

        await Away(desk, trio);

        var list = await List(trio.Miguel.Client);
        Assert.Contains($"row-{number}", list, StringComparison.Ordinal);
        Assert.Contains(">for Dana<", list, StringComparison.Ordinal);
        Assert.Equal(number, Assert.Single(await Mine(trio.Miguel.Client)));
        Assert.Empty(await Mine(trio.Ines.Client));
        // Nobody has more than before: to Dana it is hers.
        Assert.DoesNotContain(">for Dana<", await List(trio.Dana.Client), StringComparison.Ordinal);
        Assert.Contains($"/desk/{number}", await trio.Miguel.Client.GetStringAsync(new Uri("/handovers/away", UriKind.Relative)), StringComparison.Ordinal);

        await trio.Dana.Client.Try(HttpMethod.Delete, "/api/v1/me/away");
        Assert.DoesNotContain($"row-{number}", await List(trio.Miguel.Client), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task Who_comes_to_somebody_who_is_away_already_is_told_who_is_there_and_when_they_are_back(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        await Away(desk, trio);

        var number = await trio.OfDana();
        await desk.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["Dana is away for now. Miguel is there for you in Dana's name and knows what was promised."], await trio.Told(number));

        await desk.Pass(TimeSpan.FromHours(3));
        Assert.Equal("Dana is back.", (await trio.Told(number))[^1]);
        Assert.Equal(2, (await trio.Told(number)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task Who_looks_in_and_answers_is_not_said_to_be_away(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var trio = await Trio.At(desk);
        await Away(desk, trio);
        var number = await desk.Conversation();

        await trio.Dana.Client.Post($"/api/v1/conversations/{number}/messages", new { from = "agent", body = "It is on its way." });
        await desk.Pass(TimeSpan.FromSeconds(1));

        Assert.Empty(await trio.Told(number));
    }

    static Task<System.Text.Json.JsonElement> Away(TestDesk desk, Trio trio) => trio.Dana.Client.Post("/api/v1/me/away", new { covered_by = "miguel@desk.example", until = (desk.Now + Duration.FromHours(2)).Rfc3339() });

    static Task<string> List(HttpClient who) => who.GetStringAsync(new Uri("/desk/list", UriKind.Relative));

    static async Task<long[]> Mine(HttpClient who) => [.. (await who.Get("/api/v1/conversations?view=mine")).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("number").GetInt64())];
}
