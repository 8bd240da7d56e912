using Microsoft.EntityFrameworkCore;
using NodaTime;
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

        var who = (await db.WhoServed([conversation], cancel))[conversation].ToList();
        Refusal.If(who.Count == 0, "Nobody of us has answered you yet, so there is nobody to tell it to. Write it as a message, and whoever answers reads it.", "nobody");

        db.Tell(conversation, who, request.Words!, time.Now());

        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }
}

static class Telling
{
    /// <summary>It comes into the books of those who served there, and of nobody else.</summary>
    public static void Tell(this RapportDb db, ConversationId conversation, IReadOnlyList<PersonId> who, string words, Instant now)
    {
        ToldMoment told = new() { ConversationId = conversation, Words = words.Trim(), At = now };
        db.Add(told);
        foreach (var person in who)
        {
            db.Add(new ToldFor { ToldId = told.Id, PersonId = person });
            db.Touch(Book.Topic(person));
        }
    }

    /// <summary>Of each conversation whoever answered; where nothing was written down, as at the counter and on the phone, whose it is.</summary>
    public static async Task<ILookup<ConversationId, PersonId>> WhoServed(this RapportDb db, IReadOnlyCollection<ConversationId> conversations, CancellationToken cancel)
    {
        var answered = (await db.Messages.Where(m => conversations.Contains(m.ConversationId) && m.From == MessageFrom.Agent && m.PersonId != null).Select(m => new { m.ConversationId, Person = m.PersonId!.Value }).Distinct().ToListAsync(cancel)).ToLookup(m => m.ConversationId, m => m.Person);
        var owned = (await db.Conversations.Where(c => conversations.Contains(c.Id) && c.OwnerId != null).Select(c => new { c.Id, Person = c.OwnerId!.Value }).ToListAsync(cancel)).Where(c => !answered.Contains(c.Id)).Select(c => (c.Id, c.Person));
        return answered.SelectMany(g => g.Select(person => (Id: g.Key, Person: person))).Concat(owned).ToLookup(x => x.Id, x => x.Person);
    }
}
