using NodaTime;
using Rapport.Essence.Cues;
using Rapport.Language;

namespace Rapport.Tests.Essence;

/// <summary>What people say and buy, each beside a birthday that would make a cue: from <c>fixtures/silence</c>.</summary>
[Trait("Proves", "E157")]
public class DenyWordsTests
{
    const string Birthday = "and my Labrador Max turns ten on Saturday";

    static readonly Openings Openings = new(Recognizer.Load());
    static readonly Instant Now = Instant.FromUtc(2026, 11, 25, 9, 0);

    public static TheoryData<string> Said => Read("said");

    public static TheoryData<string> Bought => Read("bought");

    public static TheoryData<string> Harmless => Read("harmless");

    [Theory, MemberData(nameof(Said))]
    public void Beside_what_is_nobodys_business_there_is_silence(string said)
    {
        Assert.NotNull(DenyList.BuiltIn.Finds([said]));
        Assert.Empty(Cues([$"{said} {Birthday}"], []));
    }

    [Theory, MemberData(nameof(Bought))]
    public void Beside_what_is_bought_without_a_word_there_is_silence(string item) => Assert.Empty(Cues([Birthday], [item, "dog food"]));

    [Theory, MemberData(nameof(Harmless))]
    public void What_is_said_at_most_counters_silences_nothing(string said) => Assert.NotEmpty(Cues([said, Birthday], []));

    /// <summary>Not by the list. Whoever reads the mood may still hear a loss or an insult in it.</summary>
    [Theory]
    [InlineData("You must be flooded with orders"), InlineData("The sack of kibble arrived"), InlineData("The puppy stole my heart"), InlineData("He passed his puppy class")]
    public void What_sounds_like_trouble_is_not_on_the_list(string said) => Assert.Null(DenyList.BuiltIn.Finds([said]));

    [Theory]
    [InlineData("l'hôpital"), InlineData("L’enterrement"), InlineData("dell'ospedale"), InlineData("j'avorte d'avortement")]
    public void A_word_is_found_behind_what_an_apostrophe_joins_to_it(string words) => Assert.NotNull(DenyList.BuiltIn.Finds([words]));

    [Theory]
    [InlineData("It’s five o’clock and we’re here"), InlineData("They'll come, y'all, and can't wait for rock'n'roll")]
    public void What_English_joins_with_an_apostrophe_is_no_word_of_its_own(string words) => Assert.Null(DenyList.BuiltIn.Finds([words]));

    static IReadOnlyList<Cue> Cues(string[] words, string[] items) =>
        Openings.Of(new([.. words.Select(w => new Heard(w, true, Now))], items, "An order", "Ruth Adeyemi", 2, "A harness", null, Now, DateTimeZone.Utc), Shelf.Empty, DenyList.BuiltIn);

    static TheoryData<string> Read(string name) => [.. File.ReadLines(Repository.At("tests", "Rapport.Tests", "fixtures", "silence", name + ".txt")).Where(l => l.Length > 0 && !l.StartsWith("# ", StringComparison.Ordinal))];
}
