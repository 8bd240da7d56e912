using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Channels.Chat;
using Rapport.Foundation;

namespace Rapport.Promoters;

/// <summary>The customer answers where they are: in the chat, once the matter is over. A visitor's key reaches what is asked about their own conversation, and no more.</summary>
public sealed class AnswerInChat : IFeature
{
    /// <summary>What is asked now; null where nothing is.</summary>
    public sealed record View(AskedView? Asked);

    /// <summary>“No, thanks”, or never again.</summary>
    public sealed record NoRequest(bool? Never);

    public sealed record RecallRequest(bool? Remembered);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/chat/v1/survey", Show).For(Who.Customer);
        app.MapPut("/chat/v1/survey/{ask}", Say).For(Who.Customer);
        app.MapPut("/chat/v1/survey/{ask}/no", No).For(Who.Customer);
        app.MapPut("/chat/v1/survey/{ask}/recall", Remember).For(Who.Customer);
    }

    static async Task<Answer<View>> Show(Visitor me, RapportDb db, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        if ((await db.VisitOf(me, cancel)).ConversationId is not { } conversation) return Answer.Ok(new View(null));
        return Answer.Ok(new View((await AskedView.Of(db, conversation, time.Now(), cancel)).FirstOrDefault()));
    }

    static async Task<NoContent> Say(AskId ask, AnswerRequest request, Visitor me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.Say(await Mine(db, me, ask, cancel), request, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> No(AskId ask, NoRequest request, Visitor me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var mine = await Mine(db, me, ask, cancel);
        mine.Decline(time.Now());
        if (request.Never is true) await db.AskNever(mine.CustomerId, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> Remember(AskId ask, RecallRequest request, Visitor me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.Remember((await Mine(db, me, ask, cancel)).Id, request.Remembered, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Ask> Mine(RapportDb db, Visitor me, AskId ask, CancellationToken cancel)
    {
        var conversation = (await db.VisitOf(me, cancel)).ConversationId;
        var mine = await db.Asks.SingleOrDefaultAsync(a => a.Id == ask && a.ConversationId == conversation, cancel) ?? throw new NotFound("question in this chat");
        db.Touch($"conversation:{await db.Conversations.Where(c => c.Id == mine.ConversationId).Select(c => c.Number).SingleAsync(cancel)}");
        return mine;
    }
}
