using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Statistics;

namespace Rapport.Roles.Coding;

/// <summary>
/// How much of what was said is the one, the other or neither, by week and of everybody together: only where people agree on what they
/// call it, since otherwise the share would be that of whoever coded.
/// </summary>
/// <param name="Kind">Which texts.</param>
/// <param name="Texts">How many there are to code.</param>
/// <param name="CodedByTwo">How many two people or more have coded.</param>
/// <param name="HumanHuman">Krippendorff's alpha between people, by what each said first; null where there is too little.</param>
/// <param name="HumanMachine">The same between each of them and what the program would have called it.</param>
/// <param name="Says">Why no share is shown, or null.</param>
/// <param name="ByWeek">Empty where nothing is shown.</param>
public sealed record CodedShares(string Kind, int Texts, int CodedByTwo, double? HumanHuman, double? HumanMachine, string? Says, IReadOnlyList<CodedShares.Week> ByWeek)
{
    public const int Weeks = 12, Enough = 20;
    const int Most = 5000;

    /// <summary>Some whole weeks; no week is in two of them.</summary>
    public sealed record Week(string First, string Until, int People, IReadOnlyList<Coded> Codes);

    public sealed record Coded(string Code, Share Share);

    public static async Task<CodedShares> Read(RapportDb db, CodeBook book, Instant now, CancellationToken cancel)
    {
        var open = await ToBeCoded.Open(db, book, now, cancel);
        if (open.Count == 0) return new(book.Kind, 0, 0, null, null, $"Nothing is shown of fewer than {Access.Crowd.Least} people, or before a week is over.", []);
        var texts = await db.Texts(book, open).OrderBy(t => t.Id).Take(Most).ToListAsync(cancel);
        var ids = texts.ConvertAll(t => t.Id);
        var codes = (await db.TextCodes.AsNoTracking().Where(c => ids.Contains(c.TextId)).ToListAsync(cancel)).ToLookup(c => c.TextId);
        var coded = texts.FindAll(t => codes[t.Id].Skip(1).Any());
        var people = Agreement.Alpha(coded.Select(t => codes[t.Id].Select(c => c.First).ToArray()));
        var machine = Agreement.Alpha(texts.SelectMany(t => codes[t.Id].Select(c => new[] { c.First, t.Proposed })));
        var says = Why(book, coded.Count, people);
        return new(book.Kind, texts.Count, coded.Count, coded.Count < Enough ? null : people, coded.Count < Enough ? null : machine, says, says is null ? [.. open.Select(b => Of(book, b, coded, codes))] : []);
    }

    static string? Why(CodeBook book, int coded, double? alpha) =>
        coded < Enough ? $"Not enough data yet: {coded} of {Enough} texts are coded by two people."
        : alpha is null ? "Everything was called by one name, so it can't be said whether those who code agree."
        : alpha < book.LeastAlpha ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Those who code do not agree enough: {alpha:0.00} beyond chance, and {book.LeastAlpha:0.00} is the least at which a share means anything. Talk about what you call what, then code again.")
        : null;

    static Week Of(CodeBook book, ToBeCoded.Batch batch, List<TextToCode> coded, ILookup<Guid, TextCode> codes)
    {
        var decided = coded.Where(t => string.CompareOrdinal(t.Week, batch.First) >= 0 && string.CompareOrdinal(t.Week, batch.Until) < 0).Select(t => Decide(book, [.. codes[t.Id].Select(c => c.Code)])).ToList();
        return new(batch.First, batch.Until, batch.People, [.. book.Codes.Select(c => new Coded(c, new(decided.Count(d => d == c), decided.Count)))]);
    }

    /// <summary>What more than half of them say; where there is no such thing it is none of the others.</summary>
    public static string Decide(CodeBook book, IReadOnlyList<string> codes) =>
        codes.GroupBy(c => c, StringComparer.Ordinal).Where(g => 2 * g.Count() > codes.Count).Select(g => g.Key).FirstOrDefault(book.Otherwise);
}
