using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Maps;

/// <summary>A lead draws a map, or draws it anew under its key; copies an example; takes a map away. Whatever can't be is refused in words.</summary>
public sealed class DrawMap : IFeature
{
    const int MostSteps = 200;

    public sealed record StepInput(string? Key, string? Name, string? Busy, int? Seconds, IReadOnlyList<string>? After, string? Kind, bool? Mandatory);

    public sealed record Request(string? Key, string? Name, string? Trade, string? ContactType, string? CopiedFrom, IReadOnlyList<StepInput>? Steps, string? Seen = null);

    public sealed record CopyRequest(string? Name, string? ContactType);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/maps", Draw).For(Who.Lead).KeepsOptional("steps").Produces<ShowMap.View>().Produces<ShowMap.View>(StatusCodes.Status201Created);
        app.MapPut("/api/v1/maps/{key}", (string key, Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel) => Draw(request with { Key = key }, me, db, time, cancel)).For(Who.Lead).KeepsOptional("steps").Produces<ShowMap.View>().Produces<ShowMap.View>(StatusCodes.Status201Created);
        foreach (var route in new[] { "/api/v1/maps/{key}/copy", "/roles/maps/{key}/copy" }) app.MapPost(route, Copy).For(Who.Lead).KeepsOptional().Produces<ShowMap.View>(StatusCodes.Status201Created);
        foreach (var route in new[] { "/api/v1/maps/{key}", "/roles/maps/{key}" }) app.MapDelete(route, Remove).For(Who.Lead);
    }

    static async Task<Answer> Draw(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var (map, isNew) = await Write(db, request, me, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        var view = ShowMap.View.Of(await db.FindMap(map.Key, cancel));
        return isNew ? Answer.Created($"/api/v1/maps/{Uri.EscapeDataString(map.Key)}", view) : Answer.Ok(view);
    }

    public static async Task<(DrawnMap Map, bool IsNew)> Write(RapportDb db, Request request, Me me, Instant now, CancellationToken cancel)
    {
        Look(request).Done();
        var before = await db.AloneWithMap(await KeyOf(db, request, cancel), request.Seen, cancel);
        var key = await KeyOf(db, request, cancel);
        var map = await db.Maps.SingleOrDefaultAsync(m => m.Key == key, cancel);
        await db.RefuseUnseen(map, before, request.Seen is not null, me, cancel);
        Refusal.If(map is null && ShippedMap.Find(key) is not null, "This is the name of an example, which stays as it is. Copy it, or choose another name.", "map");
        var type = await TypeOf(db, request.ContactType, map?.Id, cancel);
        var isNew = map is null;
        var there = await StepsThere(db, map?.Key, type?.Key, cancel);
        if (map is null) db.Add(map = new DrawnMap { Key = key, CopiedFrom = ShippedMap.Find(request.CopiedFrom)?.Key });
        map.Draw(request.Name!, request.Trade ?? "", type, Steps(request.Steps!, there), me.Id, now);
        return (map, isNew);
    }

    static async Task<Answer> Copy(string key, CopyRequest? request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        await db.AloneWithMap(key, Seen.Nothing, cancel);
        var from = await db.FindMap(key, cancel);
        var name = string.IsNullOrWhiteSpace(request?.Name) ? from.Name : request.Name.Trim();
        var free = Keys.Free(KeyOf(name), [.. await db.Maps.Select(m => m.Key).ToListAsync(cancel), .. ShippedMap.All.Select(m => m.Key)]);
        var steps = from.Map.Steps.Select(s => new StepInput(s.Key, s.Name, s.Busy.ToString().ToLowerInvariant(), s.Seconds, s.After, s.Kind.ToString().ToLowerInvariant(), s.Mandatory)).ToList();
        return await Draw(new(free, name, from.Trade, request?.ContactType, from.IsExample ? from.Key : from.CopiedFrom, steps), me, db, time, cancel);
    }

    static async Task<NoContent> Remove(string key, string? seen, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var before = await db.AloneWithMap(key, seen, cancel);
        var map = await db.Maps.SingleOrDefaultAsync(m => m.Key == key, cancel) ?? throw new NotFound("map");
        await db.RefuseUnseen(map, before, said: true, me, cancel);
        map.Remove(me.Id, time.Now());
        db.Remove(map);
        await db.SaveChangesAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<ContactType?> TypeOf(RapportDb db, string? key, MapId? map, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(key)) return null;
        var type = await db.ContactTypes.SingleOrDefaultAsync(t => t.Key == key, cancel);
        new Check().That(type is not null, "contact_type", $"There is no contact type called “{key}”.").Done();
        var other = await db.Maps.Where(m => m.ContactTypeId == type!.Id && m.Id != map).OrderBy(m => m.Name).Select(m => m.Name).FirstOrDefaultAsync(cancel);
        Refusal.If(other is not null, $"“{type!.Name}” has a map already: “{other}”. A kind of matter has one.", "map");
        return type;
    }

    /// <summary>The page of a new map stands at the address “new”.</summary>
    static string KeyOf(string name) => Keys.Of(name, "map") is var key && key == "new" ? "new-map" : key;

    static async Task<string> KeyOf(RapportDb db, Request request, CancellationToken cancel)
    {
        if (!string.IsNullOrWhiteSpace(request.Key)) return KeyOf(request.Key);
        var drawn = await db.Maps.AsNoTracking().Select(m => new { m.Key, m.Name }).ToListAsync(cancel);
        return Keys.For(request.Name!, KeyOf(request.Name!), [.. drawn.Select(m => (m.Key, m.Name)), .. ShippedMap.All.Select(m => (m.Key, m.Name))]);
    }

    /// <summary>Those of the map and of the matter that it draws: a step of their name is that step.</summary>
    public static async Task<List<(string Key, string Name)>> StepsThere(RapportDb db, string? map, string? type, CancellationToken cancel)
    {
        var drawn = map is null ? null : await db.Maps.AsNoTracking().SingleOrDefaultAsync(m => m.Key == map, cancel);
        var known = type is null ? [] : await db.FunctionSteps.AsNoTracking().Where(s => db.ContactTypes.Any(t => t.Id == s.ContactTypeId && t.Key == type)).OrderBy(s => s.Position).Select(s => new { s.Key, s.Name }).ToListAsync(cancel);
        return [.. (drawn?.Steps ?? []).Select(s => (s.Key, s.Name)), .. known.Select(s => (s.Key, (string)s.Name))];
    }

    static List<MapStep> Steps(IReadOnlyList<StepInput> steps, IEnumerable<(string Key, string Name)> there)
    {
        var keys = Keys.Each([.. steps.Select(s => (s.Key, s.Name!))], there);
        return [.. steps.Select((s, i) => Step(keys[i], s))];
    }

    static MapStep Step(string key, StepInput s) => new(key, s.Name!.Trim(), Enum.Parse<Busy>(s.Busy!, ignoreCase: true), s.Seconds!.Value, [.. s.After ?? []], s.Kind is null ? StepKind.Transactional : Enum.Parse<StepKind>(s.Kind, ignoreCase: true), s.Mandatory ?? false);

    static Check Look(Request request)
    {
        var steps = request.Steps ?? [];
        var check = new Check().Text("name", request.Name, 200).AtMost("key", request.Key, 200).AtMost("seen", request.Seen, 50).AtMost("trade", request.Trade, 100).That(steps.Count > 0, "steps", "“steps” is missing. A map needs at least one.").That(steps.Count <= MostSteps, "steps", $"“steps” has more than {MostSteps} entries.");
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, at) = (steps[i], $"steps[{i}]");
            check.Text($"{at}.name", step?.Name, 300).AtMost($"{at}.key", step?.Key, 200).That(step?.Busy is not null, $"{at}.busy", $"“{at}.busy” is missing. Who is busy: csr, customer or machine?").OneOf($"{at}.busy", step?.Busy, "csr", "customer", "machine")
                .OneOf($"{at}.kind", step?.Kind, "transactional", "relational").That(step?.Seconds is not null, $"{at}.seconds", $"“{at}.seconds” is missing. How long does it usually take?").That(!(step?.After ?? []).Any(a => a is null), $"{at}.after", $"“{at}.after” holds an entry that is no text.");
        }
        return check;
    }
}
