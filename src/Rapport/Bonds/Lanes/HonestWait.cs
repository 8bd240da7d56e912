using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Handovers;

namespace Rapport.Bonds.Lanes;

/// <summary>How long it takes until somebody comes, as honestly as it can be said: a coarse range from how it was, or that we don't know.</summary>
/// <param name="From">Seldom sooner.</param>
/// <param name="To">Seldom later.</param>
/// <param name="GiveUpAfter">So long is waited before everybody is asked; the customer is told.</param>
/// <param name="Says">Whether they are in, where they let it be said today.</param>
public sealed record HonestWait(Duration? From, Duration? To, Duration GiveUpAfter, InSays? Says)
{
    const int Enough = 5, Most = 60;
    static readonly Duration LookBack = Duration.FromDays(28);
    static readonly int[] steps = [1, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 480, 720, 1440, 2880, 4320];

    public string InWords(string persona) => (Says, To) switch
    {
        (InSays.Out, _) => $"{persona} isn't in today, so we can't say when.",
        (InSays.In, null) => $"{persona} is in today. How long it takes, we don't know.",
        (_, null) => $"How long it takes until {persona} is free, we don't know.",
        (InSays.In, _) => $"{persona} is in today and usually answers {Between}.",
        _ => $"When {persona} is here, an answer usually takes {Between}.",
    };

    string Between => From is { } from && Minutes(from) > 1 && from != To ? $"{Shortly(from)} to {InWordsOf(To!.Value)}" : $"up to {InWordsOf(To!.Value)}";

    /// <summary>“40 minutes”, “an hour”, “2 hours”, “a day”</summary>
    public static string InWordsOf(Duration length) => Minutes(length) switch
    {
        <= 1 => "a minute",
        < 60 and var minutes => Foundation.Ui.InWords.Count(minutes, "minute"),
        60 => "an hour",
        90 => "an hour and a half",
        < 1440 and var minutes => Foundation.Ui.InWords.Count((minutes + 59) / 60, "hour"),
        1440 => "a day",
        var minutes => Foundation.Ui.InWords.Count((minutes + 1439) / 1440, "day"),
    };

    string Shortly(Duration length) => InWordsOf(length).Split(' ') is [var n, var unit] && InWordsOf(To!.Value).EndsWith(unit, StringComparison.Ordinal) ? n : InWordsOf(length);

    static int Minutes(Duration length) => (int)Math.Ceiling(length.TotalMinutes);

    /// <summary>From past answers on channels of the same pace, and how many are before this one. Whether they are in is known from nothing but what they let be said.</summary>
    public static async Task<HonestWait> For(RapportDb db, PersonId person, Channel channel, int ahead, InSays? says, Instant now, CancellationToken cancel)
    {
        var patience = Views.TooLong(channel);
        if (says is InSays.Out) return new(null, null, Duration.FromDays(1), says);
        var took = await Took(db, person, Handover.IsLive(channel), now - LookBack, cancel);
        if (took.Count < Enough) return new(null, null, patience, says);
        var (from, to) = (Floor(took[took.Count / 4] * (ahead + 1)), Ceiling(took[took.Count * 3 / 4] * (ahead + 1)));
        return new(from, to, Duration.Max(to, Duration.FromMinutes(5)), says);
    }

    /// <summary>Until somebody is free, whoever it is: what first answers took lately, with all that was before them.</summary>
    public static async Task<(Duration? To, string Words)> OfAnybody(RapportDb db, Channel channel, Instant now, CancellationToken cancel)
    {
        var took = await Took(db, null, Handover.IsLive(channel), now - LookBack, cancel);
        if (took.Count < Enough) return (null, "How long it takes until somebody else is free, we don't know.");
        var wait = new HonestWait(Floor(took[took.Count / 4]), Ceiling(took[took.Count * 3 / 4]), default, null);
        return (wait.To, $"With whoever is free first, an answer usually takes {wait.Between}.");
    }

    /// <summary>First answers in what they had, from the customer's first words on.</summary>
    static async Task<List<Duration>> Took(RapportDb db, PersonId? person, bool live, Instant since, CancellationToken cancel)
    {
        var asked = await db.Conversations.AsNoTracking().Where(c => (person == null ? c.OwnerId != null : c.OwnerId == person) && c.AskedAt >= since && (c.Channel == Channel.Chat || c.Channel == Channel.Counter || c.Channel == Channel.Phone) == live)
            .OrderByDescending(c => c.AskedAt).Take(Most).Select(c => new { c.Id, AskedAt = c.AskedAt!.Value }).ToListAsync(cancel);
        var ids = asked.ConvertAll(c => c.Id);
        var answered = await db.Messages.Where(m => ids.Contains(m.ConversationId) && m.From == MessageFrom.Agent && (person == null || m.PersonId == person)).GroupBy(m => m.ConversationId).Select(g => new { g.Key, First = g.Min(m => m.At) }).ToDictionaryAsync(g => g.Key, g => g.First, cancel);
        return [.. asked.Where(c => answered.ContainsKey(c.Id)).Select(c => Duration.Max(answered[c.Id] - c.AskedAt, Duration.Zero)).Order()];
    }

    static Duration Floor(Duration length) => Duration.FromMinutes(steps.LastOrDefault(s => Duration.FromMinutes(s) <= length, steps[0]));

    static Duration Ceiling(Duration length) => Duration.FromMinutes(steps.FirstOrDefault(s => Duration.FromMinutes(s) >= length, steps[^1]));
}
