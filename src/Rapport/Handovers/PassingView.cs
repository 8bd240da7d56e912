using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Customers;
using Rapport.Desk;

namespace Rapport.Handovers;

/// <summary>What the screen shows about a conversation on its way, and about who helps.</summary>
// Last: How the last handover ended, until its sender has seen it.
// OwnerIsAway: Somebody else has it who is not here; a lead may fetch it.
public sealed record PassingView(Me Me, Conversation Conversation, string Customer, Handover? Open, Handover? Last, IReadOnlyDictionary<PersonId, PeopleByName.Known> People, IReadOnlyList<Assist> Assists,
    Brief Travelled, Brief Proposed, IReadOnlyList<(Person Person, bool Here)> Others, bool OwnerIsAway, Instant Now)
{
    static readonly Duration Shown = Duration.FromMinutes(30);

    public bool Mine => Conversation.OwnerId == Me.Id && Conversation.Status is Status.Open;

    public string Name(PersonId? person) => person is { } id && People.TryGetValue(id, out var found) ? found.Name : "the team";

    public static async Task<PassingView> Load(RapportDb db, Lines lines, long number, Me me, Instant now, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var c = await db.ToRead(number, cancel);
        return await Load(db, lines, c, await db.NameOf(c.CustomerId, cancel), me, now, cancel);
    }

    public static async Task<PassingView> Load(RapportDb db, Lines lines, Conversation c, string customer, Me me, Instant now, CancellationToken cancel)
    {
        var since = now - Shown;
        // Most conversations have never been on their way, and one question tells.
        var there = await db.Conversations.Where(x => x.Id == c.Id).Select(x => new
        {
            Handovers = db.Handovers.Any(h => h.ConversationId == x.Id),
            Assists = db.Assists.Any(a => a.ConversationId == x.Id && a.EndedAt == null),
            Brief = db.BriefLines.Any(l => l.ConversationId == x.Id),
            Covered = x.OwnerId != null && db.Covers.Any(o => o.PersonId == x.OwnerId && o.EndedAt == null),
        }).SingleAsync(cancel);
        var handovers = !there.Handovers ? [] : await db.Handovers.AsNoTracking().Where(h => h.ConversationId == c.Id && (h.EndedAt == null || (!h.Acknowledged && h.EndedAt > since && h.SenderId == me.Id))).OrderByDescending(h => h.Id).ToListAsync(cancel);
        var open = handovers.Find(h => h.EndedAt is null);
        var last = handovers.FirstOrDefault() is { EndedAt: not null, Owner: Side.Sender, Ending: Ending.Declined or Ending.Expired or Ending.ReceiverLost } returned ? returned : null;
        var assists = !there.Assists ? [] : await db.Assists.AsNoTracking().Where(a => a.ConversationId == c.Id && a.EndedAt == null).OrderBy(a => a.AskedAt).ToListAsync(cancel);
        var mine = c.OwnerId == me.Id && c.Status is Status.Open;
        var travelled = there.Brief ? await db.TravelledBrief(c.Id, cancel) : Brief.Empty;
        var away = c.OwnerId is { } who && who != me.Id && lines.IsAway(who, there.Covered);
        return new(me, c, customer, open, last, await db.Names(cancel), assists, travelled,
            mine && open is null ? (await db.ProposeBrief(c, cancel)).Without(travelled) : Brief.Empty,
            mine && open is null ? await db.OthersHere(lines, me, cancel) : [], away && c.Status is Status.Open, now);
    }
}
