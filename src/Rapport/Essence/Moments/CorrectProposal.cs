using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Roles;

namespace Rapport.Essence.Moments;

/// <summary>“Not that”: whoever wrote a message says what it was not. The line goes away, and nobody is told.</summary>
public sealed class CorrectProposal : IFeature
{
    public sealed record Request(MessageId? Message, string? Proposed, string? Meant);

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/corrections", "/desk/{number:long}/corrections" })
        {
            app.MapPost(route, Handle).For(Who.Agent).KeepsOwn();
            app.MapDelete(route + "/{message:guid}", TakeBack).For(Who.Agent);
        }
    }

    static async Task<NoContent> Handle(long number, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var keys = BehaviorKinds.All.Select(k => k.Key()).ToArray();
        new Check().That(request.Message is not null, "message", "“message” is missing. Give the id of a message that you wrote.")
            .Text("proposed", request.Proposed, 40).OneOf("proposed", request.Proposed, keys).OneOf("meant", request.Meant, keys).Done();
        var message = await Mine(db, number, request.Message!.Value, me, cancel);
        _ = BehaviorKinds.TryParse(request.Proposed, out var proposed);

        await db.Correct(message, proposed, BehaviorKinds.TryParse(request.Meant, out var meant) ? meant : null, time.Now(), cancel);

        db.Touch(Book.Topic(me.Id));
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<NoContent> TakeBack(long number, Guid message, Me me, RapportDb db, CancellationToken cancel)
    {
        var mine = await Mine(db, number, new MessageId(message), me, cancel);
        await db.Corrections.Where(c => c.MessageId == mine.Id).ExecuteDeleteAsync(cancel);
        db.Touch(Book.Topic(me.Id));
        return Answer.Nothing;
    }

    static async Task<Message> Mine(RapportDb db, long number, MessageId message, Me me, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        return await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == message && m.ConversationId == conversation.Id && m.PersonId == me.Id, cancel) ?? throw new NotFound("message of yours in this conversation");
    }
}
