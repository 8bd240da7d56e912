using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Charters;

/// <summary>Two people at one draft: the one who comes second is shown what the first wrote, and nothing of either is lost.</summary>
static class SeenDraft
{
    /// <summary>One number for all charters: they are written seldom, and each for a moment.</summary>
    const int ForCharters = 5201;

    /// <summary>From here until the commit nobody else writes a charter, or gives a role its key. Gives the draft as it was before that, or as whoever asks says they saw it.</summary>
    public static async Task<string> AloneWithDraft(this RapportDb db, string role, string? seen, CancellationToken cancel)
    {
        var before = seen ?? await db.Charters.AsNoTracking().Where(c => c.PublishedAt == null && db.JobRoles.Any(r => r.Id == c.JobRoleId && r.Key == role)).Select(c => new { c.Id, c.Revision }).SingleOrDefaultAsync(cancel) switch
        {
            { } draft => Seen.Of(draft.Id.Value, draft.Revision),
            null => Seen.Nothing,
        };
        await db.Alone(ForCharters, Guid.Empty, cancel);
        return before;
    }

    public static string State(Charter? draft) => draft is null ? Seen.Nothing : Seen.Of(draft.Id.Value, draft.Revision);

    /// <param name="db">The database.</param>
    /// <param name="role">Whose draft it is.</param>
    /// <param name="draft">What is there now.</param>
    /// <param name="before">What was seen, as <see cref="AloneWithDraft"/> gives it.</param>
    /// <param name="said">Whoever asks has said what they saw; otherwise they may only go on with what is their own.</param>
    /// <param name="me">Who asks.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task RefuseUnseen(this RapportDb db, JobRole role, Charter? draft, string before, bool said, Me me, CancellationToken cancel)
    {
        if (State(draft) == before && (said || draft is null || draft.WrittenById == me.Id)) return;
        var there = draft ?? await db.Charters.AsNoTracking().Where(c => c.JobRoleId == role.Id).OrderByDescending(c => c.Version).FirstOrDefaultAsync(cancel);
        if (there is null) throw Seen.Stale($"The draft of “{role.Name}” has been thrown away in the meantime. Nothing of yours is lost; save again to begin a new one.", Seen.Nothing, "");
        var who = there.WrittenById == me.Id ? "you" : (await db.Names(cancel))[there.WrittenById].Name;
        var happened = draft is null ? $"version {there.Version} of “{role.Name}”, which {who} wrote, has been published in the meantime" : $"{who} wrote the draft of “{role.Name}” that is there now";
        throw Seen.Stale($"{char.ToUpperInvariant(happened[0])}{happened[1..]}: {InShort(there)} Nothing of yours is lost. Read it, then save again to put yours in its place.", State(draft), new CharterText(role.Name, there.HighestPriority, there.Functions, there.Behaviors).Write());
    }

    static string InShort(Charter c) =>
        $"its highest priority is {(c.HighestPriority.Length == 0 ? "not said yet" : $"“{c.HighestPriority}”")}; must be done: {List(c.Functions.Select(f => f.Name.ToString()))}; may be given: {List(c.Behaviors.Select(b => b.Name))}.";

    static string List(IEnumerable<string> names) => names.ToList() is { Count: > 0 } some ? string.Join(", ", some.Select(n => $"“{n}”")) : "nothing";
}
