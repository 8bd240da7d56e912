using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Customers;

namespace Rapport.Handovers;

/// <summary>What colleagues told each other of them when one passed it on or asked for help.</summary>
public sealed class HoldBriefs(RapportDb db) : IHoldOfCustomer
{
    public string Part => "passed_on";

    public async Task<object> Of(CustomerId customer, CancellationToken cancel)
    {
        var names = (await db.Names(cancel)).ToDictionary(n => n.Key, n => n.Value.Persona);
        var theirs = db.Conversations.Where(c => c.CustomerId == customer).Select(c => c.Id);
        var handovers = await db.Handovers.AsNoTracking().Where(h => theirs.Contains(h.ConversationId)).OrderBy(h => h.OfferedAt).ToListAsync(cancel);
        var lines = (await db.BriefLines.AsNoTracking().Where(l => theirs.Contains(l.ConversationId)).OrderBy(l => l.Position).ToListAsync(cancel)).ToLookup(l => l.HandoverId);
        var assists = await db.Assists.AsNoTracking().Where(a => theirs.Contains(a.ConversationId)).OrderBy(a => a.AskedAt).ToListAsync(cancel);
        return new
        {
            handovers = handovers.Select(h => new { conversation = h.Number, h.OfferedAt, from = names.GetValueOrDefault(h.SenderId), h.Reason, h.Missing, h.Introduction, brief = lines[h.Id].Select(l => new { l.Field, l.Body, l.At }) }),
            assists = assists.Select(a => new { conversation = a.Number, a.AskedAt, from = names.GetValueOrDefault(a.OwnerId), helper = names.GetValueOrDefault(a.HelperId), a.Question, a.Reason, a.Missing }),
        };
    }
}
