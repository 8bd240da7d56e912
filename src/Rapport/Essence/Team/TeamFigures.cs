using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Desk;
using Rapport.Foundation;
using Rapport.Language;
using Rapport.Statistics;

namespace Rapport.Essence.Team;

/// <summary>
/// What the system makes room for, of everybody together and of nobody alone. There is no way to ask for less than everybody:
/// it takes no person, no day and no conversation.
/// </summary>
/// <param name="People">Who work here.</param>
/// <param name="Conversations">Opened in these weeks.</param>
/// <param name="Openings">What took openings away, in the finished weeks.</param>
/// <param name="Function">Results, up to now: they are of the desk.</param>
/// <param name="Told">What customers told us of; it has no giver.</param>
/// <param name="Speed">From the customer's side, with what was opened again; null where too few people are behind it.</param>
/// <param name="Waiting">How it was to wait, as customers say it, and whether they heard by the time they were told.</param>
/// <param name="Sought">How often customers asked for somebody by name; empty where too few people were asked for.</param>
/// <param name="Relationship">Whether customers come again after the same person; null where too few people are behind it.</param>
/// <param name="PerOpening">How often there was an opening, and how often a moment was given there; empty where too few people gave.</param>
/// <param name="Given">Null where too few people kept anything.</param>
public sealed record TeamFigures(int People, int Conversations, TeamFigures.Lost Openings, IReadOnlyList<TeamFigures.Row> Function, TeamFigures.Row Told, WhatWasGiven? Given, Speed? Speed, Waiting Waiting, IReadOnlyList<TeamFigures.Row> Sought, Relationship? Relationship, IReadOnlyList<TeamFigures.Row> PerOpening)
{
    /// <summary>With fewer cases it would speak of chance.</summary>
    public const int Enough = 30;

    public const int Weeks = 12;

    public sealed record Row(string Name, Share Share)
    {
        public bool IsEnough => Share.Of >= Enough;
    }

    public sealed record Part(string Key, string Name, int Count, int Percent);

    /// <summary>What took openings away, most often first; the percents add up to 100.</summary>
    public sealed record Lost(IReadOnlyList<Part> Causes, IReadOnlyList<Answer> Answers)
    {
        public int N => Causes.Sum(c => c.Count);
    }

    /// <summary>What is being done about a cause, from when on, and who looks after it.</summary>
    public sealed record Answer(string Cause, string What, Instant Since, string Owner);

    /// <summary>Null when the team is too small for a figure to be of the team.</summary>
    public static async Task<TeamFigures?> Load(RapportDb db, Writes writes, Instant now, CancellationToken cancel)
    {
        var people = await db.People.CountAsync(p => p.Active, cancel);
        if (people < Crowd.Least) return null;
        var since = now - Duration.FromDays(7 * Weeks);
        var conversations = await db.Conversations.Where(c => c.OpenedAt >= since).Select(c => c.Id).ToListAsync(cancel);
        var lost = await FinishedWeeks.Show(db, writes, LostInWeeks.What, now, (from, until) => LostInWeeks.Make(db, from, until, cancel), cancel);
        var given = await FinishedWeeks.Show(db, writes, GivenInWeeks.What, now, (from, until) => GivenInWeeks.Make(db, from, until, cancel), cancel);
        var speed = await FinishedWeeks.Show(db, writes, SpeedInWeeks.What, now - SpeedInWeeks.ToComeBack, (from, until) => SpeedInWeeks.Make(db, from, until, cancel), cancel);
        var sought = await FinishedWeeks.Show(db, writes, SoughtInWeeks.What, now, (from, until) => SoughtInWeeks.Make(db, from, until, cancel), cancel);
        var felt = await FinishedWeeks.Show(db, writes, FeltInWeeks.What, now, (from, until) => FeltInWeeks.Make(db, from, until, cancel), cancel);
        var reader = Recognizer.Load();
        var openings = await FinishedWeeks.Show(db, writes, OpeningsInWeeks.What, now, (from, until) => OpeningsInWeeks.Make(db, reader, from, until, cancel), cancel);
        return new(people, conversations.Count, LostIn(lost, await AnswersTo(db, cancel)), await Results(db, since, now, cancel), await ToldOf(db, conversations, cancel), WhatWasGiven.In(given), Speed.In(speed), await Waiting.Load(db, felt, since, now, cancel), SoughtInWeeks.In(sought), await Relationship.Load(db, writes, now, cancel), OpeningsInWeeks.In(openings));
    }

    static Lost LostIn(IReadOnlyList<FinishedWeeks> finished, IReadOnlyList<Answer> answers)
    {
        var counts = finished.SelectMany(f => f.Read<LostInWeeks>().Causes).ToLookup(c => c.Key, c => c.Value, StringComparer.Ordinal);
        return new(Parts(Causes.All.Select(c => (c.Key(), c.Words(), counts[c.Key()].Sum()))), answers);
    }

    static async Task<List<Answer>> AnswersTo(RapportDb db, CancellationToken cancel)
    {
        var answers = await (
            from d in db.Designs.AsNoTracking()
            join p in db.People on d.OwnerId equals p.Id
            where d.Answers != null && d.EndedAt == null
            orderby d.StartsAt
            select new { d.Answers, d.What, d.StartsAt, p.Name }).ToListAsync(cancel);
        return answers.ConvertAll(a => new Answer(a.Answers!.Value.Key(), a.What, a.StartsAt, a.Name));
    }

    static async Task<List<Row>> Results(RapportDb db, Instant since, Instant now, CancellationToken cancel)
    {
        var resolved = await Ended.Between(db, since, now + Duration.FromSeconds(1), cancel);
        var due = db.Promises.Where(p => p.DueAt >= since && p.DueAt <= now);
        return
        [
            new("Resolved, not opened again", new(resolved.Count(r => r.Stayed), resolved.Count)),
            new("Every step done, none left out", new(resolved.Count(r => r.AllDone), resolved.Count(r => r.HadSteps))),
            new("Promises kept in time", new(await due.CountAsync(p => p.KeptAt != null && p.KeptAt <= p.DueAt, cancel), await due.CountAsync(cancel))),
        ];
    }

    static async Task<Row> ToldOf(RapportDb db, List<ConversationId> conversations, CancellationToken cancel)
    {
        var told = (await db.ToldMoments.AsNoTracking().Select(t => t.ConversationId).Distinct().ToListAsync(cancel)).ToHashSet();
        return new("The customer told us of one", new(conversations.Count(told.Contains), conversations.Count));
    }

    internal static List<Part> Parts(IEnumerable<(string Key, string Name, int Count)> counted)
    {
        var inOrder = counted.OrderByDescending(c => c.Count).ToList();
        var percents = Share.Percents(inOrder.ConvertAll(c => c.Count));
        return [.. inOrder.Select((c, i) => new Part(c.Key, c.Name, c.Count, percents[i]))];
    }
}
