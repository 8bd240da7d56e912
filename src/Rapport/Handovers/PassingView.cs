using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;

namespace Rapport.Handovers;

/// <summary>What the screen shows about a conversation on its way, and about who helps.</summary>
// Last: How the last handover ended, until its sender has seen it.
// OwnerIsAway: Somebody else has it who is not here; a lead may fetch it.
public sealed record PassingView(Me Me, Conversation Conversation, string Customer, Handover? Open, Handover? Last, IReadOnlyDictionary<PersonId, Person> People, IReadOnlyList<Assist> Assists,
    Brief Travelled, Brief Proposed, IReadOnlyList<(Person Person, bool Here)> Others, bool OwnerIsAway, Instant Now)
{
    static readonly Duration Shown = Duration.FromMinutes(30);

    public bool Mine => Conversation.OwnerId == Me.Id && Conversation.Status is Status.Open;

    public string Name(PersonId? person) => person is { } id && People.TryGetValue(id, out var found) ? found.Name : "the team";

    public static async Task<PassingView> Load(RapportDb db, Lines lines, long number, Me me, Instant now, CancellationToken cancel)
    {
        await db.StayOpen(cancel);
        var c = await db.ToRead(number, cancel);
        var customer = await db.Customers.Where(x => x.Id == c.CustomerId).Select(x => x.Name).SingleAsync(cancel);
        var since = now - Shown;
        var handovers = await db.Handovers.AsNoTracking().Where(h => h.ConversationId == c.Id && (h.EndedAt == null || (!h.Acknowledged && h.EndedAt > since && h.SenderId == me.Id))).OrderByDescending(h => h.Id).ToListAsync(cancel);
        var open = handovers.Find(h => h.EndedAt is null);
        var last = handovers.FirstOrDefault() is { EndedAt: not null, Owner: Side.Sender, Ending: Ending.Declined or Ending.Expired or Ending.ReceiverLost } returned ? returned : null;
        var assists = await db.Assists.AsNoTracking().Where(a => a.ConversationId == c.Id && a.EndedAt == null).OrderBy(a => a.AskedAt).ToListAsync(cancel);
        var ids = handovers.SelectMany(h => new[] { h.SenderId, h.ToId, h.ReceiverId }).OfType<PersonId>().Concat(assists.SelectMany(a => new[] { a.OwnerId, a.HelperId })).Distinct().ToList();
        if (c.OwnerId is { } owner) ids.Add(owner);
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
        var mine = c.OwnerId == me.Id && c.Status is Status.Open;
        var travelled = await db.TravelledBrief(c.Id, cancel);
        var away = c.OwnerId is { } who && who != me.Id && (!lines.IsHere(who) || await db.Covers.AnyAsync(x => x.PersonId == who && x.EndedAt == null, cancel));
        return new(me, c, customer, open, last, people, assists, travelled,
            mine && open is null ? (await db.ProposeBrief(c, cancel)).Without(travelled) : Brief.Empty,
            mine && open is null ? await db.OthersHere(lines, me, cancel) : [], away && c.Status is Status.Open, now);
    }
}
