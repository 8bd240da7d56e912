using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Statistics;

namespace Rapport.Promoters.Figures;

/// <summary>What was asked and answered of the matters that ended in some whole weeks. What was answered is of the matters of five people or more, or it waits for the weeks after.</summary>
/// <param name="Asked">Who were drawn, those taken back because the matter went on left out.</param>
/// <param name="Answered">Who said anything.</param>
/// <param name="Cells">By what is asked for: in which stratum, with which chance, how many.</param>
public sealed record AnswersInWeeks(int Asked, int Answered, Dictionary<string, List<AskedCell>> Cells)
{
    public const string What = "answers";

    internal sealed record Row(Ask Ask, CustomerAnswer? Answer, PersonId? Owner)
    {
        /// <summary>Within these, who answers is taken to be like who does not.</summary>
        public string Stratum => $"{Ask.Channel.ToString().ToLowerInvariant()}, {(Ask.ReturningCustomer ? "been here before" : "new here")}";
    }

    internal static async Task<AnswersInWeeks?> Make(RapportDb db, Instant since, Instant until, CancellationToken cancel)
    {
        var rows = await Rows(db, since, until, cancel);
        if (!rows.Where(r => r.Answer is not null).Select(r => r.Owner).OfType<PersonId>().AreMany()) return null;
        return new(rows.Count, rows.Count(r => r.Answer is not null), Asking.All.Append(Asking.Anything).ToDictionary(a => a.Key, a => CellsOf(a, rows), StringComparer.Ordinal));
    }

    internal static Task<List<Row>> Rows(RapportDb db, Instant since, Instant until, CancellationToken cancel) => (
        from a in db.Asks.AsNoTracking()
        join c in db.Conversations on a.ConversationId equals c.Id
        from x in db.CustomerAnswers.AsNoTracking().Where(x => x.AskId == a.Id).DefaultIfEmpty()
        where a.AskedAt >= since && a.AskedAt < until && (x != null || a.WithdrawnAt == null)
        select new Row(a, x, c.OwnerId)).ToListAsync(cancel);

    static List<AskedCell> CellsOf(Asking asking, List<Row> rows) => [..
        from r in rows
        where asking.Question is null || r.Ask.Question == asking.Question
        group r by (r.Stratum, r.Ask.OneIn) into g
        orderby g.Key
        let answered = g.Select(r => r.Answer).OfType<CustomerAnswer>().Where(asking.Answered).ToList()
        select new AskedCell(g.Key.Stratum, g.Key.OneIn, g.Count(), answered.Count, answered.Count(a => asking.Is(a) is not null), answered.Count(a => asking.Is(a) is true))];
}
