using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Essence.Library;
using Rapport.Foundation;
using Rapport.Foundation.Ui;
using Rapport.Language;
using Rapport.Roles;

namespace Rapport.Essence.Moments;

/// <summary>Somebody keeps what they gave, for themselves: from a proposal under their own words, or by hand.</summary>
public sealed class KeepMoment : IFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var route in new[] { "/api/v1/conversations/{number:long}/moments", "/desk/{number:long}/moments" }) app.MapPost(route, Handle).For(Who.Agent).KeepsOwn();
        app.MapGet("/api/v1/conversations/{number:long}/moments", List).For(Who.Agent);
    }

    static async Task<Created<MomentView>> Handle(long number, MomentRequest request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var given = request.Check(me, time.Now());
        var conversation = await db.ToRead(number, cancel);
        var message = request.Message is not { } id ? null
            : await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.ConversationId == conversation.Id, cancel) ?? throw new NotFound("message in this conversation");
        // Letters are taken in from elsewhere with the time at which they were written, which may be before this program had their conversation.
        var began = message is not null && message.At < conversation.OpenedAt ? message.At : conversation.OpenedAt;
        new Check().That(request.At is null || request.At >= began - MomentRequest.Clocks, "at", $"“at” lies before this conversation began ({InWords.When(began, time.Now(), me.Zone)}). Give a time since then, or leave it out: then it is now.").Done();

        var moment = Moment.Keep(me.Id, conversation.Id, message, given, request.At ?? time.Now(), time.Now());

        db.Add(moment);
        if (message is not null && BehaviorKinds.TryParse(request.InsteadOf, out var proposed) && proposed != given.Behavior) await db.Correct(message, proposed, given.Behavior, time.Now(), cancel);
        if (request.Tidbit is { } tidbit) await db.Heard(conversation.CustomerId, tidbit, moment.At, cancel);
        db.Touch(Book.Topic(me.Id));
        await db.SaveChangesAsync(cancel);
        // Sealed, so that what is kept for an idempotency key is no second book that others could read.
        return Answer.CreatedSecret($"/api/v1/conversations/{number}/moments/{moment.Id.Value}", MomentView.Of(moment, number));
    }

    /// <summary>One's own in this conversation.</summary>
    static async Task<Answer<PageOf<MomentView>>> List(long number, Me me, RapportDb db, CancellationToken cancel)
    {
        var conversation = await db.ToRead(number, cancel);
        var mine = await db.Moments.AsNoTracking().Where(m => m.ConversationId == conversation.Id && m.GiverId == me.Id).OrderBy(m => m.At).ToListAsync(cancel);
        return Answer.Ok(Paging.All(mine.Select(m => MomentView.Of(m, number))));
    }
}
