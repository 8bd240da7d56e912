using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;
using Rapport.Roles;
using Rapport.Town;

namespace Rapport.Workspace.Demo;

public sealed record TownConversationSettled(string Key, long Number) : IFact
{
    public Subjects About => default;
}

/// <summary>Gives the desk its past weeks: each conversation in one unit of work, once, at the times at which it was held.</summary>
public sealed class SettleTown(IServiceScopeFactory scopes, TownContent town, Writes writes, Errands errands, TimeProvider time)
{
    public async Task<IReadOnlyDictionary<string, long>> Settle(OpenTown.Desk desk, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var options = scope.ServiceProvider.GetRequiredService<DbContextOptions<RapportDb>>();
        await Write(scope.ServiceProvider.GetRequiredService<RapportDb>(), cancel);
        await new SettleRoles(options, town, writes, errands, time).Settle(desk, cancel);
        var numbers = await Known(scope.ServiceProvider.GetRequiredService<RapportDb>(), cancel);
        var now = time.GetLocalNow();
        foreach (var past in town.Past.Where(p => !numbers.ContainsKey(p.Key)).OrderBy(p => p.Begins(now)))
        {
            var clock = new PastClock(past.Begins(now));
            await using var db = new RapportDb(options, errands, clock, new Actor());
            numbers[past.Key] = await writes.Do(db, () => new PastDesk(db, clock, desk.People, town).Hold(past, cancel), cancel);
        }
        await writes.Do(scope.ServiceProvider.GetRequiredService<RapportDb>(), () => new SettleEssence(scope.ServiceProvider.GetRequiredService<RapportDb>(), desk.People, town.Essence, time).Settle(numbers, cancel), cancel);
        await writes.Do(scope.ServiceProvider.GetRequiredService<RapportDb>(), () => new SettleMemory(scope.ServiceProvider.GetRequiredService<RapportDb>(), desk.People, town, time).Settle(cancel), cancel);
        return numbers;
    }

    async Task Write(RapportDb db, CancellationToken cancel) => await writes.Do(db, async () =>
    {
        var there = (await db.ContactTypes.Select(t => t.Key).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        foreach (var type in town.ContactTypes.Where(t => !there.Contains(t.Key)))
            await WriteContactType.Write(db, new WriteContactType.Request(type.Key, type.Name, type.Description, [.. type.Steps.Select(s => new WriteContactType.Step(s.Key, s.Name, s.Detail))]), cancel);
        await db.SaveChangesAsync(cancel);
        if (there.Count == 0) await db.CountWhatWasLost(time.Now(), cancel);
    }, cancel);

    static async Task<Dictionary<string, long>> Known(RapportDb db, CancellationToken cancel)
    {
        var kind = FactJson.Kind(typeof(TownConversationSettled));
        var entries = await db.Log.AsNoTracking().Where(e => e.Kind == kind).Select(e => e.Data).ToListAsync(cancel);
        return entries.Select(data => JsonSerializer.Deserialize<TownConversationSettled>(data, FactJson.Options)!).ToDictionary(s => s.Key, s => s.Number, StringComparer.Ordinal);
    }
}

/// <summary>A clock that stands where it is put.</summary>
sealed class PastClock(DateTimeOffset at) : TimeProvider
{
    DateTimeOffset at = at;

    public void Pass(TimeSpan time) => at += time;

    public override DateTimeOffset GetUtcNow() => at.ToUniversalTime();

    public Instant Now => Instant.FromDateTimeOffset(GetUtcNow());
}
