using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Promoters;

/// <summary>A lead says whether customers are asked, how many of them, and how long each is left in peace.</summary>
public sealed class SetSurvey : IFeature
{
    public sealed record Request(bool? On, int? OneIn, int? RestDays, int? RecallOneIn);

    public sealed record View(bool On, Instant? OnSince, int OneIn, int RestDays, int RecallOneIn);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/settings/survey", async (Me me, RapportDb db, CancellationToken cancel) => Pages.Show<SurveyPage>(new { Me = me, Survey = Of(await db.Survey(cancel)) })).For(Who.Lead);
        app.MapGet("/api/v1/survey", async (RapportDb db, CancellationToken cancel) => Answer.Ok(Of(await db.Survey(cancel)))).For(Who.Lead);
        foreach (var route in new[] { "/api/v1/survey", "/settings/survey" }) app.MapPut(route, Set).For(Who.Lead);
    }

    /// <summary>What is left out stays as it is.</summary>
    static async Task<Answer<View>> Set(Request request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        new Check()
            .That(request.OneIn is null or (>= 1 and <= Survey.Rarest), "one_in", $"One in how many: between 1 (everybody) and {Survey.Rarest}.")
            .That(request.RestDays is null or (>= 1 and <= Survey.LongestRest), "rest_days", $"Days of peace: between 1 and {Survey.LongestRest}.")
            .That(request.RecallOneIn is null or (>= 1 and <= Survey.Rarest), "recall_one_in", $"One in how many: between 1 (everybody) and {Survey.Rarest}.").Done();
        await db.Alone(DrawWhomToAsk.ForAsking, "survey", cancel);
        var survey = await db.Surveys.SingleOrDefaultAsync(cancel);
        if (survey is null) db.Add(survey = new Survey());
        survey.Set(request.On ?? survey.OnSince is not null, request.OneIn ?? survey.OneIn, request.RestDays ?? survey.RestDays, request.RecallOneIn ?? survey.RecallOneIn, time.Now());
        await db.SaveChangesAsync(cancel);
        return Answer.Ok(Of(survey));
    }

    static View Of(Survey survey) => new(survey.OnSince is not null, survey.OnSince, survey.OneIn, survey.RestDays, survey.RecallOneIn);
}
