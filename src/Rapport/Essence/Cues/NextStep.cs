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

    static readonly string[] maps = ["maps"], weaves = ["weaves"];

    /// <param name="db">The database.</param>
    /// <param name="conversation">What is being served.</param>
    /// <param name="known">Its steps, where whoever asks has read them.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<NextStep> Of(RapportDb db, Conversation conversation, IReadOnlyList<Finding.StepState>? known, Instant now, CancellationToken cancel)
    {
        if (conversation.ContactTypeId is not { } type) return Unknown;
        var steps = (known ?? await db.Steps(conversation, cancel)).Where(s => !s.Step.Retired).ToList();
        var map = (await db.Keep(maps, $"map of {type.Value}", async () => new[] { await db.MapOf(type, cancel) }))[0];
        var done = steps.Where(s => s.Done).Select(s => s.Step.Key).ToHashSet(StringComparer.Ordinal);
        var window = map?.WindowAfter(done);
        if (steps.Find(s => !s.Done) is not { } open) return new(window is not null, null);
        var woven = await WeavesOf(db, type, cancel);
        // While the card is swiped, what is woven in there comes before what belongs to the step after it.
        var places = (window?.Steps.Where(s => !done.Contains(s.Key)).Select(s => (s.Key, s.Name)) ?? []).Append((open.Step.Key, open.Step.Name));
        return new(window is not null, places.Select(p => Woven(woven, p.Key, p.Name, now)).FirstOrDefault(o => o is not null));
    }

    /// <summary>A weave with the start of its design.</summary>
    sealed record Started(Weave Weave, Instant StartsAt);

    static ValueTask<List<Started>> WeavesOf(RapportDb db, ContactTypeId type, CancellationToken cancel) => db.Keep(weaves, $"weaves of {type.Value}", () => (
        from weave in db.Weaves.AsNoTracking()
        join design in db.Designs on weave.DesignId equals design.Id
        where weave.ContactTypeId == type && design.EndedAt == null
        orderby design.StartsAt descending
        select new Started(weave, design.StartsAt)).ToListAsync(cancel));

    static OpeningHere? Woven(List<Started> started, string step, string name, Instant now) =>
        started.Find(s => s.Weave.StepKey == step && s.StartsAt <= now)?.Weave is { } weave
            ? new(weave.Id.Value.ToString(), weave.Kind, weave.Opening, $"{weave.Kind.Words()} · beside “{name}” · {weave.Reason}") : null;
}
