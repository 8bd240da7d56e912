using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Rapport.Foundation;
using Rapport.Roles;
using Rapport.Roles.Maps;

namespace Rapport.Essence;

/// <summary>A map was taken away: what was woven in on it is taken out, and so its designs end and not one is left where nobody finds it.</summary>
public sealed class TakeOutWithMap(RapportDb db) : IWhen<MapRemoved>
{
    public async Task Handle(MapRemoved fact, CancellationToken cancel)
    {
        // Under the same key there may be a new map by now, with weaves of its own.
        var again = await db.Maps.AnyAsync(m => m.Key == fact.Key, cancel);
        await foreach (var weave in db.Each(w => w.MapKey == fact.Key, cancel))
            if (!again || weave.WrittenAt <= fact.At) await TakeOut(weave, fact, cancel);
        if (fact.ContactType is { } type)
        {
            var left = await db.StepsLeft(type, cancel);
            await foreach (var weave in db.Each(w => w.ContactTypeId == type && !left.Contains(w.StepKey), cancel)) await TakeOut(weave, fact, cancel);
        }
        await db.SaveChangesAsync(cancel);
    }

    async Task TakeOut(Weave weave, MapRemoved fact, CancellationToken cancel)
    {
        weave.TakeOut(await db.Designs.SingleAsync(d => d.Id == weave.DesignId, cancel), fact.By, fact.At);
        db.Remove(weave);
    }
}

/// <summary>A map draws another kind of matter now, or none: what is woven in on steps that only it has goes where it goes.</summary>
public sealed class MoveWithMap(RapportDb db) : IWhen<MapDrawn>
{
    public async Task Handle(MapDrawn fact, CancellationToken cancel)
    {
        if (await db.Maps.AsNoTracking().SingleOrDefaultAsync(m => m.Key == fact.Key, cancel) is not { } map) return;
        if (map.ContactTypeId is not null)
            await foreach (var weave in db.Each(w => w.MapKey == fact.Key, cancel)) weave.GoWith(map, fact.By);
        if (fact.Before is { } before && before != map.ContactTypeId)
        {
            var (drawn, left) = (map.Steps.Select(s => s.Key).ToList(), await db.StepsLeft(before, cancel));
            await foreach (var weave in db.Each(w => w.ContactTypeId == before && drawn.Contains(w.StepKey) && !left.Contains(w.StepKey), cancel)) weave.GoWith(map, fact.By);
        }
        await db.SaveChangesAsync(cancel);
    }
}

static class WeavesOfMap
{
    /// <summary>Those of the matter itself, which stay whatever becomes of its map, and those that a new map of it draws again.</summary>
    public static async Task<List<string>> StepsLeft(this RapportDb db, ContactTypeId type, CancellationToken cancel)
    {
        var own = await db.FunctionSteps.Where(s => s.ContactTypeId == type).Select(s => s.Key).ToListAsync(cancel);
        return [.. own, .. (await db.MapOf(type, cancel))?.Steps.Select(s => s.Key) ?? []];
    }

    /// <summary>Each of these so that until the commit nobody else changes it.</summary>
    public static async IAsyncEnumerable<Weave> Each(this RapportDb db, Expression<Func<Weave, bool>> those, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var id in await db.Weaves.AsNoTracking().Where(those).OrderBy(w => w.Id).Select(w => w.Id).ToListAsync(cancel))
        {
            await db.Alone(Once.ForWeave, id.Value, cancel);
            if (await db.Weaves.Where(those).SingleOrDefaultAsync(w => w.Id == id, cancel) is { } weave) yield return weave;
        }
    }
}
