using Microsoft.EntityFrameworkCore;
using Rapport.Promoters;
using Rapport.Tests.Channels;

namespace Rapport.Tests.Promoters;

[Trait("Proves", "E124"), Trait("Proves", "E151")]
public class WordsToCodeTests
{
    [Theory, OnBothDatabases]
    public async Task Words_are_given_to_whoever_sorts_them_without_anybody_in_them_once_their_week_is_over(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody();
        var (people, _) = await desk.Team();
        await desk.Pass(TimeSpan.FromDays(1)); // Monday the 23rd
        foreach (var (_, client) in people)
        {
            var (visitor, _) = await desk.Served(client);
            await visitor.Says((await visitor.Asks()).Id(), new { memorable = true, because = "Lea rang me at +49 30 901820 and asked about Max" });
        }
        Task<IReadOnlyList<WordsToCode>> Words() => desk.InDatabase(db => WordsToCode.Of(db, desk.Now, default));

        await desk.Pass(TimeSpan.FromDays(20));
        Assert.Empty(await Words());
        await desk.Pass(TimeSpan.FromDays(1));

        var words = await Words();
        Assert.Equal(5, words.Count);
        Assert.All(words, w => Assert.Equal(("… rang me at +… and asked about Max", WordsKind.Reason, "2026-11-23"), (w.Words, w.Kind, w.Week)));
        Assert.Empty(words.Select(w => w.Id).Intersect(await desk.InDatabase(db => db.Asks.Select(a => a.Id.Value).ToListAsync())));

        // Taken back, one of five is of too few.
        await desk.Change(db => db.SaidWords.Where(w => w.Id == words[0].Id).ExecuteDeleteAsync());
        Assert.Empty(await Words());
    }

    [Theory, OnBothDatabases]
    public async Task What_customers_say_is_coded_by_people_and_shown_by_week_once_they_agree(string database)
    {
        await using var desk = await TestDesk.Open(database);
        await desk.AskEverybody();
        var (people, lea) = await desk.Team();
        var (_, max) = await desk.Person("Max", "lead");
        await desk.Pass(TimeSpan.FromDays(1)); // Monday the 23rd
        var said = new List<(ChatVisitor Visitor, Guid Ask)>();
        for (var i = 0; i < 25; i++)
        {
            var (visitor, _) = await desk.Served(people[i % people.Count].Client);
            said.Add((visitor, (await visitor.Asks()).Id()));
            Assert.Equal(204, await visitor.Says(said[^1].Ask, new { memorable = true, because = i < 10 ? "Person 1 asked about my dog" : "It was solved at once" }));
        }
        Assert.Empty(await Texts(lea));
        await desk.Pass(TimeSpan.FromDays(21));

        var texts = await Texts(lea);
        Assert.Equal(25, texts.Count);
        Assert.DoesNotContain(texts, t => t.GetProperty("words").GetString()!.Contains("Person", StringComparison.Ordinal));
        foreach (var coder in new[] { lea, max })
            foreach (var text in texts) await coder.Put($"/api/v1/coding/texts/{text.GetProperty("id").GetGuid()}/code", new { code = text.GetProperty("words").GetString()!.Contains("dog", StringComparison.Ordinal) ? "interest" : "function" });

        var page = System.Net.WebUtility.HtmlDecode(await lea.GetStringAsync(new Uri("/team", UriKind.Relative)));
        Assert.Contains("genuine interest, from 2026-11-23", page, StringComparison.Ordinal);
        Assert.Contains("<b>40%</b>", page, StringComparison.Ordinal);

        // What one of them says otherwise now, and what one is erased with, is coded no more.
        Assert.Equal(204, await said[0].Visitor.Says(said[0].Ask, new { memorable = false }));
        Assert.Equal(24, await desk.InDatabase(db => db.TextsToCode.CountAsync()));
        await desk.Change(db => HandedInAgain(db, desk));
        Assert.Equal(24, await desk.InDatabase(db => db.TextsToCode.CountAsync()));
    }

    static Task HandedInAgain(Rapport.RapportDb db, TestDesk desk) => new HandInWords(db, desk.Time).Handle(new(WordsKind.Reason, "2026-11-23"), default);

    static async Task<List<System.Text.Json.JsonElement>> Texts(HttpClient who) => [.. (await who.Get("/api/v1/coding/reason/texts?limit=200")).GetProperty("items").EnumerateArray()];
}
