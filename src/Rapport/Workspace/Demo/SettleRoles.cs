using Microsoft.EntityFrameworkCore;
using Rapport.Essence;
using Rapport.Foundation;
using Rapport.Roles.Charters;
using Rapport.Roles.Maps;
using Rapport.Town;

namespace Rapport.Workspace.Demo;

/// <summary>Gives the town's roles their charters, its kinds of matter their maps, and both what is woven in; each at the day on which it was written, once.</summary>
sealed class SettleRoles(DbContextOptions<RapportDb> options, TownContent town, Writes writes, Errands errands, TimeProvider time)
{
    const int CharterIsOld = 60;

    public async Task Settle(OpenTown.Desk desk, CancellationToken cancel)
    {
        var lead = desk.People[town.Visitor];
        await At(CharterIsOld, async db =>
        {
            if (await db.JobRoles.AnyAsync(cancel) || await db.Maps.AnyAsync(cancel)) return;
            foreach (var text in town.Roles.Charters)
            {
                var (role, draft, _) = await WriteCharter.Write(db, CharterAsText.Draft(null, CharterText.Read(text)), lead, Past(CharterIsOld).Now(), cancel);
                draft.Publish(role, Past(CharterIsOld).Now(), [], lead.Id, Past(CharterIsOld).Now());
            }
            foreach (var map in town.Roles.Maps)
                await DrawMap.Write(db, new(null, map.Name, map.Trade, map.ContactType, null, [.. map.Steps.Select(s => new DrawMap.StepInput(s.Key, s.Name, s.Busy, s.Seconds, s.After, s.Kind, s.Mandatory))]), lead, Past(CharterIsOld).Now(), cancel);
        }, cancel);
        if (await Has(cancel)) return;
        foreach (var weave in town.Roles.Weaves)
            await At(weave.DaysAgo, db => WeaveIn.Write(db, new(weave.ContactType, null, weave.Step, weave.Kind, weave.Opening, weave.Reason, weave.Evidence, null, null), desk.People[weave.Owner], Past(weave.DaysAgo).Now(), cancel), cancel);
        foreach (var design in town.Roles.Designs)
            await At(design.DaysAgo, db =>
            {
                var now = Past(design.DaysAgo).Now();
                db.Add(Design.Begin(Enum.Parse<DesignKind>(design.Kind, ignoreCase: true), design.What, now, desk.People[design.Owner].Id, now));
                return Task.CompletedTask;
            }, cancel);
    }

    async Task<bool> Has(CancellationToken cancel)
    {
        await using var db = new RapportDb(options, errands, time, new Actor());
        return await db.Designs.AnyAsync(cancel);
    }

    PastClock Past(int daysAgo) => new(time.GetLocalNow().Date.AddHours(9).AddDays(-daysAgo) is var day ? new DateTimeOffset(day, time.GetLocalNow().Offset) : default);

    async Task At(int daysAgo, Func<RapportDb, Task> work, CancellationToken cancel)
    {
        await using var db = new RapportDb(options, errands, Past(daysAgo), new Actor());
        await writes.Do(db, async () =>
        {
            await work(db);
            await db.SaveChangesAsync(cancel);
        }, cancel);
    }
}
