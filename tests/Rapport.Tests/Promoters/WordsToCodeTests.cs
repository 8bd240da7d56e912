using Microsoft.EntityFrameworkCore;
using Rapport.Promoters;

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
}
