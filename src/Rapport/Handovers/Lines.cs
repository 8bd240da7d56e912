using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Handovers;

/// <summary>
/// Who is here, on any node, and what happens when somebody's last line drops: a page that is only loaded again has its line back within the grace;
/// after it, what was being handed to or from them goes where the customer has somebody. All within two seconds.
/// </summary>
public sealed class Lines : BackgroundService
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>The other nodes give the one whose line it was the time to settle it, and do it themselves when that one is stopping.</summary>
    static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(.3);
    static readonly TimeSpan Round = TimeSpan.FromSeconds(20), AfterAStart = TimeSpan.FromSeconds(8);
    static readonly Duration Lasts = Duration.FromSeconds(50);
    const string HereIs = "line-of:", WhoIs = "line-of?:";

    readonly Topics topics;
    readonly Notices notices;
    readonly TimeProvider time;
    readonly IServiceScopeFactory scopes;
    readonly Writes writes;
    readonly ILogger<Lines> log;
    readonly ConcurrentDictionary<Guid, Instant> elsewhere = [];
    readonly CancellationTokenSource over = new();
    readonly CancellationToken ending;

    public Lines(Topics topics, Notices notices, TimeProvider time, IServiceScopeFactory scopes, Writes writes, ILogger<Lines> log)
    {
        (this.topics, this.notices, this.time, this.scopes, this.writes, this.log, ending) = (topics, notices, time, scopes, writes, log, over.Token);
        topics.OnTold(Hear);
        topics.OnLineChanged((person, came) => _ = came ? Came(person) : Gone(person, Grace, asks: true));
    }

    public bool IsHere(PersonId person) => topics.IsHere(person.Value) || (elsewhere.TryGetValue(person.Value, out var at) && time.Now() - at < Lasts);

    void Hear(string topic)
    {
        if (topic.StartsWith(HereIs, StringComparison.Ordinal) && Guid.TryParse(topic.AsSpan(HereIs.Length), out var there))
        {
            if (!topics.IsHere(there)) elsewhere[there] = time.Now();
        }
        else if (topic.StartsWith(WhoIs, StringComparison.Ordinal) && Guid.TryParse(topic.AsSpan(WhoIs.Length), out var asked))
        {
            if (topics.IsHere(asked)) notices.Publish([HereIs + asked]);
            else if (elsewhere.TryRemove(asked, out _)) _ = Gone(asked, Grace + Elsewhere, asks: false);
        }
    }

    async Task Came(Guid person)
    {
        notices.Publish([HereIs + person, Screens.Team]);
        await Settle(new(person), back: true);
    }

    /// <summary>Other nodes are asked, because somebody may have come back to one of them.</summary>
    async Task Gone(Guid person, TimeSpan grace, bool asks)
    {
        try
        {
            if (asks)
            {
                elsewhere.TryRemove(person, out _);
                notices.Publish([WhoIs + person]);
            }
            await Task.Delay(grace, time, ending);
            if (IsHere(new(person))) return;
            await Settle(new(person), back: false);
            notices.Publish([Screens.Team]);
        }
        catch (OperationCanceledException) { /* the program ends */ }
    }

    /// <summary>Takes the steps that follow from somebody's line having dropped, or being there again. Each by itself, so that one that fails keeps no other back.</summary>
    public async Task Settle(PersonId person, bool back)
    {
        List<long> numbers = [];
        await Insist(async db => numbers = await db.Handovers.AsNoTracking().Where(h => h.EndedAt == null && h.Live && (h.SenderId == person || h.ToId == person || h.ReceiverId == person)).OrderBy(h => h.Number).Select(h => h.Number).ToListAsync(ending));
        foreach (var number in numbers) await Insist(db => writes.Do(db, () => Settle(db, number, person, back), ending));
    }

    async Task Settle(RapportDb db, long number, PersonId person, bool back)
    {
        var sender = await db.Handovers.AsNoTracking().Where(h => h.Number == number && h.EndedAt == null).Select(h => (PersonId?)h.SenderId).SingleOrDefaultAsync(ending);
        // While this waited for its turn, they may have come back, or gone again.
        if (sender is not null) await db.MoveByItself(number, StepOf(sender == person, back), time, ending, () => IsHere(person) == back);
    }

    Task Insist(Func<RapportDb, Task> work) => Unattended.Do(async () =>
    {
        await using var scope = scopes.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<RapportDb>());
    }, time, log, ending);

    static Step StepOf(bool sender, bool back) => (sender, back) switch
    {
        (true, true) => Step.SenderBack,
        (true, false) => Step.LoseSender,
        (false, true) => Step.ReceiverBack,
        _ => Step.LoseReceiver,
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(AfterAStart, time, stoppingToken);
            await Insist(SettleAfterAStart);
            using var timer = new PeriodicTimer(Round, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                notices.Publish([.. topics.Here().Select(person => HereIs + person)]);
                foreach (var silent in elsewhere.Where(e => time.Now() - e.Value >= Lasts).Select(e => e.Key).ToList())
                    if (elsewhere.TryRemove(silent, out _) && !topics.IsHere(silent)) _ = Gone(silent, Grace, asks: true);
            }
        }
        catch (OperationCanceledException) { /* the program ends */ }
    }

    /// <summary>Lines that ended with the program have nobody who noticed: whoever is not back by now is not there.</summary>
    async Task SettleAfterAStart(RapportDb db)
    {
        var open = await db.Handovers.AsNoTracking().Where(h => h.EndedAt == null && h.Live && h.SawLines).Select(h => new { h.SenderId, h.ToId, h.ReceiverId }).ToListAsync(ending);
        await Task.WhenAll(open.SelectMany(h => new[] { h.ReceiverId ?? h.ToId, h.SenderId }).OfType<PersonId>().Distinct().Where(p => !IsHere(p)).Select(p => Gone(p.Value, Grace, asks: true)));
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        over.Cancel();
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        over.Dispose();
        base.Dispose();
    }
}

public static class Absence
{
    /// <summary>Whether somebody has said that they are away.</summary>
    public static Task<bool> IsCovered(this RapportDb db, PersonId person, CancellationToken cancel) => db.Covers.AnyAsync(c => c.PersonId == person && c.EndedAt == null, cancel);

    /// <summary>Away is who has no page open, or has said so.</summary>
    public static bool IsAway(this Lines lines, PersonId person, bool covered) => covered || !lines.IsHere(person);
}
