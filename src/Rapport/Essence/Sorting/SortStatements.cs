using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Foundation;
using Rapport.Roles;
using Rapport.Statistics;
using Half = Rapport.Roles.Charters.Half;

namespace Rapport.Essence.Sorting;

/// <summary>Function or essence? Whoever likes sorts half of the bank, and later the other half, and sees what they gained. Nobody is asked to, and nobody else sees it.</summary>
public sealed class SortStatements : IFeature
{
    public sealed record Request(IReadOnlyList<string?>? Answers);

    public sealed record ToSort(string Trade, string Words, Half? Key, Half? Sorted);

    /// <summary>Of so many so many as the key has them, with the interval, and beyond chance; null until it is sorted.</summary>
    public sealed record Result(int Alike, int Of, double Rate, double Low, double High, double? BeyondChance);

    public sealed record SittingView(Part Part, IReadOnlyList<ToSort> Statements, Result? Result)
    {
        /// <summary>The key is told once it can't help.</summary>
        public static SittingView Of(Sitting s)
        {
            var answers = s.Answers?.Split(',');
            return new(s.Part, [.. s.Drawn.Select((d, i) => new ToSort(d.Trade, d.Words, answers is null ? null : d.Half, answers is null ? null : Enum.Parse<Half>(answers[i], ignoreCase: true)))],
                s.Alike is { } alike ? new(alike.Hits, alike.Of, alike.Rate, alike.Interval.Low, alike.Interval.High, s.BeyondChance) : null);
        }
    }

    public sealed record GainView(double Value, double Low, double High);

    public sealed record View(IReadOnlyList<SittingView> Sittings, GainView? Gain);

    public sealed record PageView(Me Me, View Own, string? Problem = null, IReadOnlyList<string?>? Chosen = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/sorting", async (Me me, RapportDb db, CancellationToken cancel) => Answer.Ok(await Load(db, me, cancel))).For(Who.Agent);
        app.MapGet("/sorting", async (Me me, RapportDb db, CancellationToken cancel) => Pages.Show<SortingPage>(new { Page = new PageView(me, await Load(db, me, cancel)) })).For(Who.Agent);
        foreach (var place in new[] { "/api/v1/sorting", "/sorting" })
        {
            app.MapPost(place + "/sittings", Begin).For(Who.Agent);
            app.MapDelete(place, ThrowAway).For(Who.Agent);
        }
        app.MapPut("/api/v1/sorting/answers", Sort).For(Who.Agent).KeepsOwn();
        app.MapPost("/sorting/answers", SortOnPage).For(Who.Agent).DisableAntiforgery();
    }

    static async Task<Created<SittingView>> Begin(Me me, RapportDb db, CancellationToken cancel)
    {
        await db.Alone(Once.ForPerson, me.Id.Value, cancel);
        var mine = await Mine(db, me, cancel);
        Refusal.If(mine.Exists(s => s.Answers is null), "You have begun already. What was drawn waits on your page.");
        Refusal.If(mine.Count == 2, "You have sorted both halves of the bank. To begin anew, throw both sittings away.");
        var sitting = Sitting.Draw(me.Id, mine.Find(s => s.Part is Part.Before), Random.Shared);
        db.Add(sitting);
        await db.SaveChangesAsync(cancel);
        return Answer.CreatedSecret("/api/v1/sorting", SittingView.Of(sitting));
    }

    static async Task<Answer<View>> Sort(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var check = new Check().That(request.Answers is not null, "answers", "“answers” is missing. Give one for each statement, in their order: function or essence.");
        foreach (var answer in request.Answers ?? []) check.That(answer is not null, "answers", "“answers” has a gap.").OneOf("answers", answer, "function", "essence");
        check.Done();
        var open = (await Mine(db, me, cancel)).Find(s => s.Answers is null) ?? throw new NotFound("sitting that waits for your answers");
        open.Sort([.. request.Answers!.Select(a => Enum.Parse<Half>(a!, ignoreCase: true))], time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.OkSecret(await Load(db, me, cancel));
    }

    static async Task<IResult> SortOnPage(IFormCollection form, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var count = (await Mine(db, me, cancel)).Find(s => s.Answers is null)?.Drawn.Count ?? 0;
        string?[] chosen = [.. Enumerable.Range(0, count).Select(i => form[string.Create(System.Globalization.CultureInfo.InvariantCulture, $"s{i}")].ToString() is { Length: > 0 } half ? half : null)];
        try
        {
            await Sort(new(chosen), me, db, time, cancel);
            return Results.Redirect("/sorting");
        }
        catch (Invalid)
        {
            return Pages.Show<SortingPage>(new { Page = new PageView(me, await Load(db, me, cancel), "Some are not sorted yet. Guess where you are not sure: it is yours alone.", chosen) }, 400);
        }
    }

    static async Task<NoContent> ThrowAway(Me me, RapportDb db, CancellationToken cancel)
    {
        await db.Sittings.Where(s => s.PersonId == me.Id).ExecuteDeleteAsync(cancel);
        return Answer.Nothing;
    }

    static async Task<View> Load(RapportDb db, Me me, CancellationToken cancel)
    {
        var mine = await Mine(db, me, cancel);
        var gain = mine is [{ Alike: { } before }, { Alike: { } after }] ? Gain.Between(before, after) : null;
        return new(mine.ConvertAll(SittingView.Of), gain is null ? null : new(gain.Value, gain.Interval.Low, gain.Interval.High));
    }

    static async Task<List<Sitting>> Mine(RapportDb db, Me me, CancellationToken cancel) => [.. (await db.Sittings.Where(s => s.PersonId == me.Id).ToListAsync(cancel)).OrderBy(s => s.Part)];

}
