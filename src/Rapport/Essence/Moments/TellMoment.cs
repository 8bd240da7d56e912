using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Channels.Chat;
using Rapport.Desk;
using Rapport.Foundation;

namespace Rapport.Essence.Moments;

/// <summary>A customer tells, in a few words of their own, what stood out. Only they can: the door takes a visitor's key and no other.</summary>
public sealed class TellMoment : IFeature
{
    public sealed record Request(string? Words);

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/chat/v1/moments", Handle).For(Who.Customer);

    static async Task<Answer> Handle(Request request, Visitor me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("words", request.Words, ToldMoment.LongestText).Done();
        var conversation = (await db.VisitToChange(me, cancel)).ConversationId ?? throw new Refusal("Nothing has been said in this chat yet. Write to us first.", "nothing-yet");
        Refusal.If(await db.ToldMoments.CountAsync(t => t.ConversationId == conversation, cancel) >= ToldMoment.MostOfOneVisit, "You have told us a lot already. Thank you!", "enough");

        db.Add(new ToldMoment { ConversationId = conversation, Words = request.Words!.Trim(), At = time.Now() });

        foreach (var person in await db.Messages.Where(m => m.ConversationId == conversation && m.From == MessageFrom.Agent).Select(m => m.PersonId!.Value).Distinct().ToListAsync(cancel)) db.Touch(Book.Topic(person));
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}
