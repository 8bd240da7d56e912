using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Customers;

namespace Rapport.Promoters;

/// <summary>What a customer is asked about one matter, and what they have said so far.</summary>
/// <param name="Id">Of the question.</param>
/// <param name="Number">Of the matter.</param>
/// <param name="About">The matter, as it is called.</param>
/// <param name="AskedAt">When it ended.</param>
/// <param name="Question">The third question.</param>
/// <param name="Stands">Whether it can still be answered for the first time.</param>
/// <param name="Declined">“No, thanks”; whoever likes to answer all the same can.</param>
/// <param name="Answer">Null where they have not said anything.</param>
/// <param name="Recall">The question long afterwards; null where it is not asked.</param>
public sealed record AskedView(AskId Id, long Number, string About, Instant AskedAt, Rotating Question, bool Stands, bool Declined, AskedView.Said? Answer, AskedView.Again? Recall)
{
    public sealed record Said(bool? Memorable, string? Because, bool? Impression, bool? Connection, string? Adjectives, Frequency? Frequency, PickedUp? PickedUp, int? Recommend);

    public sealed record Again(bool? Remembered);

    /// <summary>So many of one customer's, the newest, are shown: with the usual rest, those of sixteen years.</summary>
    const int Shown = 200;

    public static Task<List<AskedView>> Of(RapportDb db, ConversationId conversation, Instant now, CancellationToken cancel) => Load(db, db.Asks.Where(a => a.ConversationId == conversation), now, cancel);

    public static Task<List<AskedView>> Of(RapportDb db, CustomerId customer, Instant now, CancellationToken cancel) => Load(db, db.Asks.Where(a => a.CustomerId == customer), now, cancel);

    /// <summary>What can be answered, and what was. A matter that is open again is asked about when it is over.</summary>
    static async Task<List<AskedView>> Load(RapportDb db, IQueryable<Ask> asks, Instant now, CancellationToken cancel)
    {
        var rows = await (
            from a in asks.AsNoTracking()
            join c in db.Conversations on a.ConversationId equals c.Id
            from x in db.CustomerAnswers.Where(x => x.AskId == a.Id).DefaultIfEmpty()
            from r in db.Recalls.Where(r => r.AskId == a.Id).DefaultIfEmpty()
            where x != null || a.WithdrawnAt == null
            orderby a.AskedAt descending
            select new { a, c.Number, c.Subject, c.Status, Answer = x, Recall = r }).Take(Shown).ToListAsync(cancel);
        var ids = rows.ConvertAll(r => r.a.Id);
        var words = (await db.SaidWords.AsNoTracking().Where(w => ids.Contains(w.AskId)).ToListAsync(cancel)).ToLookup(w => (w.AskId, w.Kind), w => w.Words);
        return [.. rows.Select(r => new AskedView(r.a.Id, r.Number, r.Subject, r.a.AskedAt, r.a.Question, r.a.StandsAt(now) && r.Status is Status.Resolved, r.a.DeclinedAt is not null,
            r.Answer is not { } x ? null : new(x.Memorable, words[(r.a.Id, WordsKind.Reason)].FirstOrDefault(), x.Impression, x.Connection, words[(r.a.Id, WordsKind.Adjective)].FirstOrDefault(), x.Frequency, x.PickedUp, x.Recommend),
            r.Recall is { } again && (again.AnsweredAt is not null || again.StandsAt(now)) ? new(again.Remembered) : null)).Where(v => v.Answer is not null || v.Stands)];
    }
}
