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

    public Lines(Topics topics, Notices notices, TimeProvider time, IServiceScopeFactory scopes, Writes writes, ILogger<Lines> log)
    {
        (this.topics, this.notices, this.time, this.scopes, this.writes, this.log) = (topics, notices, time, scopes, writes, log);
        topics.OnTold(Hear);
        topics.OnLineChanged((person, came) => _ = came ? Came(person) : Gone(person));
    }

    public bool IsHere(PersonId person) => topics.IsHere(person.Value) || (elsewhere.TryGetValue(person.Value, out var at) && time.Now() - at < Lasts);

    void Hear(string topic)
    {
        if (topic.StartsWith(HereIs, StringComparison.Ordinal) && Guid.TryParse(topic.AsSpan(HereIs.Length), out var there)) elsewhere[there] = time.Now();
        else if (topic.StartsWith(WhoIs, StringComparison.Ordinal) && Guid.TryParse(topic.AsSpan(WhoIs.Length), out var asked) && topics.IsHere(asked)) notices.Publish([HereIs + asked]);
    }

    async Task Came(Guid person)
    {
        notices.Publish([Screens.Team]);
        await Settle(new(person), back: true);
    }

    /// <summary>Other nodes are asked, because somebody may have come back to one of them.</summary>
    async Task Gone(Guid person)
    {
        try
        {
            elsewhere.TryRemove(person, out _);
            notices.Publish([WhoIs + person]);
            await Task.Delay(Grace, time, over.Token);
            if (IsHere(new(person))) return;
            await Settle(new(person), back: false);
            notices.Publish([Screens.Team]);
        }
        catch (OperationCanceledException) { /* the program ends */ }
    }

    /// <summary>Takes the steps that follow from somebody's line having dropped, or being there again.</summary>
    public async Task Settle(PersonId person, bool back)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
            var numbers = await db.Handovers.AsNoTracking().Where(h => h.EndedAt == null && h.Live && (h.SenderId == person || h.ToId == person || h.ReceiverId == person)).Select(h => h.Number).ToListAsync(over.Token);
            foreach (var number in numbers) await writes.Do(db, () => Settle(db, number, person, back), over.Token);
        }
        catch (OperationCanceledException) { /* the program ends */ }
        catch (Exception e) when (e is Refusal or DbUpdateException or InvalidOperationException or NotFound) { log.LogWarning(e, "What follows from a line could not be done"); }
    }

    async Task Settle(RapportDb db, long number, PersonId person, bool back)
    {
        db.ChangeTracker.Clear();
        var sender = await db.Handovers.AsNoTracking().Where(h => h.Number == number && h.EndedAt == null).Select(h => (PersonId?)h.SenderId).SingleOrDefaultAsync(over.Token);
        if (sender is not null) await db.MoveByItself(number, StepOf(sender == person, back), time, over.Token);
    }

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
            await SettleAfterAStart(stoppingToken);
            using var timer = new PeriodicTimer(Round, time);
            while (await timer.WaitForNextTickAsync(stoppingToken)) notices.Publish([.. topics.Here().Select(person => HereIs + person)]);
        }
        catch (OperationCanceledException) { /* the program ends */ }
    }

    /// <summary>Lines that ended with the program have nobody who noticed: whoever is not back by now is not there.</summary>
    async Task SettleAfterAStart(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RapportDb>();
        var open = await db.Handovers.AsNoTracking().Where(h => h.EndedAt == null && h.Live && h.SawLines).Select(h => new { h.SenderId, h.ToId, h.ReceiverId }).ToListAsync(cancel);
        foreach (var person in open.SelectMany(h => new[] { h.ReceiverId ?? h.ToId, h.SenderId }).OfType<PersonId>().Distinct().ToList())
            if (!topics.IsHere(person.Value)) await Gone(person.Value);
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
