using NodaTime;
using Rapport.Essence.Team;
using Rapport.Foundation;
using Rapport.Roles.Coding;
using Rapport.Statistics;

namespace Rapport.Promoters.Figures;

/// <summary>
/// What customers say, of everybody together and of nobody alone: of weeks that are over and whose questions do not stand any more. Like the
/// rest of the lead's page it takes no person, no day and no conversation.
/// </summary>
/// <param name="On">Whether customers are asked at present.</param>
/// <param name="Response">Who answered, of those who were asked; null where there is no week yet of enough people.</param>
/// <param name="Until">The Monday after the last week.</param>
/// <param name="Silent">The strata in which nobody who was asked answered.</param>
/// <param name="Outcomes">By what is asked for.</param>
/// <param name="HopedForNothing">Of those asked whether something was picked up on: there was nothing to.</param>
/// <param name="Connected">Impression and connection, told apart.</param>
/// <param name="Uplift">What was given, and what customers remember.</param>
/// <param name="Remembering">Whether they still do.</param>
/// <param name="Words">Their own words, as people have coded them.</param>
public sealed record TeamAnswers(bool On, Share? Response, string? Until, IReadOnlyList<string> Silent, IReadOnlyList<Outcome> Outcomes, int HopedForNothing, ConnectedInWeeks? Connected, Uplift? Uplift, Remembering? Remembering, IReadOnlyList<CodedShares> Words)
{
    public Outcome Of(string key) => Outcomes.First(o => o.Key == key);

    public static async Task<TeamAnswers> Load(RapportDb db, Writes writes, Instant now, CancellationToken cancel)
    {
        // A question stands for two weeks, so a week is added up when it is two weeks old.
        var over = now - Ask.Stands;
        var answers = await FinishedWeeks.Show(db, writes, AnswersInWeeks.What, over, (from, until) => AnswersInWeeks.Make(db, from, until, cancel), cancel);
        var connected = await FinishedWeeks.Show(db, writes, ConnectedInWeeks.What, over, (from, until) => ConnectedInWeeks.Make(db, from, until, cancel), cancel);
        var uplift = await FinishedWeeks.Show(db, writes, UpliftInWeeks.What, over, (from, until) => UpliftInWeeks.Make(db, from, until, cancel), cancel);
        var recalled = await FinishedWeeks.Show(db, writes, RecalledInWeeks.What, over, (from, until) => RecalledInWeeks.Make(db, from, until, cancel), cancel);
        var weeks = answers.Select(f => f.Read<AnswersInWeeks>()).ToList();
        IReadOnlyList<AskedCell> CellsOf(Asking a) => [.. weeks.SelectMany(w => w.Cells.GetValueOrDefault(a.Key) ?? [])];
        var outcomes = Asking.All.Select(a => Outcome.Of(a, CellsOf(a))).ToList();
        var picked = outcomes.Find(o => o.Key == Asking.PickedUpKey)!;
        return new(
            (await db.Survey(cancel)).OnSince is not null,
            weeks.Count == 0 ? null : new(weeks.Sum(w => w.Answered), weeks.Sum(w => w.Asked)),
            answers.Count == 0 ? null : answers[^1].Until,
            WeightedShare.Of(CellsOf(Asking.Anything))?.Silent ?? [],
            weeks.Count == 0 ? [] : outcomes,
            picked.Answered - picked.Share.Of,
            ConnectedInWeeks.In([.. connected.Select(f => f.Read<ConnectedInWeeks>())]),
            Uplift.In([.. uplift.Select(f => f.Read<UpliftInWeeks>())]),
            Remembering.In([.. recalled.Select(f => f.Read<RecalledInWeeks>())]),
            [await CodedShares.Read(db, CodeBook.Adjective, now, cancel), await CodedShares.Read(db, CodeBook.Reason, now, cancel)]);
    }
}
