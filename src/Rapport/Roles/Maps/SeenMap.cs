using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Maps;

/// <summary>Two people at one map: the one who comes second is shown what the first drew, and nothing of either is lost.</summary>
static class SeenMap
{
    /// <summary>One for all maps: whoever draws one may need the name or the kind of matter of another.</summary>
    const int ForMaps = 5202;

    /// <summary>From here until the commit nobody else draws. Gives the map as it was before that, or as whoever asks says they saw it.</summary>
    public static async Task<string> AloneWithMap(this RapportDb db, string key, string? seen, CancellationToken cancel)
    {
        var before = seen ?? (await db.Maps.AsNoTracking().Where(m => m.Key == key).Select(m => new { m.Id, m.Revision }).SingleOrDefaultAsync(cancel) is { } there ? Seen.Of(there.Id.Value, there.Revision) : Seen.Nothing);
        await db.Alone(ForMaps, Guid.Empty, cancel);
        return before;
    }

    /// <param name="db">The database.</param>
    /// <param name="map">What is there now.</param>
    /// <param name="before">What was seen, as <see cref="AloneWithMap"/> gives it.</param>
    /// <param name="said">Whoever asks has said what they saw; otherwise they may only go on with what is their own.</param>
    /// <param name="me">Who asks.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task RefuseUnseen(this RapportDb db, DrawnMap? map, string before, bool said, Me me, CancellationToken cancel)
    {
        if ((map?.State ?? Seen.Nothing) == before && (said || map?.DrawnById is null || map.DrawnById == me.Id)) return;
        if (map is null) throw Seen.Stale("This map has been taken away in the meantime. Nothing of yours is lost; save again to draw it anew.", Seen.Nothing, "");
        var who = map.DrawnById is not { } by ? "Somebody" : by == me.Id ? "You" : (await db.Names(cancel))[by].Name;
        var steps = map.Steps.Select(s => $"{s.Name} ({MapLint.Spell(s.Seconds)})").ToList();
        throw Seen.Stale($"{who} drew the map “{map.Name}” that is there now: {string.Join(", ", steps)}. Nothing of yours is lost. Look at it, then save again to put yours in its place.", map.State, string.Join('\n', steps));
    }
}
