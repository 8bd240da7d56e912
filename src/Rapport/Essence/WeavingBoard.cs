using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Roles.Maps;

namespace Rapport.Essence;

/// <summary>The steps of a kind of matter, and beside each what may be woven in.</summary>
public sealed class WeavingBoard : IFeature
{
    public sealed record View(WeaveId Id, string? ContactType, string? Map, string Step, string Kind, string Opening, string Reason, string Evidence, DesignRegister.OwnerView Owner, DesignId Design, Instant StartsAt, int Version, string Seen)
    {
        public static View Of(Weave w, Instant startsAt, DesignRegister.OwnerView owner, string? contactType) =>
            new(w.Id, contactType, w.MapKey, w.StepKey, w.Kind.Key(), w.Opening, w.Reason, w.Evidence, owner, w.DesignId, startsAt, w.Version, w.State);
    }

    /// <summary>One function step, how long a talk beside it makes nobody wait, and its weaves.</summary>
    public sealed record Line(string Key, string Name, string? Detail, int? Window, IReadOnlyList<View> Weaves);

    /// <summary>What can have weaves: a kind of matter, or a map that stands alone.</summary>
    public sealed record Place(string Kind, string Key, string Name, int Weaves);

    public sealed record PageView(Me Me, IReadOnlyList<Place> Places, Place? Open, IReadOnlyList<Line> Lines, IReadOnlyList<View> Lost, IReadOnlyList<DesignRegister.OwnerView> People);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/weaves", All).For(Who.Agent);
        app.MapGet("/roles/weaves", Show).For(Who.Agent);
    }

    static async Task<Answer<PageOf<View>>> All(string? contactType, string? map, RapportDb db, HttpContext http, CancellationToken cancel)
    {
        var type = contactType ?? http.Request.Query["contact_type"].FirstOrDefault();
        var items = (await Load(db, cancel)).Where(w => (type is null || w.ContactType == type) && (map is null || w.Map == map));
        return Answer.Ok(Paging.All(items));
    }

    static async Task<List<View>> Load(RapportDb db, CancellationToken cancel)
    {
        var rows = await (
            from w in db.Weaves.AsNoTracking()
            join d in db.Designs on w.DesignId equals d.Id
            join p in db.People on w.OwnerId equals p.Id
            join t in db.ContactTypes on w.ContactTypeId equals t.Id into types
            from t in types.DefaultIfEmpty()
            orderby w.WrittenAt, w.Id
            select new { w, d.StartsAt, OwnerId = p.Id, OwnerName = p.Name, Type = t == null ? null : t.Key }).ToListAsync(cancel);
        return [.. rows.Select(r => View.Of(r.w, r.StartsAt, new(r.OwnerId, r.OwnerName), r.Type))];
    }

    static async Task<IResult> Show(string? type, string? map, Me me, RapportDb db, CancellationToken cancel)
    {
        var weaves = await Load(db, cancel);
        var types = await db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).OrderBy(t => t.Name).ToListAsync(cancel);
        var drawn = await db.DrawnMaps(cancel);
        List<Place> places =
        [
            .. types.Select(t => new Place("type", t.Key, t.Name, weaves.Count(w => w.ContactType == t.Key))),
            .. drawn.Where(m => m.ContactType is null).Select(m => new Place("map", m.Key, m.Name, weaves.Count(w => w.Map == m.Key))),
            .. weaves.Where(w => w.Map is not null && !drawn.Exists(m => m.ContactType is null && m.Key == w.Map)).GroupBy(w => w.Map!, StringComparer.Ordinal).Select(g => new Place("map", g.Key, $"{g.Key}, a map that is gone", g.Count())),
        ];
        var open = places.Find(p => p.Key == (type ?? map) && p.Kind == (type is null ? "map" : "type")) ?? places.MaxBy(p => p.Weaves);
        var here = weaves.FindAll(w => open is not null && (open.Kind == "type" ? w.ContactType == open.Key : w.Map == open.Key));
        var picture = open is null ? null : drawn.Find(m => open.Kind == "type" ? m.ContactType?.Key == open.Key : m.Key == open.Key)?.Map;
        var must = open?.Kind == "type" ? types.First(t => t.Key == open.Key).Steps.Select(s => (s.Key, Name: (string)s.Name, Detail: (string?)s.Detail)).ToList() : [];
        // A kind of matter has its own steps, and those of its map beside which something stands already.
        var drawnSteps = picture?.Steps.Where(s => here.Exists(w => w.Step == s.Key) || (open!.Kind == "map" && (s.Mandatory || s.Busy is not Busy.Csr))).Where(s => !must.Exists(m => m.Key == s.Key)).Select(s => (s.Key, s.Name, Detail: (string?)null)) ?? [];
        var lines = must.Concat(drawnSteps).Select(s => new Line(s.Key, s.Name, s.Detail, WindowAt(picture, s.Key), here.FindAll(w => w.Step == s.Key))).ToList();
        var people = me.Role < Access.Role.Lead ? [] : await db.People.AsNoTracking().Where(p => p.Active).OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new DesignRegister.OwnerView(p.Id, p.Name)).ToListAsync(cancel);
        return Pages.Show<WeavesPage>(new { Page = new PageView(me, places, open, lines, here.FindAll(w => lines.TrueForAll(l => l.Key != w.Step)), people) });
    }

    /// <summary>How long hands are free from this step on, before the next begins; null where the map says nothing.</summary>
    static int? WindowAt(TouchpointMap? map, string key)
    {
        if (map?.Step(key) is not { } step) return null;
        return map.Windows.FirstOrDefault(w => step.Busy is Busy.Csr ? w.Start == map.End(step) : w.Steps.Contains(step))?.Free;
    }
}
