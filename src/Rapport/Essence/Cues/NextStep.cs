using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Desk;
using Rapport.Language;
using Rapport.Roles;
using Rapport.Roles.Maps;

namespace Rapport.Essence.Cues;

/// <summary>Where a conversation stands on its way: whether hands are free there, and what the house has woven in.</summary>
sealed record NextStep(bool InWindow, OpeningHere? Opening)
{
    static readonly NextStep Unknown = new(false, null);

    public static async Task<NextStep> Of(RapportDb db, Conversation conversation, Instant now, CancellationToken cancel)
    {
        if (conversation.ContactTypeId is not { } type) return Unknown;
        var steps = await db.FunctionSteps.AsNoTracking().Where(s => s.ContactTypeId == type && !s.Retired).OrderBy(s => s.Position).ToListAsync(cancel);
        var done = await db.StepCompletions.Where(c => c.ConversationId == conversation.Id).Select(c => c.StepId).ToListAsync(cancel);
        var window = (await db.MapOf(type, cancel))?.WindowAfter(steps.Where(s => done.Contains(s.Id)).Select(s => s.Key));
        return new(window is not null, steps.Find(s => !done.Contains(s.Id)) is { } open ? await Woven(db, type, open, now, cancel) : null);
    }

    static async Task<OpeningHere?> Woven(RapportDb db, ContactTypeId type, FunctionStep step, Instant now, CancellationToken cancel)
    {
        var woven = await (
            from weave in db.Weaves.AsNoTracking()
            join design in db.Designs on weave.DesignId equals design.Id
            where weave.ContactTypeId == type && weave.StepKey == step.Key && design.StartsAt <= now && design.EndedAt == null
            orderby design.StartsAt descending
            select new { weave.Id, weave.Kind, weave.Opening, weave.Reason }).FirstOrDefaultAsync(cancel);
        return woven is null ? null : new(woven.Id.Value.ToString(), woven.Kind, woven.Opening, $"{woven.Kind.Words()} · beside “{step.Name}” · {woven.Reason}");
    }
}
