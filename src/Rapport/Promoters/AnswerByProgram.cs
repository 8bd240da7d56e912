using Microsoft.EntityFrameworkCore;
using NodaTime;
using Rapport.Access;
using Rapport.Foundation;

namespace Rapport.Promoters;

/// <summary>A program of the house's own puts the questions (in a letter, on the phone) and brings what the customer said. It reads no answers, and what a customer said themselves it does not write over.</summary>
public sealed class AnswerByProgram : IFeature
{
    const int Most = 20_000;

    public sealed record Request(AskId? Survey, int? Recommend, bool? Memorable, string? Because, bool? Impression, bool? Connection, string? Adjectives, string? Frequency, string? PickedUp);

    /// <param name="Survey">The question that was answered.</param>
    public sealed record View(AskId Survey);

    /// <param name="Id">What an answer says as “survey”.</param>
    /// <param name="Conversation">The number of the matter.</param>
    /// <param name="Question">The third question, which was drawn by lot: adjectives, frequency, picked_up or recommend.</param>
    /// <param name="AskedAt">When the matter ended.</param>
    /// <param name="Until">So long it can be answered.</param>
    public sealed record Standing(AskId Id, long Conversation, Rotating Question, Instant AskedAt, Instant Until);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/surveys", Surveys).For(Who.Lead);
        app.MapPost("/api/v1/answers", Say).For(Who.Lead);
    }

    /// <summary>Those that stand, whether they were answered or not, the oldest first.</summary>
    static async Task<Answer<PageOf<Standing>>> Surveys(int? limit, AskId? after, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var (page, least) = (Paging.Limit(limit), time.Now() - Ask.Stands);
        var standing = await db.Asks.Where(a => a.WithdrawnAt == null && a.AskedAt > least).OrderBy(a => a.AskedAt).ThenBy(a => a.Id).Select(a => a.Id).Take(Most).ToListAsync(cancel);
        if (after is { } last && !standing.Contains(last)) throw new NotFound("survey to go on after");
        var ids = standing.Skip(after is { } one ? standing.IndexOf(one) + 1 : 0).Take(page + 1).ToList();
        var rows = await (
            from a in db.Asks.AsNoTracking()
            join c in db.Conversations on a.ConversationId equals c.Id
            where ids.Contains(a.Id)
            orderby a.AskedAt, a.Id
            select new { a.Id, c.Number, a.Question, a.AskedAt }).ToListAsync(cancel);
        return Paging.Page(rows, page, r => r.Id.Value, r => new Standing(r.Id, r.Number, r.Question, r.AskedAt, r.AskedAt + Ask.Stands));
    }

    static async Task<Created<View>> Say(Request request, RapportDb db, TimeProvider time, CancellationToken cancel)
    {
        var said = new AnswerRequest(request.Memorable, request.Because, request.Impression, request.Connection, request.Adjectives, request.Frequency, request.PickedUp, request.Recommend);
        said.Check(new Check().That(request.Survey is not null, "survey", "“survey” is missing. GET /api/v1/surveys lists those that stand.")
            .That(!said.IsEmpty, "recommend", "Say at least one thing: “memorable”, “impression”, “connection”, or what the third question asks.")).Done();
        var ask = await db.Asks.SingleOrDefaultAsync(a => a.Id == request.Survey, cancel) ?? throw new NotFound("survey");
        await db.Alone(DrawWhomToAsk.ForAsking, ask.Id.Value, cancel);
        if (await db.CustomerAnswers.AnyAsync(a => a.AskId == ask.Id, cancel)) throw Refusal.Conflict("The customer has answered this. Only they can change it, on their own page.", "answered");
        await db.Say(ask, said, time.Now(), cancel);
        await db.SaveChangesAsync(cancel);
        return Answer.Created("/api/v1/team/answers", new View(ask.Id));
    }
}
