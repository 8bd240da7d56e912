using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Maps;

/// <summary>The maps, those drawn here and those that came with the program: how long, what is critical, where hands are free.</summary>
public sealed class ShowMap : IFeature
{
    /// <summary>A map with all that is computed from it.</summary>
    public sealed record Found(string Key, string Name, string Trade, bool IsExample, string? CopiedFrom, ContactType? ContactType, TouchpointMap Map, string? Seen = null)
    {
        public IReadOnlyList<MapLint> Lint => MapLint.Of(Map, ContactType, ShippedMap.Find(CopiedFrom));
    }

    public sealed record WindowView(int Start, int Seconds, int Free, string Beside, IEnumerable<string> Steps);

    public sealed record StepView(string Key, string Name, Busy Busy, int Seconds, IReadOnlyList<string> After, StepKind Kind, bool Mandatory, int Start, bool Critical);

    public sealed record View(string Key, string Name, string Trade, bool Example, string? CopiedFrom, string? ContactType, int Seconds, IEnumerable<StepView> Steps, IEnumerable<string> CriticalPath, IEnumerable<WindowView> Windows, IEnumerable<MapLint> Lint, string? Seen)
    {
        public static View Of(Found m) => new(m.Key, m.Name, m.Trade, m.IsExample, m.CopiedFrom, m.ContactType?.Key, m.Map.Seconds,
            m.Map.Steps.Select(s => new StepView(s.Key, s.Name, s.Busy, s.Seconds, s.After, s.Kind, s.Mandatory, m.Map.Start(s), m.Map.IsCritical(s))), m.Map.CriticalPath.Select(s => s.Key),
            m.Map.Windows.Select(w => new WindowView(w.Start, w.Seconds, w.Free, w.Beside, w.Steps.Select(s => s.Key))), m.Lint, m.Seen);
    }

    /// <summary>What a talk beside a step would add.</summary>
    public sealed record AddedView(string Beside, int Talk, int AddedSeconds, int TotalSeconds);

    public sealed record ListView(Me Me, IReadOnlyList<Found> Drawn, IReadOnlyList<Found> Examples);

    public sealed record PageView(Me Me, Found Found, string? Beside = null, int? Talk = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/maps", All).For(Who.Agent);
        app.MapGet("/api/v1/maps/{key}", async (string key, RapportDb db, CancellationToken cancel) => Answer.Ok(View.Of(await db.FindMap(key, cancel)))).For(Who.Agent);
        app.MapGet("/api/v1/maps/{key}/added", Added).For(Who.Agent);
        app.MapGet("/roles/maps", async (Me me, RapportDb db, CancellationToken cancel) => Pages.Show<MapsPage>(new { Page = new ListView(me, await db.DrawnMaps(cancel), Examples) })).For(Who.Agent);
        app.MapGet("/roles/lines/maps", async (Me me, RapportDb db, HttpContext http, CancellationToken cancel) => Fragment.Of<OwnMaps>(http, new { Maps = (IReadOnlyList<Found>)await db.DrawnMaps(cancel), Lead = me.Role >= Rapport.Access.Role.Lead })).For(Who.Agent);
        app.MapGet("/roles/maps/{key}", async (string key, string? beside, int? talk, Me me, RapportDb db, CancellationToken cancel) => Pages.Show<MapPage>(new { Page = new PageView(me, await db.FindMap(key, cancel), beside, talk) })).For(Who.Agent);
    }

    static async Task<Answer<PageOf<View>>> All(RapportDb db, CancellationToken cancel) => Answer.Ok(Paging.All((await db.DrawnMaps(cancel)).Concat(Examples).Select(View.Of)));

    static async Task<Answer<AddedView>> Added(string key, string? beside, int? talk, RapportDb db, CancellationToken cancel)
    {
        new Check().Text("beside", beside, 200).That(talk is >= 0 and <= MapStep.LongestStep, "talk", "“talk” is missing or no number of seconds from 0 to 86400.").Done();
        var map = (await db.FindMap(key, cancel)).Map;
        return Answer.Ok(new AddedView(beside!, talk!.Value, map.AddedSeconds(beside!, talk.Value), map.Seconds + map.AddedSeconds(beside!, talk.Value)));
    }

    public static IReadOnlyList<Found> Examples { get; } = [.. ShippedMap.All.Select(Of)];

    public static Found Of(ShippedMap m) => new(m.Key, m.Name, m.Trade, true, null, null, TouchpointMap.Of(m.Steps));
}

public static class MapFinding
{
    public static async Task<List<ShowMap.Found>> DrawnMaps(this RapportDb db, CancellationToken cancel)
    {
        var types = (await db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).ToListAsync(cancel)).ToDictionary(t => t.Id);
        var maps = await db.Maps.AsNoTracking().OrderBy(m => m.Name).ToListAsync(cancel);
        return [.. maps.Select(m => Of(m, m.ContactTypeId is { } id ? types[id] : null))];
    }

    /// <summary>A map drawn here, or else the example with that key.</summary>
    public static async Task<ShowMap.Found> FindMap(this RapportDb db, string key, CancellationToken cancel)
    {
        var map = await db.Maps.AsNoTracking().SingleOrDefaultAsync(m => m.Key == key, cancel);
        if (map is null) return ShowMap.Of(ShippedMap.Find(key) ?? throw new NotFound("map"));
        return Of(map, map.ContactTypeId is { } id ? await db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).SingleAsync(t => t.Id == id, cancel) : null);
    }

    static ShowMap.Found Of(DrawnMap m, ContactType? type) => new(m.Key, m.Name, m.Trade, false, m.CopiedFrom, type, m.Read(), m.State);
}
