using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Rapport.Roles.Charters;
using Rapport.Roles.Maps;

namespace Rapport.Workspace.Everything;

/// <summary>What a job must do and may give, as the leads wrote it down.</summary>
static class ItemsOfRoles
{
    public static async Task<List<Item>> Read(RapportDb db, CancellationToken cancel)
    {
        var (roles, types) = (await db.JobRoles.AsNoTracking().OrderBy(r => r.Key).ToListAsync(cancel), await db.ContactTypes.AsNoTracking().Include(t => t.FunctionSteps).OrderBy(t => t.Key).ToListAsync(cancel));
        var charters = (await db.Charters.AsNoTracking().OrderBy(c => c.Version).ToListAsync(cancel)).ToLookup(c => c.JobRoleId);
        return
        [
            .. roles.Select(r => Item.Both("job_roles", "role", r.Key, r.Name, SplitOf(charters[r.Id].LastOrDefault()))),
            .. roles.SelectMany(r => charters[r.Id].SelectMany(c => OfCharter($"{r.Key}/{c.Version}", c))),
            .. types.Select(t => Item.Function("contact_types", "contact-type", t.Key, t.Name)),
            // What is woven in beside a step is an item of its own; a behavior that got among the steps long ago binds nobody.
            .. types.SelectMany(t => t.Steps.Select(s => Item.Of(s.Binds, "function_steps", "step", $"{t.Key}/{s.Key}", s.Name))),
            .. (await db.Maps.AsNoTracking().OrderBy(m => m.Key).ToListAsync(cancel)).SelectMany(m => OfMap("maps", m.Key, m.Name, m.Read())),
            .. ShippedMap.All.SelectMany(m => OfMap(null, m.Key, m.Name, TouchpointMap.Of(m.Steps))),
        ];
    }

    static IEnumerable<Item> OfCharter(string key, Charter charter) =>
    [
        Item.Both("charters", "charter", key, charter.HighestPriority, SplitOf(charter)),
        .. charter.Functions.Select((f, i) => Item.Function("charters", "function", $"{key}/f{i + 1}", f.Name)),
        .. charter.Behaviors.Select((b, i) => Item.Essence("charters", "behavior", $"{key}/b{i + 1}", b.Name)),
    ];

    static Split SplitOf(Charter? charter) => Split.Counted(charter?.Functions.Count ?? 0, charter?.Behaviors.Count ?? 0, "its functions and its behaviors");

    static IEnumerable<Item> OfMap(string? table, string key, string name, TouchpointMap map)
    {
        var given = map.Steps.Where(s => !IsDuty(s)).Sum(s => s.Seconds);
        return
        [
            Item.Both(table, "map", key, name, Split.Counted(map.Steps.Sum(s => s.Seconds) - given, given, "the seconds of its steps")),
            .. map.Steps.Select(s => Item.Of(IsDuty(s), table, "map-step", $"{key}/{s.Key}", s.Name)),
            .. map.Windows.Select(w => Item.Essence(table, "window", string.Create(CultureInfo.InvariantCulture, $"{key}@{w.Start}"), w.Beside)),
        ];
    }

    /// <summary>What is between two people, and need not be, may be given; everything else settles something.</summary>
    static bool IsDuty(MapStep step) => step.Mandatory || step.Kind is StepKind.Transactional;
}
