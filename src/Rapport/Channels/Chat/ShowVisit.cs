using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>Who is there, what was said, what is new. Without a key: who is there.</summary>
public sealed class ShowVisit : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/chat/v1/visit", Handle).For(Who.Anyone);
        app.MapGet("/chat/v1/messages", Messages).For(Who.Customer);
    }

    static async Task<Answer> Handle(HttpContext http, RapportDb db, ChatView view, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        if (Visitor.Of(http) is { } me) return Answer.Ok(await view.Of(await db.VisitOf(me, cancel), cancel));
        // A key that is no longer known must be noticed, not answered as if there were none.
        if (http.Request.Headers.ContainsKey("Authorization")) throw Visits.Forgotten();
        return Answer.Ok(await view.OfNobody(cancel));
    }

    static async Task<Answer> Messages(int? after, int? before, Visitor me, RapportDb db, ChatView view, CancellationToken cancel)
    {
        if ((await db.VisitOf(me, cancel)).ConversationId is not { } conversation) return Answer.Ok(new { items = Array.Empty<ChatView.MessageView>() });
        return Answer.Ok(new { items = before is null ? await view.After(conversation, after ?? 0, cancel) : await view.Last(conversation, before, cancel) });
    }
}
