using Microsoft.EntityFrameworkCore;
using Rapport.Access;
using Rapport.Essence.Library;
using Rapport.Foundation;
using Rapport.Roles;

namespace Rapport.Essence.Cues;

/// <summary>A lead makes the deny list stricter. It can't be made any other way, and who tries is told why.</summary>
public sealed class KeepDenyList : IFeature
{
    const int LongestWords = 100;
    const string Stays = "The deny list can only be made stricter: what is on it stays, in every house.";

    public sealed record Request(string? Words);

    public sealed record BudgetRequest(int? PerHour);

    public sealed record View(string Words, string About, bool BuiltIn);

    public sealed record Denied(string Words);

    public sealed record BudgetView(int PerHour);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/deny-list", List).For(Who.Agent);
        app.MapGet("/api/v1/cues/budget", async (RapportDb db, CancellationToken cancel) => Answer.Ok(new BudgetView(await CuesView.Budget(db, cancel)))).For(Who.Agent);
        foreach (var place in new[] { "/api/v1", "/essence/cues" })
        {
            app.MapPost(place + "/deny-list", Add).For(Who.Lead).KeepsOptional().Produces<Denied>().Produces<Denied>(StatusCodes.Status201Created);
            app.MapDelete(place + "/deny-list/{words}", Remove).For(Who.Lead).DoesItsOwnWrites().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        }
        app.MapPut("/api/v1/cues/budget", SetBudget).For(Who.Lead).KeepsOptional();
        app.MapPut("/essence/cues/budget", SetBudget).For(Who.Lead).KeepsOptional();
    }

    static async Task<Answer<PageOf<View>>> List(RapportDb db, CancellationToken cancel)
    {
        var added = await db.DeniedWords.OrderBy(w => w.Words).Select(w => w.Words).ToListAsync(cancel);
        return Answer.Ok(Paging.All(added.Select(w => new View(w, "added here", false)).Concat(DenyList.BuiltIn.Entries.Select(e => new View(e.Words, e.About, true)))));
    }

    static async Task<Answer> Add(Request request, Me me, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check().Text("words", request.Words, LongestWords).Done();
        var why = DenyList.WhyNever(request.Words!);
        new Check().That(why is null, "words", why ?? "").Done();
        var words = string.Join(' ', Phrases.Wanted(request.Words!));
        await db.Alone(Once.ForCues, CueBudget.TheOne, cancel);
        if ((await CuesView.Denied(db, cancel)).Has(words)) return Answer.Ok(new Denied(words));
        db.Add(DeniedWord.Add(words, me.Id, time.Now()));
        await db.SaveChangesAsync(cancel);
        return Answer.Created($"/api/v1/deny-list/{Uri.EscapeDataString(words)}", new Denied(words));
    }

    /// <summary>Refused, and the attempt is on record.</summary>
    static async Task<Answer> Remove(string words, RapportDb db, Writes writes, CancellationToken cancel)
    {
        words = string.Join(' ', Phrases.Wanted(words));
        if (!(await CuesView.Denied(db, cancel)).Has(words)) throw new NotFound("entry in the deny list");
        await writes.Do(db, async () =>
        {
            db.Record(new WordsStayDenied(words, Stays));
            await db.SaveChangesAsync(cancel);
        }, cancel);
        throw new Refusal($"“{words}” stays. {Stays}", "deny-list-only-stricter");
    }

    static async Task<Answer<BudgetView>> SetBudget(BudgetRequest request, RapportDb db, CancellationToken cancel)
    {
        new Check().That(request.PerHour is >= 0 and <= CueBudget.Most, "per_hour", $"Cues an hour must be between 0 (no cues in this house) and {CueBudget.Most}.").Done();
        await db.Alone(Once.ForCues, CueBudget.TheOne, cancel);
        var budget = await db.CueBudgets.SingleOrDefaultAsync(b => b.Id == CueBudget.TheOne, cancel);
        if (budget is null) db.Add(budget = new CueBudget { Id = CueBudget.TheOne, PerHour = request.PerHour!.Value });
        budget.PerHour = request.PerHour!.Value;
        db.Record(new CueBudgetSet(budget.PerHour));
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(new BudgetView(budget.PerHour));
    }
}
