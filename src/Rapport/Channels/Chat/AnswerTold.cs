using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>One tap of the customer: did they have to say something again, have we understood, is it done, may what they told somebody be passed on?</summary>
public sealed class AnswerTold : IFeature
{
    public sealed record Request(bool? Yes);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/chat/v1/told/{told}", Handle).For(Who.Customer);
        app.MapPut("/chat/v1/told/{told}/confusion", Confused).For(Who.Customer);
    }

    static async Task<Answer> Handle(ToldId told, Request request, Visitor me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.Yes is not null, "yes", "“yes” is missing. Say true or false.").Done();
        var (asked, conversation) = await Asked(db, me, told, cancel);
        if (asked.Answer != request.Yes)
        {
            db.Record(asked.Say(request.Yes!.Value, conversation));
            if (asked.Question == Told.Understood) await db.Understand(conversation, request.Yes.Value, null, asked.Body, time.Now(), cancel);
            if (asked.Question == Told.Done) await db.Confirm(conversation, request.Yes.Value, null, "", time.Now(), cancel);
        }
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<Answer> Confused(ToldId told, Request request, Visitor me, RapportDb db, CancellationToken cancel)
    {
        new Check().That(request.Yes is not null, "yes", "“yes” is missing. Say true or false.").Done();
        var (asked, conversation) = await Asked(db, me, told, cancel);
        if ((asked.Confused ?? false) != request.Yes) db.Record(asked.SayConfused(request.Yes!.Value, conversation));
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<(Told Asked, Conversation Conversation)> Asked(RapportDb db, Visitor me, ToldId told, CancellationToken cancel)
    {
        var number = await db.NumberOf(me, cancel) ?? throw new NotFound("question in this chat");
        var conversation = await db.ToChange(number, cancel);
        return (await db.Told.SingleOrDefaultAsync(t => t.Id == told && t.ConversationId == conversation.Id, cancel) ?? throw new NotFound("question in this chat"), conversation);
    }
}
