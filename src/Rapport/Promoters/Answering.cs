using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Foundation;
using Rapport.Roles.Coding;

namespace Rapport.Promoters;

/// <summary>What a customer says. Each part may be left out; with all of them left out it is taken back.</summary>
public sealed record AnswerRequest(bool? Memorable = null, string? Because = null, bool? Impression = null, bool? Connection = null, string? Adjectives = null, string? Frequency = null, string? PickedUp = null, int? Recommend = null)
{
    static readonly string[] often = ["never", "seldom", "sometimes", "often", "always"], picked = ["nothing", "yes", "missed"];

    public static AnswerRequest Nothing { get; } = new();

    string? reason => Memorable is true ? Said(Because) : null;

    string? adjectives => Said(Adjectives);

    public bool IsEmpty => Memorable is null && Impression is null && Connection is null && adjectives is null && Frequency is null && PickedUp is null && Recommend is null;

    public Check Check(Check check) => check
        .AtMost("because", Because, SaidWords.Longest).AtMost("adjectives", Adjectives, SaidWords.LongestAdjectives)
        .That(adjectives is null || adjectives.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length <= SaidWords.MostAdjectives, "adjectives", "Say it in one to three words.")
        .OneOf("frequency", Frequency, often).OneOf("picked_up", PickedUp, picked)
        .That(Recommend is null or (>= 0 and <= CustomerAnswer.HighestRecommend), "recommend", $"“recommend” is a number from 0 to {CustomerAnswer.HighestRecommend}.");

    /// <summary>Whether it answers a question that was not drawn.</summary>
    internal bool Strays(Rotating asked) =>
        (adjectives is not null && asked is not Rotating.Adjectives) || (Frequency is not null && asked is not Rotating.Frequency) || (PickedUp is not null && asked is not Rotating.PickedUp) || (Recommend is not null && asked is not Rotating.Recommend);

    internal void Fill(CustomerAnswer answer)
    {
        (answer.Memorable, answer.Impression, answer.Connection, answer.Recommend) = (Memorable, Impression, Connection, Recommend);
        answer.Frequency = Frequency is null ? null : (Frequency)Array.IndexOf(often, Frequency);
        answer.PickedUp = PickedUp is null ? null : (PickedUp)Array.IndexOf(picked, PickedUp);
    }

    internal IEnumerable<(WordsKind Kind, string? Words)> Words => [(WordsKind.Reason, reason), (WordsKind.Adjective, adjectives)];

    static string? Said(string? words) => string.IsNullOrWhiteSpace(words) ? null : words.Trim();
}

static class Answering
{
    /// <summary>The first answer, another one, or none any more.</summary>
    public static async Task Say(this RapportDb db, Ask ask, AnswerRequest said, Instant now, CancellationToken cancel)
    {
        said.Check(new Check()).Done();
        await db.Alone(DrawWhomToAsk.ForAsking, ask.Id.Value, cancel);
        var answer = await db.CustomerAnswers.SingleOrDefaultAsync(a => a.AskId == ask.Id, cancel);
        if (said.IsEmpty)
        {
            await db.TakeBack([ask.Id], cancel);
            return;
        }
        Refusal.If(answer is null && !ask.StandsAt(now), "This question does not stand any more.", "not-asked");
        Refusal.If(said.Strays(ask.Question), "That was not asked. Answer the questions that stand here, or leave them out.", "not-asked");
        if (answer is null)
        {
            db.Add(answer = new CustomerAnswer { AskId = ask.Id, At = now });
            if (ask.RecallDays is { } days)
            {
                db.Add(new Recall { AskId = ask.Id, Days = days });
                db.Add(Errands.Later<RecallDue, AskAgain>(new(ask.Id), ask.AskedAt + Duration.FromDays(days)));
            }
        }
        said.Fill(answer);
        foreach (var (kind, words) in said.Words)
        {
            var before = await db.SaidWords.SingleOrDefaultAsync(w => w.AskId == ask.Id && w.Kind == kind, cancel);
            if (before?.Words == words) continue;
            // What was sorted under the words of before does not hold for these.
            if (before is not null)
            {
                await db.SaidWords.Where(w => w.Id == before.Id).ExecuteDeleteAsync(cancel);
                await ToBeCoded.TakeBack(db, [before.Id], cancel, wholeWeeks: true);
                db.Entry(before).State = EntityState.Detached;
            }
            if (words is null) continue;
            db.Add(new SaidWords { AskId = ask.Id, Kind = kind, Words = words });
            db.Add(Errands.Later<WordsReady, HandInWords>(new(kind, WordsToCode.WeekOf(ask.AskedAt)), WordsToCode.Ready(ask.AskedAt)));
        }
    }

    /// <summary>That they were asked stays; what they said does not.</summary>
    public static async Task TakeBack(this RapportDb db, IReadOnlyList<AskId> asks, CancellationToken cancel)
    {
        await ToBeCoded.TakeBack(db, await db.SaidWords.Where(w => asks.Contains(w.AskId)).Select(w => w.Id).ToListAsync(cancel), cancel, wholeWeeks: true);
        await db.SaidWords.Where(w => asks.Contains(w.AskId)).ExecuteDeleteAsync(cancel);
        await db.Recalls.Where(r => asks.Contains(r.AskId)).ExecuteDeleteAsync(cancel);
        await db.CustomerAnswers.Where(a => asks.Contains(a.AskId)).ExecuteDeleteAsync(cancel);
    }
}
