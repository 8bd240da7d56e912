using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Rapport.Essence.Cues;
using Rapport.Essence.Library;
using Rapport.Language;

namespace Rapport.Tests.Essence;

[Trait("Proves", "E157")]
public class DenyListTests
{
    static readonly Openings Openings = new(Recognizer.Load());
    static readonly Instant Now = Instant.FromUtc(2026, 11, 25, 9, 0);
    static readonly string[] Harmless = ["dog food", "puppy", "raised bowl", "lead", "aquarium", "tea", "bicycle", "he turns ten on Saturday", "we love the coast path", "my daughter plays the cello"];

    /// <summary>Everything that could make a cue: whatever is on the table, something would fit.</summary>
    static readonly Shelf Full = new(
        [Tidbit.Share("Senior dogs do better on raised bowls", "dog, bowl, lead, tea, bicycle, aquarium, cello, coast", Season.Any, "bowls", "Ines", new(Guid.NewGuid()), Now, null)],
        [ChoiceReason.Share("dog food, puppy, tea, bicycle", "It has less salt", "the label", "old dogs", "Ines", new(Guid.NewGuid()), Now)],
        [new BankQuestion("1", "dog, tea, bicycle, aquarium, lead", "What kind of a dog do you have?", true)]);

    [Fact]
    public void For_no_words_on_the_list_in_any_company_is_there_a_cue()
    {
        var denied = DenyList.BuiltIn.Entries.Select(e => e.Words.Replace("*", "", StringComparison.Ordinal)).ToArray();
        var tables =
            from word in Gen.Elements(denied)
            from company in Gen.Elements(Harmless).ListOf()
            from inBasket in Gen.Elements(true, false)
            from upper in Gen.Elements(true, false)
            select (Word: upper ? word.ToUpperInvariant() : word, Company: company.ToArray(), InBasket: inBasket);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Arb.From(tables), t => Openings.Of(Table(t.InBasket ? [] : [t.Word, .. t.Company], t.InBasket ? [t.Word, .. t.Company] : []), Full, DenyList.BuiltIn).Count == 0));
    }

    [Fact]
    public void Every_entry_is_found_alone_in_a_sentence_and_with_its_first_letter_large()
    {
        var missed = DenyList.BuiltIn.Entries.Where(e =>
        {
            var word = e.Words.TrimEnd('*');
            return DenyList.BuiltIn.Finds([word]) is null || DenyList.BuiltIn.Finds([$"So, {char.ToUpperInvariant(word[0])}{word[1..]}!"]) is null;
        });
        Assert.Empty(missed);
    }

    [Theory]
    [InlineData("pregnancy test"), InlineData("Pregnancy-Tests, 2 pcs"), InlineData("ibuprofen 400"), InlineData("cough syrup"), InlineData("rosary beads"), InlineData("hijab, black")]
    [InlineData("condoms"), InlineData("lubricant jelly"), InlineData("nicotine patch"), InlineData("hearing aid batteries"), InlineData("sympathy card"), InlineData("compression stockings")]
    public void A_basket_with_it_stays_silent(string item)
    {
        Assert.Empty(Openings.Of(Table([], [item, "dog food"]), Full, DenyList.BuiltIn));
        Assert.NotEmpty(Openings.Of(Table([], ["dog food"]), Full, DenyList.BuiltIn));
    }

    [Theory]
    [InlineData("My mother passed away on Sunday and the dog was hers."), InlineData("We had to put him to sleep, so I do not need the dog food."), InlineData("I lost my job, can the dog food wait?"), InlineData("Since my stroke I cannot lift the dog food.")]
    public void Beside_grief_illness_and_trouble_there_is_no_cue(string words) => Assert.Empty(Openings.Of(Table([words, "He turns ten on Saturday"], []), Full, DenyList.BuiltIn));

    [Theory]
    [InlineData("You useless idiots, this is the THIRD time my dog food is late, I am furious and nobody answers!!!")]
    [InlineData("This is absolutely unacceptable. I have been waiting for two weeks and I am beyond angry about this dog food.")]
    public void While_somebody_is_upset_silence_is_right(string words) => Assert.Empty(Openings.Of(Table([words], []), Full, DenyList.BuiltIn));

    [Theory, OnBothDatabases]
    public async Task The_house_can_only_make_it_stricter(string database)
    {
        await using var desk = await TestDesk.Open(database);
        var (lea, ana) = ((await desk.Person("Lea", "lead")).Client, (await desk.Person("Ana")).Client);
        await ana.Tidbit(about: "hedgehog house");
        var number = await desk.Conversation(body: "The hedgehog house came, thank you!");
        Assert.Contains(await ana.Cues(number), c => c.Of("kind") == "tidbit");

        Assert.Equal(403, (await ana.Try(HttpMethod.Post, "/api/v1/deny-list", new { words = "hedgehog" })).Status);
        await lea.Post("/api/v1/deny-list", new { words = "Hedgehog*" });
        Assert.Empty(await ana.Cues(number));

        foreach (var words in new[] { "pregnan*", "hedgehog*" })
        {
            var (status, problem) = await lea.Try(HttpMethod.Delete, $"/api/v1/deny-list/{Uri.EscapeDataString(words)}");
            Assert.Equal(422, status);
            Assert.Contains("can only be made stricter", problem.Of("detail"), StringComparison.Ordinal);
        }
        Assert.Equal(2, await desk.InDatabase(db => Task.FromResult(db.Log.Count(e => e.Kind == "words_stay_denied"))));
        Assert.Empty(await ana.Cues(number));
        Assert.Equal(404, (await lea.Try(HttpMethod.Delete, "/api/v1/deny-list/umbrella")).Status);
    }

    static OnTheTable Table(string[] words, string[] items) => new([.. words.Select(w => new Heard(w, true, Now))], items, "An order", "Ruth Adeyemi", 2, "A harness", null, Now, DateTimeZone.Utc);
}
