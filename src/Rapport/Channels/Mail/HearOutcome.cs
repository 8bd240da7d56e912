using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Channels.Mail;

/// <summary>The mailroom says what the server said to an answer.</summary>
public sealed class HearOutcome : IFeature
{
    const int LongestWords = 1000;

    public sealed record Request(string? Outcome, string? Code, string? Words);

    public static void Map(IEndpointRouteBuilder app) => app.MapPut("/mailroom/v1/sending/{letter}/outcome", Handle).For(Who.Mailroom);

    static async Task<NoContent> Handle(OutgoingLetterId letter, Request request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().That(request.Outcome is "accepted" or "later" or "refused", "outcome", "“outcome” must be accepted, later or refused.").Done();
        var outgoing = await db.OutgoingLetters.SingleOrDefaultAsync(o => o.Id == letter, cancel) ?? throw new NotFound("letter");
        var number = await db.Conversations.Where(c => c.Id == outgoing.ConversationId).Select(c => c.Number).SingleAsync(cancel);
        var conversation = await db.ToChange(number, cancel);
        await db.Entry(outgoing).ReloadAsync(cancel);
        outgoing.Settle(Enum.Parse<OutgoingState>(request.Outcome!, ignoreCase: true), Clean.Line(request.Code, 50), Clean.Line(request.Words, LongestWords), conversation, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
