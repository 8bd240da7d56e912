using NodaTime;
using Rapport.Access;
using Rapport.Desk;

namespace Rapport.Handovers;

public static class Offering
{
    /// <summary>Why, to whom in which words, and until when.</summary>
    public sealed record Terms(Reason Reason, string? Missing = null, string? Introduction = null, Instant? AnswerBy = null, bool SawLines = false, bool Tells = true);

    /// <summary>Offers it with its brief, and tells the customer who is being brought in.</summary>
    public static async Task<Handover> Offer(this RapportDb db, Conversation conversation, Person sender, Person? to, Terms terms, IReadOnlyDictionary<BriefField, string[]> brief, PersonId by, Instant at, CancellationToken cancel)
    {
        var handover = Handover.Offer(conversation, sender, to, terms.Reason, terms.Missing, terms.Introduction, at, terms.AnswerBy, terms.SawLines);
        db.Add(handover);
        await db.AddToBrief(conversation, handover.Id, brief, by, at, cancel);
        if (terms.Tells) await db.Tell(conversation, Sentences.Offered(sender.Persona, to?.Persona, terms.Introduction), at, cancel);
        await db.SaveChangesAsync(cancel);
        return handover;
    }
}
