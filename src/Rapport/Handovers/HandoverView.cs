using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;

namespace Rapport.Handovers;

/// <summary>A handover as a program sees it.</summary>
// State: offered, joined, or how it ended: released, overridden, declined, withdrawn, expired, receiver_lost, sender_left, resolved.
public sealed record HandoverView(HandoverId Id, long Number, string State, ShowConversation.PersonView From, ShowConversation.PersonView? To, bool ToTeam, ShowConversation.PersonView? Receiver, ShowConversation.PersonView Owner,
    Reason Reason, string? Missing, Brief Brief, string? OverriddenBecause, Instant OfferedAt, Instant AnswerBy, Instant? JoinedAt, Instant? EndedAt)
{
    public static async Task<HandoverView> Of(RapportDb db, Handover h, CancellationToken cancel)
    {
        var ids = new[] { h.SenderId, h.ToId, h.ReceiverId }.OfType<PersonId>().Distinct().ToList();
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => new ShowConversation.PersonView(p.Id, p.Name, p.Persona), cancel);
        var state = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(h.Ending?.ToString() ?? h.Stage.ToString());
        return new(h.Id, h.Number, state, people[h.SenderId], h.ToId is { } to ? people[to] : null, h.ToTeam, h.ReceiverId is { } receiver ? people[receiver] : null,
            people[h.Owner is Side.Receiver ? h.ReceiverId!.Value : h.SenderId], h.Reason, h.Missing, await db.TravelledBrief(h.ConversationId, cancel), h.OverriddenBecause, h.OfferedAt, h.AnswerBy, h.JoinedAt, h.EndedAt);
    }
}
