using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;
using Rapport.Roles.Coding;

namespace Rapport.Promoters;

/// <summary>What customers said in a week can be given to whoever codes it.</summary>
public sealed record WordsReady(WordsKind Kind, string Week) : IFact
{
    Subjects IFact.About => new();
}

/// <summary>The words of a week go to be coded, all of them at once and once, so that nobody reads which came when.</summary>
public sealed class HandInWords(RapportDb db, TimeProvider time) : IWhen<WordsReady>
{
    public static CodeBook Book(WordsKind kind) => kind is WordsKind.Adjective ? CodeBook.Adjective : CodeBook.Reason;

    public async Task Handle(WordsReady fact, CancellationToken cancel)
    {
        var book = Book(fact.Kind);
        await db.Alone(DrawWhomToAsk.ForAsking, $"{book.Kind} {fact.Week}", cancel);
        if (await db.TextGivers.AnyAsync(g => g.Kind == book.Kind && g.Week == fact.Week, cancel)) return;
        var words = (await WordsToCode.Of(db, time.Now(), cancel)).Where(w => w.Kind == fact.Kind && w.Week == fact.Week).ToList();
        if (words.Count > 0) await ToBeCoded.HandIn(db, book, fact.Week, words.ConvertAll(w => new ToBeCoded.Given(w.Id, w.Words)), cancel, words[0].People);
    }
}
