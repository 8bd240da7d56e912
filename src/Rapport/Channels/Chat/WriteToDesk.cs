using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>
/// A visitor says something: their first words open the conversation, later ones go on with it, or open it again.
/// The browser names the message, so that one sent twice over a bad line is there once.
/// </summary>
public sealed class WriteToDesk : IFeature
{
    // 20,000 characters, each of which JSON may write as six.
    const int LongestRequest = 160 * 1024;

    public sealed record Request(Guid? Id, string? Body, string? Name, string? Email);

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/chat/v1/messages", Handle).For(Who.Customer).WithMetadata(new RequestSizeLimitAttribute(LongestRequest), new Measured(Measured.As.Message));

    static async Task<Answer> Handle(Request request, Visitor me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var who = new Visit.Who(request.Name, request.Email);
        who.Check(new Check().Text("body", request.Body, Conversation.LongestBody)
            .That(request.Id is { } given && given != Guid.Empty, "id", "“id” is missing. Give a random UUID, the same one when you send the same message again.")).Done();
        var visit = await db.VisitToChange(me, cancel);
        var id = new MessageId(request.Id!.Value);
        if (await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancel) is { } said)
        {
            if (said.ConversationId != visit.ConversationId) throw Refusal.Conflict("This id is taken. Choose a new random one.", "id-taken");
            return Created(said);
        }

        var now = time.Now();
        Message message;
        if (visit.ConversationId is { } mine)
        {
            var number = await db.Conversations.Where(c => c.Id == mine).Select(c => c.Number).SingleAsync(cancel);
            // The conversation first, then its customer: in this order they are taken everywhere.
            var conversation = await db.ToChange(number, cancel);
            await db.CustomerOf(visit, who, now, cancel);
            message = await db.Hear(conversation, request.Body!, now, cancel, id, visit.Called);
        }
        else
        {
            (var conversation, message) = await OpenConversation.Open(db, Channel.Chat, await db.CustomerOf(visit, who, now, cancel), null, request.Body!, now, cancel, id, visit.Called);
            visit.ConversationId = conversation.Id;
            db.Touch(visit.Topic);
        }
        await db.SaveChangesAsync(cancel);
        return Created(message);
    }

    static Created<ChatView.MessageView> Created(Message message) => Answer.Created("/chat/v1/messages", ChatView.Of(message));
}
