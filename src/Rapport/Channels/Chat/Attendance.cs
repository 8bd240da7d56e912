using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;

namespace Rapport.Channels.Chat;

/// <summary>
/// Whether somebody is at the desk: a person has it open in a browser, on any node, or has answered somebody in the last
/// five minutes. Otherwise customers are told that we answer by mail, which is honest at any hour.
/// </summary>
public sealed class Attendance : BackgroundService
{
    /// <summary>So long is somebody taken to be there after an answer.</summary>
    public static readonly Duration AnswerCounts = Duration.FromMinutes(5);

    const string Topic = "attended";
    const int Recent = 500;
    static readonly TimeSpan Round = TimeSpan.FromSeconds(20);
    static readonly Duration Lasts = Duration.FromSeconds(50), Remember = Duration.FromSeconds(10);

    readonly Topics topics;
    readonly Notices notices;
    readonly TimeProvider time;
    long elsewhere;
    volatile Answered answered = new(false, Instant.MinValue);

    sealed record Answered(bool Lately, Instant AskedAt);

    public Attendance(Topics topics, Notices notices, TimeProvider time)
    {
        (this.topics, this.notices, this.time) = (topics, notices, time);
        topics.OnTold(topic =>
        {
            if (topic == Topic) Interlocked.Exchange(ref elsewhere, time.Now().ToUnixTimeTicks());
        });
    }

    public async ValueTask<bool> SomebodyIsHere(RapportDb db, CancellationToken cancel)
    {
        var now = time.Now();
        if (topics.SomebodyListens || now - Instant.FromUnixTimeTicks(Interlocked.Read(ref elsewhere)) < Lasts) return true;
        if (answered.AskedAt < now - Remember)
        {
            var since = now - AnswerCounts;
            var newest = await db.Log.AsNoTracking().OrderByDescending(e => e.Id).Take(Recent).Select(e => new { e.Kind, e.At }).ToListAsync(cancel);
            answered = new(newest.Exists(e => e.Kind == "message_sent" && e.At > since), now);
        }
        return answered.Lately;
    }

    /// <summary>Each node tells the others that somebody is at the desk with it.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                if (topics.SomebodyListens) notices.Publish([Topic]);
        }
        catch (OperationCanceledException) { /* the program ends */ }
    }
}
