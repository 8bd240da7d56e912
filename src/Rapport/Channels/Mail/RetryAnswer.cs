using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>An answer that was refused is tried once more as it is, by whoever may answer here.</summary>
public sealed class RetryAnswer : IFeature
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/desk/{number:long}/letters/{letter}/retry", Retry).For(Who.Agent);

    static async Task<IResult> Retry(long number, OutgoingLetterId letter, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var conversation = await db.ToChange(number, cancel);
        var now = time.Now();
        await db.MustSpeakIn(conversation, me, now, cancel);
        var outgoing = await db.OutgoingLetters.SingleOrDefaultAsync(o => o.Id == letter && o.ConversationId == conversation.Id, cancel) ?? throw new NotFound("letter");
        outgoing.MailboxId ??= (await db.MailboxFor(null, cancel))?.Id;
        outgoing.Retry(conversation, now);
        await db.SaveChangesAsync(cancel);
        return Results.Redirect($"/desk/{number}");
    }
}
