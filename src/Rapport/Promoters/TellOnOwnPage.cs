using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;
using Rapport.Essence.Moments;
using Rapport.Foundation;

namespace Rapport.Promoters;

/// <summary>
/// Beside an answer on their own page a customer may tell whoever served them what they made better: the same line that the chat has, for
/// those who came by letter, by phone or to the counter. It goes where the chat's goes, and is no part of the answer.
/// </summary>
public sealed class TellOnOwnPage : IFeature
{
    public sealed record Request(string? Words);

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/mine/{key}/answers/{ask}/told", Handle).For(Who.Anyone);

    static async Task<Answer> Handle(string key, AskId ask, Request request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var mine = await AnswerOnOwnPage.Mine(db, key, ask, time.Now(), cancel);
        new Check().Text("words", request.Words, ToldMoment.LongestText).Done();
        await db.Alone(DrawWhomToAsk.ForAsking, mine.Id.Value, cancel);
        Refusal.If(!await db.CustomerAnswers.AnyAsync(a => a.AskId == mine.Id, cancel), "Say how it was first; what you tell them stands beside it.", "not-yet");
        Refusal.If(await db.ToldMoments.AnyAsync(t => t.ConversationId == mine.ConversationId, cancel), "You have told them already. Thank you!", "told");
        var who = (await db.WhoServed([mine.ConversationId], cancel))[mine.ConversationId].ToList();
        Refusal.If(who.Count == 0, "Nobody of us had this matter in hand, so there is nobody to tell it to. What you said above is kept.", "nobody");

        db.Tell(mine.ConversationId, who, request.Words!, time.Now());

        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    /// <summary>Of each matter of theirs that was asked about: what they have told, or that there is nobody to tell.</summary>
    public sealed record Line(IReadOnlyList<string> Told, bool Somebody);

    public static async Task<IReadOnlyDictionary<AskId, Line>> Lines(RapportDb db, CustomerId customer, CancellationToken cancel)
    {
        var asks = await db.Asks.AsNoTracking().Where(a => a.CustomerId == customer && db.CustomerAnswers.Any(x => x.AskId == a.Id)).Select(a => new { a.Id, a.ConversationId }).ToListAsync(cancel);
        var ids = asks.ConvertAll(a => a.ConversationId);
        var told = (await db.ToldMoments.AsNoTracking().Where(t => ids.Contains(t.ConversationId)).OrderBy(t => t.At).ToListAsync(cancel)).ToLookup(t => t.ConversationId, t => t.Words);
        var served = await db.WhoServed(ids, cancel);
        return asks.ToDictionary(a => a.Id, a => new Line([.. told[a.ConversationId]], served.Contains(a.ConversationId)));
    }
}
