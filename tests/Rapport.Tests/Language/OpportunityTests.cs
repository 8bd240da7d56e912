using System.Globalization;
using System.Text.Json;
using Rapport.Language;
using Rapport.Language.Customer;
using Rapport.Tests.Essence;

namespace Rapport.Tests.Language;

/// <summary>Openings that could have been: what they are found by, how well, and that the rates per opening follow their number.</summary>
[Trait("Proves", "E039")]
public class OpportunityTests
{
    sealed record Turn(string Id, string Text, bool Opening);

    static readonly List<Turn> turns = [.. File.ReadAllLines(Repository.At("tests", "Rapport.Tests", "fixtures", "openings.jsonl")).Select(l => JsonSerializer.Deserialize<Turn>(l, JsonSerializerOptions.Web)!)];

    static bool Finds(string text) => CustomerOpenings.In(text, Recognizer.Load().ReadCustomer(text)).Count > 0;

    /// <summary>What stands in the docs is what is measured here, and not a wish.</summary>
    [Fact]
    public void The_docs_say_how_well_openings_are_found_on_the_labeled_turns()
    {
        var (hits, alarms, misses) = (turns.Count(t => t.Opening && Finds(t.Text)), turns.Count(t => !t.Opening && Finds(t.Text)), turns.Where(t => t.Opening && !Finds(t.Text)).ToList());
        var said = string.Create(CultureInfo.InvariantCulture, $"precision {(double)hits / (hits + alarms):0.00} ({hits} of {hits + alarms}), recall {(double)hits / (hits + misses.Count):0.00} ({hits} of {hits + misses.Count})");

        Assert.True(turns.Count >= 150 && turns.Count(t => t.Opening) is >= 60 and <= 100, "The set is both kinds, about alike.");
        Assert.Contains(said, File.ReadAllText(Repository.At("docs", "essence.md")), StringComparison.Ordinal);
        Assert.InRange((double)hits / (hits + alarms), 0.9, 1);
        Assert.InRange((double)hits / (hits + misses.Count), 0.7, 1);
    }

    [Theory]
    [InlineData("It's a present for my sister, she has just opened her own bakery.", true)]
    [InlineData("My father died last month and I need to close his account.", false)]
    [InlineData("Third time! You people are a joke. It was for my daughter's wedding and you ruined it!", false)]
    [InlineData("Thanks, bye", false)]
    public void Where_silence_is_right_there_is_no_opening(string text, bool opening) => Assert.Equal(opening, Finds(text));

    /// <summary>Twelve moments in 40 conversations: three in ten of all. How often it is per opening depends on how many openings there were.</summary>
    [Theory]
    [InlineData("SQLite", 20), InlineData("PostgreSQL", 20), InlineData("SQLite", 36), InlineData("PostgreSQL", 36)]
    public async Task The_rate_per_opening_changes_with_the_openings_and_the_rate_of_all_does_not(string database, int openings)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var people = new List<HttpClient>();
        for (var i = 0; i < 6; i++) people.Add((await desk.Person($"Person {i}")).Client);
        for (var i = 0; i < 40; i++)
        {
            var number = await desk.Conversation($"Customer {i}", i < openings ? "The bag came. Our dog Max turns ten on Saturday!" : "Where is my order 48213?");
            await people[i % 6].Says(number, "A new bag leaves today.");
            await people[i % 6].Post($"/api/v1/conversations/{number}/resolution");
            if (i < 12) await people[i % 6].Keeps(number);
        }
        Assert.Equal(0, (await lea.Get("/api/v1/team/essence")).GetProperty("openings").GetArrayLength());
        await desk.Pass(TimeSpan.FromDays(1));
        var team = await lea.Get("/api/v1/team/essence");

        Assert.Equal((12, 40), Count(team.GetProperty("essence")[0]));
        Assert.Equal((openings, 40), Count(team.GetProperty("openings")[0]));
        // With fewer than thirty openings a share would speak of chance, so there is a count and no rate.
        Assert.Equal(openings >= 30, team.GetProperty("openings")[1].GetProperty("enough").GetBoolean());
        Assert.Equal(openings, team.GetProperty("openings")[1].GetProperty("of").GetInt32());
        if (openings >= 30) Assert.Equal(12d / openings, team.GetProperty("openings")[1].GetProperty("rate").GetDouble(), 4);
        Assert.Contains("A moment was given where there was one", await lea.Page("/team"), StringComparison.Ordinal);

        static (int, int) Count(JsonElement rate) => (rate.GetProperty("hits").GetInt32(), rate.GetProperty("of").GetInt32());
    }

    /// <summary>The same week with openings and without: only those in which there was one count below the line.</summary>
    [Theory, OnBothDatabases]
    public async Task Of_fewer_than_five_people_who_gave_there_is_no_rate(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, lea) = await desk.Person("Lea", "lead");
        var people = new List<HttpClient>();
        for (var i = 0; i < 6; i++) people.Add((await desk.Person($"Person {i}")).Client);
        for (var i = 0; i < 40; i++)
        {
            // All give, and only four of them where the customer's words had an opening.
            var number = await desk.Conversation($"Customer {i}", i % 6 < 4 ? "The bag came. Our dog Max turns ten on Saturday!" : "Where is my order 48213?");
            await people[i % 6].Post($"/api/v1/conversations/{number}/resolution");
            if (i < 18) await people[i % 6].Keeps(number);
        }
        await desk.Pass(TimeSpan.FromDays(1));

        var team = await lea.Get("/api/v1/team/essence");
        Assert.Equal(18, team.GetProperty("essence")[0].GetProperty("hits").GetInt32());
        Assert.Equal(0, team.GetProperty("openings").GetArrayLength());
    }
}
