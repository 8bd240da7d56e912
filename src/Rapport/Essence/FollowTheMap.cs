using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;
using Rapport.Roles.Maps;

namespace Rapport.Essence;

/// <summary>A map was taken away: what was woven in on it is taken out, and so its designs end and not one is left where nobody finds it.</summary>
public sealed class TakeOutWithMap(RapportDb db) : IWhen<MapRemoved>
{
    public async Task Handle(MapRemoved fact, CancellationToken cancel)
    {
        // Under the same key there may be a new map by now, with weaves of its own.
        var again = await db.Maps.AnyAsync(m => m.Key == fact.Key, cancel);
        await foreach (var weave in db.EachOn(fact.Key, cancel))
        {
            if (again && weave.WrittenAt > fact.At) continue;
            weave.TakeOut(await db.Designs.SingleAsync(d => d.Id == weave.DesignId, cancel), fact.By, fact.At);
            db.Remove(weave);
        }
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>A map that stood alone draws a kind of matter now: what is woven in on it stands beside the steps of that.</summary>
public sealed class MoveWithMap(RapportDb db) : IWhen<MapDrawn>
{
    public async Task Handle(MapDrawn fact, CancellationToken cancel)
    {
        if (await db.Maps.Where(m => m.Key == fact.Key).Select(m => m.ContactTypeId).SingleOrDefaultAsync(cancel) is not { } type) return;
        await foreach (var weave in db.EachOn(fact.Key, cancel)) weave.MoveTo(type, fact.By);
        await db.SaveChangesAsync(cancel);
    }
}

static class WeavesOfMap
{
    /// <summary>What stands on a map of its own, each so that until the commit nobody else changes it.</summary>
    public static async IAsyncEnumerable<Weave> EachOn(this RapportDb db, string map, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var id in await db.Weaves.AsNoTracking().Where(w => w.MapKey == map).OrderBy(w => w.Id).Select(w => w.Id).ToListAsync(cancel))
        {
            await db.Alone(Once.ForWeave, id.Value, cancel);
            if (await db.Weaves.SingleOrDefaultAsync(w => w.Id == id && w.MapKey == map, cancel) is { } weave) yield return weave;
        }
    }
}
