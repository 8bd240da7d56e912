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
    [InlineData("Ozempic pen"), InlineData("colostomy bags"), InlineData("Catheter"), InlineData("sildenafil 50"), InlineData("glucose strips"), InlineData("UTI test"), InlineData("Imodium"), InlineData("testosterone gel"), InlineData("knee brace"), InlineData("sperm test kit"), InlineData("glass bong")]
    public void A_basket_with_it_stays_silent(string item)
    {
        Assert.Empty(Openings.Of(Table([], [item, "dog food"]), Full, DenyList.BuiltIn));
        Assert.NotEmpty(Openings.Of(Table([], ["dog food"]), Full, DenyList.BuiltIn));
    }

    [Theory]
    [InlineData("can*cer"), InlineData("c*a*n*c*e*r"), InlineData("*cancer*"), InlineData("can-cer"), InlineData("can_cer"), InlineData("can.cer"), InlineData("can/cer"), InlineData("c.a.n.c.e.r"), InlineData("c a n c e r")]
    [InlineData("can\u200Bcer"), InlineData("can\u00ADcer"), InlineData("can\u2060cer"), InlineData("can\u034Fcer"), InlineData("c\u0430ncer"), InlineData("\u0441\u0430n\u0441\u0435r"), InlineData("CΑNCER"), InlineData("ｃａｎｃｅｒ"), InlineData("𝐜𝐚𝐧𝐜𝐞𝐫"), InlineData("ᴄᴀɴᴄᴇʀ")]
    [InlineData("canc3r"), InlineData("c@ncer"), InlineData("c4nc3r"), InlineData("cáncer"), InlineData("ca\u0301ncer"), InlineData("𝗰𝗮𝗻𝗰𝗲𝗿"), InlineData("preg*nancy test"), InlineData("morning-after-pill"), InlineData("$3xual"), InlineData("suic1de"), InlineData("can‑cer"), InlineData("can​\u00ADcer")]
    public void However_a_word_is_disguised_it_is_found(string word)
    {
        Assert.NotNull(DenyList.BuiltIn.Finds([$"The dog food is for after the {word}, thank you"]));
        Assert.NotNull(DenyList.BuiltIn.Finds([word]));
        Assert.Empty(Openings.Of(Table([], [word, "dog food"]), Full, DenyList.BuiltIn));
    }

    [Theory]
    [InlineData("The 15 kg bag (No. 4711) is 40% larger, isn't it?"), InlineData("Dog food, senior, 2 x 7.5kg, $49.90"), InlineData("ruth.adeyemi@example.com wrote on 2026-11-22 at 10:30"), InlineData("I am a fan of well-made, hand-sewn leads and/or collars!"), InlineData("https://example.com/dogs?id=7f3a")]
    public void What_people_write_every_day_is_not_taken_for_a_disguise(string words) => Assert.Null(DenyList.BuiltIn.Finds([words]));

    [Theory]
    [InlineData("***", "two letters"), InlineData("?!.", "two letters"), InlineData("x", "two letters"), InlineData("a b", "two letters"), InlineData("💊", "two letters"), InlineData("\u200B\u00AD", "two letters")]
    [InlineData("can*cer", "only end a word"), InlineData("*cancer", "only end a word"), InlineData("cancer *", "only end a word"), InlineData("cancer**", "only end a word"), InlineData("ca*", "3 letters")]
    public async Task Words_that_could_never_be_found_are_not_taken_in(string words, string why)
    {
        await using var desk = await TestDesk.Open("SQLite");
        foreach (var door in new[] { "/api/v1/deny-list", "/essence/cues/deny-list" })
        {
            var (status, problem) = await desk.Owner.Try(HttpMethod.Post, door, new { words });
            Assert.Equal(400, status);
            Assert.Contains(why, problem.Of("detail"), StringComparison.Ordinal);
        }
        Assert.Empty(await desk.InDatabase(db => Task.FromResult(db.DeniedWords.ToList())));
    }

    [Theory, OnBothDatabases]
    public async Task Words_of_ones_own_are_found_in_every_disguise_too(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.Owner.Tidbit(about: "lamp");
        foreach (var words in new[] { "Hedge-Hog*", "рак", "o'brien" }) Assert.Equal(201, (await desk.Owner.Try(HttpMethod.Post, "/api/v1/deny-list", new { words })).Status);
        var fine = await desk.Conversation(body: "The lamp came, thank you!");
        Assert.NotEmpty(await desk.Owner.Cues(fine));
        foreach (var body in new[] { "A lamp for the hedge*hogs", "A lamp, and о рак", "A lamp for Mrs O\u2019Brien" })
            Assert.Empty(await desk.Owner.Cues(await desk.Conversation(body: body)));
    }

    [Theory]
    [InlineData("My mother passed away on Sunday and the dog was hers."), InlineData("We had to put him to sleep, so I do not need the dog food."), InlineData("I lost my job, can the dog food wait?"), InlineData("Since my stroke I cannot lift the dog food.")]
    [InlineData("I take Prozac and statins."), InlineData("Dad has AIDS."), InlineData("We had him put down."), InlineData("Is it paid with EBT?"), InlineData("I go for a mammogram on Friday."), InlineData("We scatter his ashes on Sunday.")]
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
