using Rapport.Essence.Cues;
using Rapport.Essence.Library;
using Rapport.Language;
using Rapport.Tests.Foundation;

namespace Rapport.Tests.Essence;

[Trait("Proves", "E130"), Trait("Proves", "E131"), Trait("Proves", "E132"), Trait("Proves", "E141"), Trait("Proves", "E008")]
public class BankTests
{
    [Fact]
    public void The_bank_has_all_seven_behaviors_and_empathy_with_twenty_examples_and_twenty_near_misses_each()
    {
        Assert.Equal(BehaviorKinds.All.Select(k => k.Key()).Order(), Stock.Behaviors.Select(b => b.Key).Order());
        Assert.All(Stock.Behaviors, b =>
        {
            Assert.True(b.Examples.Count >= 20, $"{b.Key}: {b.Examples.Count} examples");
            Assert.True(b.NearMisses.Count >= 20, $"{b.Key}: {b.NearMisses.Count} near misses");
            Assert.False(string.IsNullOrWhiteSpace(b.What) || string.IsNullOrWhiteSpace(b.Why), b.Key);
            Assert.True(b.Examples.Select(e => e.Trade).Distinct().Count() >= 8, $"{b.Key} comes from too few trades");
        });
    }

    [Fact]
    public void Every_entry_says_where_it_happened_and_why_it_passes_or_does_not()
    {
        var entries = Stock.Behaviors.SelectMany(b => b.Examples.Concat(b.NearMisses)).ToList();
        Assert.All(entries, e => Assert.DoesNotContain(new[] { e.Trade, e.Situation, e.Words, e.Because }, string.IsNullOrWhiteSpace));
        Assert.Equal(entries.Count, entries.Select(e => (e.Situation, e.Words)).Distinct().Count());
    }

    /// <summary>In no member of the program, no column of the database and no member or call of the API.</summary>
    [Theory, OnBothDatabases]
    public async Task Nobody_is_asked_to_smile(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var api = await desk.Owner.Get("/openapi/v1.json");
        var places = new Dictionary<string, List<string>>(StringComparer.Ordinal)
        {
            ["program"] = [.. typeof(RapportHost).Assembly.GetTypes().SelectMany(t => t.GetProperties().Select(p => $"{t}.{p.Name}").Concat(t.IsEnum ? t.GetEnumNames() : []))],
            ["database"] = [.. await desk.AllColumns()],
            ["API"] = [.. api.GetProperty("paths").EnumerateObject().Select(p => p.Name), .. api.GetProperty("components").GetProperty("schemas").EnumerateObject().SelectMany(s => s.Value.TryGetProperty("properties", out var members) ? members.EnumerateObject().Select(m => $"{s.Name}.{m.Name}") : [])],
        };

        Assert.All(places, p => Assert.True(p.Value.Count > 200, $"{p.Key}: {p.Value.Count}"));
        Assert.DoesNotContain(places.SelectMany(p => p.Value), name => name.Contains("smile", StringComparison.OrdinalIgnoreCase) || name.Contains("smiling", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_stock_of_tidbits_questions_and_reasons_is_whole()
    {
        Assert.True(Stock.Tidbits.Count >= 20 && Stock.Questions.Count >= 20 && Stock.Reasons.Count >= 20);
        Assert.All(Stock.Tidbits, t => Assert.DoesNotContain(new[] { t.Text, t.About, t.Source, t.SharedBy }, string.IsNullOrWhiteSpace));
        Assert.All(Stock.Reasons, r => Assert.DoesNotContain(new[] { r.Product, r.Fact, r.Source, r.Suits }, string.IsNullOrWhiteSpace));
    }

    [Fact, Trait("Proves", "E158")]
    public void Every_question_that_comes_with_the_house_passes_the_houses_own_lint() =>
        Assert.Empty(Stock.Questions.SelectMany(q => QuestionLint.Find(q.Question).Select(f => $"{q.Question} → {f.Code}: {f.Words}")));

    [Fact, Trait("Proves", "E157")]
    public void No_question_that_comes_with_the_house_is_about_what_is_denied() =>
        Assert.Empty(Stock.Questions.Where(q => DenyList.BuiltIn.Finds([q.When]) is not null).Select(q => $"{q.When}: {DenyList.BuiltIn.Finds([q.When])}"));

    [Theory, OnBothDatabases]
    public async Task The_bank_is_read_by_trade(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (_, ana) = await desk.Person("Ana");

        var all = (await ana.Get("/api/v1/behaviors")).GetProperty("items").EnumerateArray().ToList();
        var hotel = (await ana.Get("/api/v1/behaviors?trade=hotel")).GetProperty("items").EnumerateArray().ToList();
        var page = await ana.GetStringAsync(new Uri("/essence/behaviors?open=interest&trade=hotel", UriKind.Relative));

        Assert.Equal(8, all.Count);
        Assert.All(hotel, b => Assert.NotEmpty(b.GetProperty("examples").EnumerateArray()));
        Assert.All(hotel.SelectMany(b => b.GetProperty("examples").EnumerateArray()), e => Assert.Equal("hotel", e.Of("trade")));
        Assert.Contains("travelling paintbox", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<span class=\"tag\">bakery</span>", page, StringComparison.Ordinal);
        Assert.Equal(400, (await ana.Try(HttpMethod.Get, "/api/v1/behaviors?trade=piracy")).Status);
    }
}
