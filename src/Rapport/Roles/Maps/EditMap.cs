using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Roles.Maps;

/// <summary>The editor of a map: one line a step; what it comes after is said by the numbers of the lines.</summary>
public sealed class EditMap : IFeature
{
    public const int Blank = 3;

    public sealed record Row(string? Key, string? Name, string? Busy, string? Seconds, string? After, string? Kind, bool Mandatory);

    public sealed record View(Me Me, string? Key, string? Name, string? Trade, string? ContactType, IReadOnlyList<Row> Rows, IReadOnlyList<ContactType> Types, IReadOnlyList<string> Problems, string? Seen, string? Theirs = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/roles/maps/new", New).For(Who.Lead);
        app.MapGet("/roles/maps/{key}/edit", Open).For(Who.Lead);
        app.MapPost("/roles/maps", Save).For(Who.Lead).DisableAntiforgery().KeepsOptional("mandatory");
    }

    /// <summary>Empty, or with the steps of a kind of matter, one after another.</summary>
    static async Task<IResult> New(string? type, Me me, RapportDb db, CancellationToken cancel)
    {
        var types = await Types(db, cancel);
        var of = types.Find(t => t.Key == type);
        var rows = (of?.Steps ?? []).Select((s, i) => new Row(s.Key, s.Name, "csr", "30", i == 0 ? "" : Text(i), null, true)).ToList();
        return Pages.Show<EditMapPage>(new { Page = new View(me, null, of?.Name, null, of?.Key, rows, types, [], Seen.Nothing) });
    }

    static async Task<IResult> Open(string key, Me me, RapportDb db, CancellationToken cancel)
    {
        var found = await db.FindMap(key, cancel);
        if (found.IsExample) throw new NotFound("map");
        var numbers = found.Map.Steps.Select((s, i) => (s.Key, i)).ToDictionary(s => s.Key, s => Text(s.i + 1), StringComparer.Ordinal);
        var rows = found.Map.Steps.Select(s => new Row(s.Key, s.Name, s.Busy.ToString().ToLowerInvariant(), Text(s.Seconds), string.Join(", ", s.After.Select(a => numbers[a])), s.Kind.ToString().ToLowerInvariant(), s.Mandatory)).ToList();
        return Pages.Show<EditMapPage>(new { Page = new View(me, key, found.Name, found.Trade, found.ContactType?.Key, rows, await Types(db, cancel), [], found.Seen) });
    }

    static async Task<IResult> Save(IFormCollection form, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var rows = form["step"].Select((_, i) => new Row(At(form["step_key"], i), At(form["step"], i), At(form["busy"], i), At(form["seconds"], i), At(form["after"], i), At(form["kind"], i), At(form["mandatory"], i) == "true")).ToList();
        try
        {
            var (map, _) = await DrawMap.Write(db, Read(form, rows, await DrawMap.StepsThere(db, At(form["key"], 0), At(form["contact_type"], 0), cancel)), me, time.Now(), cancel);
            await db.SaveChangesAsync(cancel);
            return Results.Redirect($"/roles/maps/{Uri.EscapeDataString(map.Key)}");
        }
        catch (Exception e) when (e is Invalid or Refusal)
        {
            var problems = e is Invalid invalid ? invalid.Errors.SelectMany(x => x.Value).ToList() : [e.Message];
            var page = Pages.Show<EditMapPage>(new { Page = new View(me, At(form["key"], 0), At(form["name"], 0), At(form["trade"], 0), At(form["contact_type"], 0), rows.FindAll(r => r.Name is not null), await Types(db, cancel), problems, (e is Refusal stale ? Seen.Of(stale) : null) ?? At(form["seen"], 0), e is Refusal other ? Seen.Theirs(other) : null) }, e is Refusal { Status: var status } ? status : 400);
            return e is Refusal no ? KeepItOptional.Noted(no, page) : page;
        }
    }

    static DrawMap.Request Read(IFormCollection form, List<Row> rows, List<(string Key, string Name)> there)
    {
        var steps = rows.Index().Where(r => r.Item.Name is not null).ToList();
        var keys = steps.Zip(Keys.Each(steps.ConvertAll(s => (s.Item.Key, s.Item.Name!)), there), (s, key) => (s.Index, key)).ToDictionary(s => s.Index, s => s.key);
        var inputs = steps.Select(s => new DrawMap.StepInput(keys[s.Index], s.Item.Name, s.Item.Busy, int.TryParse(s.Item.Seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? seconds : null, After(s.Item, keys), s.Item.Kind, s.Item.Mandatory));
        return new(At(form["key"], 0), At(form["name"], 0), At(form["trade"], 0), At(form["contact_type"], 0), null, [.. inputs], At(form["seen"], 0));
    }

    static List<string> After(Row row, Dictionary<int, string> keys) => [.. (row.After ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(number =>
    {
        new Check().That(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && keys.ContainsKey(n - 1), "after", $"“{row.Name}” comes after “{number}”, and no line has that number.").Done();
        return keys[n - 1];
    })];

    static Task<List<ContactType>> Types(RapportDb db, CancellationToken cancel) => db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).OrderBy(t => t.Name).ToListAsync(cancel);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string? At(Microsoft.Extensions.Primitives.StringValues values, int i) => i < values.Count && !string.IsNullOrWhiteSpace(values[i]) ? values[i] : null;
}
