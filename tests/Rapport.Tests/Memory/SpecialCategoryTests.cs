using Rapport.Memory.Checking;
using Xunit.Abstractions;

namespace Rapport.Tests.Memory;

public class SpecialCategoryTests(ITestOutputHelper says)
{
    [Fact, Trait("Proves", "E172")]
    public void Of_a_thousand_notes_what_is_nobodys_business_is_refused_and_the_rest_is_not()
    {
        var notes = Notes.Make(300, 700).ToList();
        var missed = notes.Where(n => !n.IsOurs && SpecialCategories.In(n.Text) is null).ToList();
        var refused = notes.Where(n => n.IsOurs && SpecialCategories.In(n.Text) is not null).ToList();
        says.WriteLine($"missed {missed.Count} of 300 ({missed.Count(n => n.HeldOut)} of the 150 held out), refused {refused.Count} of 700 ({refused.Count(n => n.HeldOut)} of the 350 held out)");

        Assert.Equal(1000, notes.Count);
        Assert.True(missed.Count <= 3, $"{missed.Count} of 300 went through: {string.Join("; ", missed.Select(n => n.Text).Distinct())}");
        Assert.True(refused.Count <= 14, $"{refused.Count} of 700 were refused: {string.Join("; ", refused.Select(n => n.Text).Distinct())}");
    }

    [Theory, OnBothDatabases, Trait("Proves", "E172")]
    public async Task What_is_nobodys_business_is_refused_unless_the_customer_asked_for_it_and_the_need_is_said(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var customer = await desk.CustomerOf(await desk.Conversation());
        const string nuts = "Is allergic to nuts";

        var plain = await desk.Owner.TryRemember(customer, new { kind = "diet", text = nuts, consent = true });
        var withoutNeed = await desk.Owner.TryRemember(customer, new { kind = "diet", text = nuts, consent = true, sensitive = true });
        var guessed = await desk.Owner.TryRemember(customer, new { kind = "diet", text = nuts, consent = true, sensitive = true, need = "so that the kitchen knows", told_by = "inferred" });
        var asked = await desk.Owner.TryRemember(customer, new { kind = "diet", text = nuts, consent = true, sensitive = true, need = "so that the kitchen knows" });
        var insult = await desk.Owner.TryRemember(customer, new { kind = "other", text = "An idiot", consent = true, sensitive = true, need = "a warning" });

        Assert.Equal((422, "special-category"), (plain.Status, plain.Body.Code()));
        Assert.Equal((422, 422), (withoutNeed.Status, guessed.Status));
        Assert.Equal(201, asked.Status);
        Assert.Equal((422, "insult"), (insult.Status, insult.Body.Code()));
        Assert.True(Assert.Single(await desk.Owner.Memories(customer)).GetProperty("sensitive").GetBoolean());
    }

    [Theory, OnBothDatabases]
    public async Task It_is_said_while_it_is_typed_and_kept_nowhere(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var said = await desk.Owner.Post("/api/v1/memories/check", new { text = "She is going to chemotherapy in zirconiumville" });

        Assert.Equal("health", said.GetProperty("about").GetString());
        Assert.Equal("chemotherapy", said.GetProperty("words").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await desk.Owner.Post("/api/v1/memories/check", new { text = "Max, a chocolate Labrador" })).GetProperty("about").ValueKind);
        Assert.Empty(await desk.Traces(["chemotherapy", "zirconiumville", "chocolate labrador"]));
    }

    [Theory]
    [InlineData("Takes black tea", null)]
    [InlineData("Lives in Union Street", null)]
    [InlineData("Is in the union", "union membership")]
    [InlineData("Can’t pay this month", "money trouble")]
    [InlineData("DIABETIC since 2019", "health")]
    [InlineData("We are burying grandma on Friday", "grief")]
    [InlineData("Our rainbow baby", "grief")]
    [InlineData("Has buried a time capsule", null)]
    [InlineData("We are trying for a baby", "health")]
    [InlineData("Baby-sits for her sister", null)]
    [InlineData("My husband hits me", "violence")]
    [InlineData("I moved to the shelter last week", "violence")]
    [InlineData("Got her cat from the shelter", null)]
    [InlineData("My AA sponsor turns fifty", "health")]
    [InlineData("Puts AA batteries into everything", null)]
    public void Harmless_words_are_known_as_harmless(string text, string? about) => Assert.Equal(about, SpecialCategories.In(text)?.About);
}
